"""Words in the fonts of before Unicode -> Unicode: TCVN3 (".VnTime") and VNI ("VNI-Times").

Such a font draws Vietnamese letters in the places of western ones: the file says "n\u00adíc", the
page shows "nước". The font of a word says which of these it is, so a page may mix them.
"""

from __future__ import annotations

import ctypes
import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pypdfium2

# Signs beside a letter that Vietnamese in Unicode never has there.
_ALIEN = re.compile(r"(?<=[^\W\d_])[¡-©®-»¼½¾\xadÄÆÇËÎ-ÑÖ×Øßäåæçëîïðñö÷øûüþ]|[ÆÇ§®][^\W\d_]")
_OFTEN = 0.01  # of all characters; a foreign name in a text in Unicode has fewer

_FONT = re.compile(r"(?i)(?:[A-Z]{6}\+)?(?:(?P<tcvn3>\.vn)|(?P<vni>vni[- ]))(?P<face>[^,-]*)")
_NAME_BYTES = 128
# pdfium calls a hyphen at a line's end U+0002 or U+FFFE and leaves the line end out, and TCVN3's ư
# is the soft hyphen: after consonants alone ("nh") it is that letter.
LEGACY_TOKEN = re.compile(r"\n|[^\s\x02\ufffe]+[\x02\ufffe]?|[\x02\ufffe]")
_LAST_LETTER = re.compile(r"(?i)\A([b-df-hj-np-tv-z§®]+)[\x02\ufffe]\Z")


def is_suspect(text: str) -> bool:
    """Whether ``text`` looks as if read without regard to its fonts; the fonts then decide."""
    return len(_ALIEN.findall(text)) > _OFTEN * len(text)


def ends_line(token: str) -> bool:
    """Whether a match of LEGACY_TOKEN is the last of its line."""
    return token[-1] in "\x02\ufffe"


class LegacyFonts:
    """The words of a text layer whose fonts may be of before Unicode."""

    def __init__(self, layer: pypdfium2.PdfTextPage) -> None:
        self._layer = layer
        self._name = ctypes.create_string_buffer(_NAME_BYTES)
        self._font = ""  # a word whose font has no name is drawn like the one before
        self.encodings: set[str] = set()

    def decoded(self, start: int, word: str) -> str:
        """The word at character ``start`` as the page shows it."""
        font = _FONT.match(self._font_at(start))
        if font is None or font.lastgroup is None:
            return word
        encoding = "tcvn3" if font["tcvn3"] else "vni"
        self.encodings.add(encoding)
        text = _fixed(_LAST_LETTER.sub("\\1\xad", word) if encoding == "tcvn3" else word, encoding)
        # .VnTimeH draws its small letters as capitals
        return text.upper() if font["tcvn3"] and font["face"].upper().endswith("H") else text

    def _font_at(self, start: int) -> str:
        from pypdfium2 import raw

        flags = ctypes.c_int()
        length = raw.FPDFText_GetFontInfo(
            self._layer.raw, start, self._name, _NAME_BYTES, ctypes.byref(flags)
        )
        if 1 < length <= _NAME_BYTES:  # the closing zero is counted
            self._font = self._name.value.decode("utf-8", "replace")
        return self._font


@lru_cache(maxsize=10_000)
def _fixed(word: str, encoding: str) -> str:
    import viparse

    fixed: str = viparse.fix(word, encoding=encoding)
    return fixed
