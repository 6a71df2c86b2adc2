"""Plain text -> one page of lines: UTF-8 or UTF-16, with or without a byte order mark.

Clean text keeps every character: a blank line is an empty ``Line``, and the lines joined by line
ends are the input. Bytes that fit no Unicode encoding are read as a Windows code page, and the
guess is a problem. Refuses what has too many control characters to be text.
"""

from __future__ import annotations

import codecs
import re
import unicodedata

from ..errors import DamagedFileError
from ..model import Line, Page, Problem
from ..settings import Settings
from ..text import normalise
from .guard import STAGE, Intake, Reading, foreign

NAME = "txt"
MEDIA_TYPE = "text/plain"

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16 LE, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_UNPRINTABLE = re.compile(r"[\x00\ud800-\udfff]")  # no database or UTF-8 stream takes these
_MAX_CONTROLS = 0.02
_MAX_DAMAGE = 0.01  # of the bytes beyond ASCII, for a text still to count as UTF-8


def accepts(intake: Intake) -> bool:
    """Whether the first bytes are text in an encoding we know, and not a format written as text."""
    if foreign(intake):
        return False
    sample = intake.head
    encoding = _encoding(sample)
    if encoding is None:
        return False
    text = _decode(sample, encoding)[0]
    return len(_CONTROLS.findall(text)) <= _MAX_CONTROLS * len(text)


def read(intake: Intake, settings: Settings) -> Reading:
    """The file's text as one page without size.

    Raises:
        DamagedFileError: nothing but a byte order mark, or the text turns to binary.
    """
    most = min(intake.size, 4 * settings.max_characters + 4)
    with intake.path.open("rb") as file:
        data = file.read(most)
    encoding = _encoding(data) or "utf-8"
    text, problems = _decode(data, encoding)
    if len(_CONTROLS.findall(text)) > _MAX_CONTROLS * len(text):
        raise DamagedFileError(
            f"{intake.path} begins as text and goes on as binary data",
            remedy="fetch the file again",
        )
    if not text.strip():
        raise DamagedFileError(f"{intake.path} holds no text", remedy="fetch the file again")
    pages, more = paged(text, settings, cut=most < intake.size)
    return Reading(pages, (*problems, *more), None, encoding)


def paged(
    text: str, settings: Settings, *, cut: bool = False
) -> tuple[tuple[Page, ...], tuple[Problem, ...]]:
    """One page that holds ``text`` line by line; ``cut`` says that the text went on."""
    problems: list[Problem] = []
    cut = cut or len(text) > settings.max_characters
    text = normalise(text[: settings.max_characters])
    if _UNPRINTABLE.search(text):
        text = _UNPRINTABLE.sub("\ufffd", text)
        problems.append(
            Problem(
                "invalid_characters", STAGE, "zero or surrogate characters were replaced by \ufffd"
            )
        )
    if cut:
        problems.append(
            Problem(
                "cut",
                STAGE,
                f"only the first {len(text):,} characters were read; raise max_characters",
            )
        )
    page = Page(1, 0.0, 0.0, tuple(Line(line) for line in text.split("\n")))
    return (page,), tuple(problems)


def _encoding(data: bytes) -> str | None:
    """The encoding by byte order mark, zeros of UTF-16, validity as UTF-8, or a code page."""
    for mark, name in _BOMS:
        if data.startswith(mark):
            return name
    if zeros := data.count(0):
        # Vietnamese in UTF-16 has a zero beside every ASCII letter, and few on the other side
        odd, even = data[1::2].count(0), data[::2].count(0)
        if zeros < len(data) // 8 or min(odd, even) > zeros // 10:
            return None
        return "utf-16-le" if odd > even else "utf-16-be"
    invalid = _decode_utf8(data)[1]
    if invalid == 0:
        return "utf-8"
    beyond = len(data) - len(data.translate(None, bytes(range(128, 256))))
    if invalid <= max(1, _MAX_DAMAGE * beyond) < beyond // 3:
        return "utf-8"
    composed = _decode_page(data, "cp1258")
    marks = sum(unicodedata.combining(c) > 0 for c in data.decode("cp1258", "replace"))
    left = sum(unicodedata.combining(c) > 0 for c in composed)
    return "cp1258" if marks > 3 * left and marks > len(data) // 200 else "cp1252"


def _decode_utf8(data: bytes) -> tuple[str, int]:
    """The text and the count of invalid places; a letter cut off at the very end is no damage."""
    text, used = codecs.utf_8_decode(data, "replace", False)
    return text, text.count("\ufffd") - data.count(b"\xef\xbf\xbd") + (used < len(data) - 3)


def _decode_page(data: bytes, name: str) -> str:
    return unicodedata.normalize("NFC", data.decode(name, "replace"))


def _decode(data: bytes, encoding: str) -> tuple[str, tuple[Problem, ...]]:
    for mark, name in _BOMS:
        if name == encoding and data.startswith(mark):
            data = data[len(mark) :]
            break
    if encoding == "utf-8":
        text, invalid = _decode_utf8(data)
        if invalid:
            message = f"{invalid} places are not valid UTF-8 and were replaced by \ufffd"
            return text, (Problem("invalid_characters", STAGE, message),)
        return text, ()
    if encoding.startswith("utf"):
        text = data.decode(encoding, "replace")
        invalid = text.count("\ufffd")
        if invalid:
            message = (
                f"{invalid} places are not valid {encoding.upper()} and were replaced by \ufffd"
            )
            return text, (Problem("invalid_characters", STAGE, message),)
        return text, ()
    message = f"the text is not Unicode; it was read as {encoding}, which may be wrong"
    return _decode_page(data, encoding), (Problem("encoding_guessed", STAGE, message),)
