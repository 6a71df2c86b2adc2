"""The same examples at every run, and no time limits: a machine may be slow, an answer not."""

import os
import signal

import pytest
from hypothesis import settings

settings.register_profile("vanban", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("vanban")

UPDATES = {
    "--update-floors": "raise the floors of tests/golden to what is reached now",
    "--update-golden": "write the outputs of tests/golden and of the notebooks anew",
}


def pytest_addoption(parser: pytest.Parser) -> None:
    for option, meaning in UPDATES.items():
        parser.addoption(option, action="store_true", help=meaning)


def pytest_configure(config: pytest.Config) -> None:
    # What is started in the background ignores Ctrl-C, and so would all that the tests start.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    asked = [option for option in UPDATES if config.getoption(option)]
    if asked and os.environ.get("CI", "").lower() in {"1", "true"}:
        raise pytest.UsageError(f"{asked[0]} is for a person to run, not for CI")
