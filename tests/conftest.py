"""The same examples at every run, and no time limits: a machine may be slow, an answer not."""

from hypothesis import settings

settings.register_profile("vanban", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("vanban")
