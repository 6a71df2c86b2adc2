"""Findings between an archive's documents: the same in whatever order they come, go and return."""

import dataclasses
import itertools
import json
import sys
from collections.abc import Callable, Iterable
from functools import cache
from importlib import util
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nlp.archive import Archive, open_archive
from nlp.checks import check
from nlp.model import Finding, Parsed
from nlp.parsing import parse

LETTER = """UBND HUYỆN KHE SÂU
Số: {number}/BC-UBND
Khe Sâu, ngày {day}

BÁO CÁO
Kết quả công tác tuyên truyền {period}

{body}
"""
SAID = "Trong {}, các thôn đã tổ chức 14 buổi tuyên truyền với 620 lượt người tham dự."
CITED = "Tiếp theo Báo cáo số 11/BC-UBND ngày {} của UBND huyện Khe Sâu, huyện báo cáo như sau."
LETTERS = (
    (11, "20 tháng 11 năm 2023", "tháng 11 năm 2023", SAID.format("tháng 11")),
    (12, "20 tháng 12 năm 2023", "tháng 12 năm 2023", SAID.format("tháng 11")),
    (3, "19 tháng 01 năm 2024", "tháng 01 năm 2024", SAID.format("tháng 01")),
    (15, "22 tháng 12 năm 2023", "tháng 12 năm 2023", CITED.format("21/11/2023")),
)
PART = """UBND XÃ {place}
Số: {number}/BC-UBND
{name}, ngày 08 tháng 6 năm 2023

BÁO CÁO
Kết quả tiếp nhận đơn 6 tháng đầu năm 2023

Nhận {count} đơn khiếu nại.
"""
WHOLE = """UBND HUYỆN KHE SÂU
Số: 77/BC-UBND
Khe Sâu, ngày 12 tháng 6 năm 2023

BÁO CÁO
Kết quả tiếp nhận đơn 6 tháng đầu năm 2023

Huyện có 02 xã, thị trấn. Các xã, thị trấn nhận 24 đơn khiếu nại.
Nhiều nhất là xã Đá Bạc, ít nhất là xã Nậm Lúa.
"""
PARTS = (("ĐÁ BẠC", "Đá Bạc", 5, 12), ("NẬM LÚA", "Nậm Lúa", 9, 9))


@cache
def documents() -> tuple[Parsed, ...]:
    """Reports that contradict each other in every way that is checked."""
    path = Path(__file__).parents[1] / "benchmarks" / "synthetic.py"
    spec = util.spec_from_file_location("synthetic", path)
    assert spec is not None
    assert spec.loader is not None
    synthetic = sys.modules["synthetic"] = util.module_from_spec(spec)
    spec.loader.exec_module(synthetic)
    letters = (
        parse(LETTER.format(number=number, day=day, period=period, body=body))
        for number, day, period, body in LETTERS
    )
    parts = (
        parse(PART.format(place=place, name=name, number=number, count=count))
        for place, name, number, count in PARTS
    )
    return (*synthetic.Archive(64, 9, seed=3), parse(WHOLE), *parts, *letters)


def told(found: Iterable[dict[str, Any]]) -> list[str]:
    """The findings between documents, as JSON, without where an archive says they are from."""
    names = [field.name for field in dataclasses.fields(Finding)]
    return sorted(
        json.dumps([f[name] for name in names if name != "id"], default=str)
        for f in found
        if f["scope"] == "archive"
    )


def expected(held: Iterable[Parsed]) -> list[str]:
    return told(finding.to_dict() for finding in check(list(held)))


@pytest.fixture(params=["sqlite", "postgresql"])
def fresh(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], str]:
    """Where one new archive after the other may be made."""
    if request.param == "postgresql":
        return cast("Callable[[], str]", request.getfixturevalue("server").url)
    numbers = itertools.count()
    return lambda: str(tmp_path / f"{next(numbers)}.db")


def add(archive: Archive, parsed: Parsed, path: str | None = None) -> None:
    archive.add(parsed, fingerprint="1", path=path)


def test_every_kind_is_among_them():
    codes = {finding.code for finding in check(documents()) if finding.scope == "archive"}
    assert codes >= {
        "reported_differently", "base_differs", "implied_base_differs", "cumulative_falls",
        "periods_do_not_add_up", "part_exceeds_whole", "places_do_not_add_up", "plan_changed",
        "stale_period", "figures_not_updated", "cited_date_differs",
    }  # fmt: skip


@settings(
    max_examples=3,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],  # each example has a fresh archive
)
@given(
    st.permutations(range(len(documents()))),
    st.sets(st.integers(0, len(documents()) - 1), max_size=4),
    st.sets(st.integers(0, len(documents()) - 1), max_size=4),
)
def test_any_order_any_checks_between(fresh, order, checked, gone):
    with open_archive(fresh()) as archive:
        for step, number in enumerate(order):
            add(archive, documents()[number], f"{number}.txt")
            if step in checked:
                assert told(archive.check()) == expected(documents()[n] for n in order[: step + 1])
        assert told(archive.check()) == expected(documents())
        nothing = parse("Không có gì.")
        for number in sorted(gone):  # another file takes its path: the document is forgotten
            add(archive, nothing, f"{number}.txt")
        left = [d for number, d in enumerate(documents()) if number not in gone]
        assert told(archive.check()) == expected(left)


def test_a_document_read_anew_has_new_findings(archive):
    first, second = documents()[-4:-2]
    fresh = dataclasses.replace(second, text=second.text.replace("14 buổi", "15 buổi"))
    add(archive, first, "1.txt")
    add(archive, second, "2.txt")
    assert told(archive.check()) == expected((first, second)) != []
    add(archive, fresh, "2.txt")
    assert told(archive.check()) == expected((first, fresh)) == []


def test_findings_that_speak_of_a_forgotten_document_go_with_it_at_once(archive):
    for number, parsed in enumerate(documents()[-4:]):
        add(archive, parsed, f"{number}.txt")
    assert len(archive.check()) == 3
    add(archive, parse("Không có gì."), "0.txt")
    assert list(archive.rows("findings")) == []


def test_checking_again_writes_nothing(archive, monkeypatch: pytest.MonkeyPatch):
    for number, parsed in enumerate(documents()[-4:]):
        add(archive, parsed, f"{number}.txt")
    found = archive.check()
    monkeypatch.setattr(archive, "_writer", None)
    assert archive.check() == found
