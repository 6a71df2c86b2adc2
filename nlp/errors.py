"""Every error a user can meet: its name, the exit code it ends a command with, the way out.

    VanbanError                      70   something inside is broken
    ├── UsageError                    2   the arguments do not fit together
    ├── MissingDependencyError        3   a program or package is not installed
    ├── UnreadableInputError          4   not found, no permission, empty, not a document
    │   ├── UnsupportedFormatError    4   a kind of file that no reader takes
    │   ├── DamagedFileError          4   the right kind, but broken or cut short
    │   └── EncryptedFileError        4   a password is needed
    ├── UnsafeInputError              5   refused: too large, a bomb, a path out of its folder
    ├── ArchiveError                  8   locked, damaged or from a newer version
    └── ConfigurationError            9   a bad setting or rule table

Exit codes 0 (done), 1 (done, but some documents failed or are partial), 7 (findings at or above
``--fail-on``) and 130 (interrupted) are outcomes, not exceptions.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import ClassVar

EXIT_DONE = 0
EXIT_SOME_FAILED = 1
EXIT_FINDINGS = 7
EXIT_INTERRUPTED = 130

# What to do about a problem that kept a document from being read whole, by its code.
REMEDIES: Mapping[str, str] = MappingProxyType(
    {
        "needs_ocr": "scan it to a PDF with a text layer",
        "no_text": "look whether it shows text; if so, print it to a new PDF",
        "cut": "split it, or raise that setting",
        "damaged_page": "fetch it again, or print it to a new PDF",
        "damaged_part": "save it anew from Word",
        "invalid_characters": "save it anew as UTF-8",
        "encoding_guessed": "save it as UTF-8",
    }
)


class VanbanError(Exception):
    """Base of all errors raised on purpose; ``remedy`` says what the user can do next.

    >>> error = UnreadableInputError("no file at x.pdf", remedy="check the name")
    >>> error.exit_code, error.remedy
    (4, 'check the name')
    """

    exit_code: ClassVar[int] = 70
    code: ClassVar[str] = "internal"

    def __init__(self, message: str, *, remedy: str = "") -> None:
        super().__init__(message)
        self.remedy = remedy

    def __str__(self) -> str:
        message = super().__str__()
        return f"{message} ({self.remedy})" if self.remedy else message

    def __reduce__(self) -> tuple[object, ...]:  # the remedy survives the way out of a worker
        return _rebuild, (type(self), super().__str__(), self.remedy)


def _rebuild(kind: type[VanbanError], message: str, remedy: str) -> VanbanError:
    return kind(message, remedy=remedy)


class UsageError(VanbanError):
    exit_code = 2
    code = "usage"


class MissingDependencyError(VanbanError):
    exit_code = 3
    code = "missing_dependency"


class UnreadableInputError(VanbanError):
    exit_code = 4
    code = "unreadable"


class UnsupportedFormatError(UnreadableInputError):
    code = "unsupported_format"


class DamagedFileError(UnreadableInputError):
    code = "damaged"


class EncryptedFileError(UnreadableInputError):
    code = "encrypted"


class UnsafeInputError(VanbanError):
    exit_code = 5
    code = "unsafe"


class ArchiveError(VanbanError):
    exit_code = 8
    code = "archive"


class ConfigurationError(VanbanError):
    exit_code = 9
    code = "configuration"
