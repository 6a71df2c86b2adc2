"""Small parsed documents, made by hand: the archive is tested without any reader."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from nlp.archive import Archive, open_archive
from nlp.model import (
    Citation,
    DateMention,
    Directive,
    Figure,
    Finding,
    Footer,
    Interval,
    Letterhead,
    Parsed,
    Period,
    PrintedDate,
    Problem,
    Quote,
    Reason,
    Relation,
    Section,
    Source,
    Task,
)

from .server import Server, running

HALF = Period(date(2024, 1, 1), date(2024, 6, 30), "2024-H1", date(2023, 12, 15), date(2024, 6, 14))
Make = Callable[..., Parsed]


@pytest.fixture
def make() -> Make:
    """A parsed document of one text; every other field may be given."""

    def make(text: str, *, path: str = "", **fields: Any) -> Parsed:
        sha256 = hashlib.sha256(text.encode()).hexdigest()
        path = path or f"/kho/{sha256[:6]}.txt"
        defaults: dict[str, Any] = {"status": "ok", "header": Letterhead(), "footer": Footer()}
        source = Source(path, "text/plain", len(text.encode()), sha256, "txt")
        return Parsed(f"sha256:{sha256}", source, text=text, **(defaults | fields))

    return make


@pytest.fixture
def directive() -> Callable[..., Directive]:
    def directive(text: str, **fields: Any) -> Directive:
        defaults = {"id": "d1", "start": 0, "end": len(text), "action": text, "modality": "order"}
        return Directive(text=text, **(defaults | fields))

    return directive


@pytest.fixture
def full(make: Make) -> Parsed:
    """A document that has something in every field."""
    text = "Xã tiếp nhận 12,5 tỷ đồng."
    return make(
        text,
        status="partial",
        header=Letterhead(
            issuer="UBND xã Đông Hà",
            number="05",
            symbol="CV/ĐU",
            code="05-CV/ĐU",
            system="party",
            type="CV",
            place="Đông Hà",
            date=PrintedDate("ngày 05/7/2024", date(2024, 7, 5), date(2024, 7, 5)),
            subject="Về đơn thư",
            addressees=("Đảng ủy", "Như trên"),
            evidence={"code": {"start": 0, "end": 3, "rule": "x", "confidence": 0.5, "boxes": []}},
        ),
        footer=Footer("Lê Thị Hoa", "CHỦ TỊCH", ("TM",), ("Lưu: VT",)),
        sections=(Section("s1", "I.", 1, "Kết quả", 0, 10),),
        figures=(
            Figure(
                "f1", "12,5 tỷ đồng", 13, 25, Decimal("12.5"), "tỷ đồng", "money",
                indicator="kinh phí tiếp nhận", period=HALF, place="Đông Hà", confidence=0.9,
            ),
            Figure("f2", "3/4 vụ", 0, 6, None, "vụ", "ratio", numerator=Decimal(3),
                   denominator=Decimal(4)),
        ),
        relations=(
            Relation("r1", "sum", True, "consistent", total="f1", parts=("f2",),
                     expected=Interval(Decimal("1.5"), None), steps=("1 + 2",)),
        ),
        dates=(DateMention("ngày 05/7/2024", 0, 5, date(2024, 7, 5), date(2024, 7, 5), "date"),),
        citations=(Citation("310-CV/BTGTU", 0, 3, "310", "CV/BTGTU", date=date(2024, 7, 3)),),
        directives=(
            Directive("d1", "Giao xã rà soát", 0, 5, "rà soát", "order", assignees=("xã",),
                      deadline=date(2024, 7, 20), labels=("petition", "other")),
        ),
        tasks=(
            Task("t1", "Rà soát", 0, 5, ("petition",), {"petition": 0.75}, False,
                 (Reason("rà soát", 0.25),), "planned", "s1", "d1"),
        ),
        problems=(Problem("needs_ocr", "ingest", "page 2 is a scan", 2),),
    )  # fmt: skip


@pytest.fixture
def finding() -> Callable[..., Finding]:
    def finding(parsed: Parsed, level: str, **fields: Any) -> Finding:
        quote = Quote(parsed.id, parsed.source.path, parsed.text, 0, len(parsed.text))
        defaults: dict[str, Any] = {
            "id": f"{level}-1", "code": "sum_mismatch", "outcome": "inconsistent",
            "message": "does not add up", "message_vi": "cộng không khớp", "scope": "document",
            "evidence": (quote,),
        }  # fmt: skip
        return Finding(level=level, **(defaults | fields))  # type: ignore[arg-type]

    return finding


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    with running() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where an archive may be made: a file, then a database."""
    if request.param == "sqlite":
        return str(tmp_path / "kho.db")
    return request.getfixturevalue("server").url()


@pytest.fixture
def archive(place: str) -> Iterator[Archive]:
    with open_archive(place) as archive:
        yield archive
