"""The same examples at every run, and no time limits: the machine may be slow, the answer may not."""

from hypothesis import settings

settings.register_profile("vanban", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("vanban")
