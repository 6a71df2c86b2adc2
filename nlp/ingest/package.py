"""An Office file -> its XML parts, with the traps of ZIP and XML closed.

Refuses archives that unpack to far more than they hold, and any document type declaration: no
Office program writes one, and entities are expanded from it.
"""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from typing import TYPE_CHECKING, Any, BinaryIO, Self

from ..errors import (
    DamagedFileError,
    EncryptedFileError,
    UnsafeInputError,
    UnsupportedFormatError,
    VanbanError,
)
from ..model import Problem
from .guard import STAGE, Intake

if TYPE_CHECKING:
    from types import TracebackType

_REMEDY = "open it in Word and save it again"
_REFUSED = "do not open it; ask its sender for another copy"
_MOST_PARTS = 10_000
_MOST_UNPACKED = 1_000_000_000
_MOST_XML = 100_000_000  # a tree takes some ten times its text
_BOMB_RATIO = 150  # Word's own XML packs 10 to 30 times
_BOMB_SIZE = 10_000_000

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TRANSITIONAL = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"

_OTHERS = (  # what the list of content types or the "mimetype" part names
    (b"spreadsheetml", "an Excel workbook (.xlsx)", "save it as PDF or DOCX"),
    (b"presentationml", "a PowerPoint presentation (.pptx)", "save it as PDF or DOCX"),
    (b"opendocument", "an OpenDocument file", "save it as PDF or DOCX"),
    (b"epub", "an e-book", "save it as PDF or DOCX"),
)


class Package:
    """The parts of a Word file. A context manager; ``problems`` collects what had to be mended."""

    def __init__(self, intake: Intake) -> None:
        self.path = intake.path
        self.problems: list[Problem] = []
        self._file: BinaryIO = intake.path.open("rb")
        try:
            self._zip = zipfile.ZipFile(self._file)
            self._entries = {entry.filename.lstrip("/"): entry for entry in self._zip.infolist()}
            self._check()
            self.main = self._main()
        except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, EOFError) as error:
            self._file.close()
            raise DamagedFileError(
                f"{intake.path} is a damaged ZIP or DOCX file", remedy="fetch it again"
            ) from error
        except VanbanError:
            self._file.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._zip.close()
        self._file.close()

    def _check(self) -> None:
        entries = self._entries.values()
        total = sum(entry.file_size for entry in entries)
        if len(entries) > _MOST_PARTS or total > _MOST_UNPACKED:
            raise UnsafeInputError(
                f"{self.path} unpacks to {len(entries):,} parts and {total:,} bytes",
                remedy=_REFUSED,
            )
        for entry in entries:
            if entry.file_size > max(_BOMB_SIZE, _BOMB_RATIO * entry.compress_size):
                raise UnsafeInputError(
                    f"{self.path} is a ZIP bomb: {entry.compress_size:,} bytes unpack to "
                    f"{entry.file_size:,}",
                    remedy=_REFUSED,
                )

    def _main(self) -> str:
        """The name of the main document part."""
        types = self._bytes("[Content_Types].xml") or self._bytes("mimetype") or b""
        if b"wordprocessingml" not in types and b"ms-word" not in types:
            for sign, what, remedy in _OTHERS:
                if sign in types:
                    raise UnsupportedFormatError(f"{self.path} is {what}", remedy=remedy)
            raise UnsupportedFormatError(
                f"{self.path} is a ZIP archive and no Word document",
                remedy="unpack it and give the documents inside",
            )
        for name in (*self.related("", "officeDocument"), "word/document.xml"):
            if name in self._entries:
                return name
        raise DamagedFileError(f"{self.path} is a DOCX without a main part", remedy=_REMEDY)

    @property
    def has_pictures(self) -> bool:
        return any(name.startswith("word/media/") for name in self._entries)

    def related(self, part: str, kind: str) -> tuple[str, ...]:
        """The names of the parts that ``part`` is related to as ``kind`` (header, styles, ...)."""
        folder, name = posixpath.split(part)
        tree = self.part(posixpath.join(folder, "_rels", f"{name}.rels"))
        found: list[str] = []
        if tree is None:
            return ()
        for relation in tree.iter(_RELATION):
            target = relation.get("Target") or ""
            if (relation.get("Type") or "").endswith(f"/{kind}") and (
                relation.get("TargetMode") != "External"
            ):
                path = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
                found.append(path)
        return tuple(found)

    def part(self, name: str) -> Any:
        """The root element of an XML part; None if there is no such part.

        Raises:
            UnsafeInputError: the part declares a document type, or is too large.
            DamagedFileError: the part is no XML at all.
        """
        from lxml import etree

        data = self._bytes(name)
        if data is None:
            return None
        # a declaration may hide in UTF-16: zeros stand between its letters
        bare = data.replace(b"\0", b"") if b"\0" in data[:64] else data
        if b"<!DOCTYPE" in bare or b"<!ENTITY" in bare:
            raise UnsafeInputError(
                f"{self.path} declares XML entities in its part {name}", remedy=_REFUSED
            )
        if _STRICT in data:
            data = data.replace(_STRICT, _TRANSITIONAL)
        safe = {"resolve_entities": False, "no_network": True, "remove_comments": True}
        try:
            return etree.fromstring(data, etree.XMLParser(**safe))
        except etree.XMLSyntaxError as error:
            root = self._mended(data, etree.XMLParser(recover=True, **safe))
            if root is None:
                raise DamagedFileError(
                    f"{self.path} holds a part that is no XML: {name}", remedy=_REMEDY
                ) from error
            message = f"the part {name} is broken XML; what follows the break may be missing"
            self.problems.append(Problem("damaged_part", STAGE, message))
            return root

    @staticmethod
    def _mended(data: bytes, parser: Any) -> Any:
        from lxml import etree

        try:
            return etree.fromstring(data, parser)
        except etree.XMLSyntaxError:
            return None

    def _bytes(self, name: str) -> bytes | None:
        entry = self._entries.get(name)
        if entry is None:
            return None
        if entry.flag_bits & 1:
            raise EncryptedFileError(
                f"{self.path} is protected by a password", remedy="save a copy without a password"
            )
        if entry.file_size > _MOST_XML:
            raise UnsafeInputError(
                f"{self.path} holds a part of {entry.file_size:,} bytes: {name}", remedy=_REFUSED
            )
        try:
            return self._zip.read(entry)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as error:
            raise DamagedFileError(
                f"{self.path} cannot be unpacked: {name} is damaged", remedy="fetch it again"
            ) from error
