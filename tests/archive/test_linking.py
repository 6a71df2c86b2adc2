"""Tasks linked as documents come and go: the same as when all are linked at once."""

import dataclasses
import itertools
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from functools import cache
from typing import cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nlp.archive import Archive, linking, open_archive
from nlp.link import follow
from nlp.model import (
    Citation,
    Directive,
    Footer,
    Letterhead,
    Parsed,
    PrintedDate,
    Source,
    Task,
)

THINGS = ("trạm bơm thôn Hạ", "kênh mương nội đồng", "chợ Tân Hảo", "mái trường mầm non")
COMMUNES = ("Tân Hảo", "Phổ Bình")
FIRST = date(2023, 1, 10)
ON = date(2026, 1, 1)


def made(
    number: int, kind: str, office: str, day: date | None, to: str, orders: list[str],
    told: list[str], cites: str = "",
) -> Parsed:  # fmt: skip
    """A letter or a report in which each order and each result is a line."""
    head = f"Thực hiện Công văn số {cites}/UBND-NN, báo cáo:" if cites else "Nội dung như sau:"
    lines = [head, *orders, *told]
    starts = [*itertools.accumulate((len(line) + 1 for line in lines), initial=0)]
    spans = [(at, at + len(line)) for at, line in zip(starts, lines, strict=False)]
    text = "\n".join(lines)
    sha = f"{number:064d}"
    cited = (Citation(head[10:22], 10, 22, cites, "UBND-NN", "CV", role="reply_to"),)
    return Parsed(
        id=f"sha256:{sha}",
        source=Source(f"{number}.txt", "text/plain", len(text), sha, "txt"),
        status="ok",
        text=text,
        header=Letterhead(
            issuer=office,
            parent_issuer="UBND huyện Sơn Cẩm" if kind == "BC" else None,
            code=f"{number}/{'UBND-NN' if kind == 'CV' else 'BC-UBND'}",
            type=kind,
            date=PrintedDate("", day, day) if day else None,
            subject="tình hình kinh tế - xã hội" if kind == "BC" else "giao việc",
        ),
        footer=Footer(),
        citations=cited if cites else (),
        directives=tuple(
            Directive(f"d{n}", text[a:b], a, b, text[a:b], "order", assignees=(to,), section=str(n))
            for n, (a, b) in enumerate(spans[1 : 1 + len(orders)], 1)
        ),
        tasks=tuple(
            Task(f"t{n}", text[a:b], a, b, status="done")
            for n, (a, b) in enumerate(spans[1 + len(orders) :], 1)
        ),
    )


@cache
def documents() -> tuple[Parsed, ...]:
    """Letters to communes, reports that name them or not, plans made again, one code used twice."""
    found = []
    for number in range(12):
        day = None if number == 7 else FIRST + timedelta(days=47 * number)
        thing, other = THINGS[number // 2 % 4], THINGS[(number + 1) % 4]
        commune = COMMUNES[number // 4 % 2]
        if number % 2 == 0:
            to = f"UBND xã {commune}" if number % 4 else "UBND các xã, thị trấn"
            named = number if number != 10 else 8
            letter = made(
                named, "CV", "UBND huyện Sơn Cẩm", day, to,
                [f"sửa chữa {thing}, vệ sinh {other}"], [],
            )  # fmt: skip
            ident = f"{number:064d}"
            source = dataclasses.replace(letter.source, sha256=ident, path=f"{number}.txt")
            found.append(dataclasses.replace(letter, id=f"sha256:{ident}", source=source))
        else:
            cites = str(number - 1) if number % 3 else ""
            done = [f"đã sửa chữa {thing}, vệ sinh {other} xong", f"đã vệ sinh {thing}"]
            plan = [f"kiểm tra {THINGS[0]} trước mùa mưa"]
            office = f"UBND xã {commune}"
            found.append(made(number, "BC", office, day, office, plan, done, cites))
    return tuple(found)


def linked(archive: Archive) -> list[tuple[object, ...]]:
    """The tasks with what is said of them, without where and when it was found."""
    return [
        (row["id"], row["state"], *((e["id"], e["kind"], e["score"]) for e in row["events"]))
        for row in archive.tasks(on=ON)
    ]


def at_once(held: Iterable[Parsed]) -> set[tuple[str, ...]]:
    return {(e.task, e.id) for e in follow(held).events if e.day is not None}


def in_parts(archive: Archive) -> set[tuple[str, ...]]:
    return {(row["id"], e["id"]) for row in archive.tasks(on=ON) for e in row["events"] if e["day"]}


@pytest.fixture(params=["sqlite", "postgresql"])
def fresh(request: pytest.FixtureRequest, tmp_path) -> Callable[[], str]:
    """Where one new archive after the other may be made."""
    if request.param == "postgresql":
        return cast("Callable[[], str]", request.getfixturevalue("server").url)
    numbers = itertools.count()
    return lambda: str(tmp_path / f"{next(numbers)}.db")


def add(archive: Archive, parsed: Parsed, path: str | None = None) -> None:
    archive.add(parsed, fingerprint="1", path=path)


def test_every_way_of_linking_is_among_them():
    codes = {reason.code for event in follow(documents()).events for reason in event.reasons}
    assert {"answers", "continues", "addressed"} <= codes
    kinds = {event.kind for event in follow(documents()).events}
    assert {"reported_done", "repeated"} <= kinds


@settings(
    max_examples=6,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],  # each example has a fresh archive
)
@given(
    st.permutations(range(12)),
    st.sets(st.integers(0, 11), max_size=5),
    st.sets(st.integers(0, 11), max_size=4),
    st.integers(1, 5),
)
def test_any_order_any_split_same_links(fresh, order, asked, gone, batch):
    with pytest.MonkeyPatch.context() as patched, open_archive(fresh()) as archive:
        patched.setattr(linking, "_BATCH", batch)
        for step, number in enumerate(order):
            add(archive, documents()[number], f"{number}.txt")
            if step in asked:
                so_far = [documents()[n] for n in order[: step + 1]]
                assert in_parts(archive) == at_once(so_far)
        assert in_parts(archive) == at_once(documents())
        whole = linked(archive)
        for number in sorted(gone):  # its file is empty now: the document is forgotten
            empty = dataclasses.replace(documents()[0], id="sha256:" + "f" * 64, text="",
                directives=(), header=Letterhead(),
                source=dataclasses.replace(documents()[0].source, sha256="f" * 64))  # fmt: skip
            add(archive, empty, f"{number}.txt")
        left = [d for number, d in enumerate(documents()) if number not in gone]
        assert in_parts(archive) == at_once(left)
        for number in sorted(gone):
            add(archive, documents()[number], f"{number}.txt")
        assert linked(archive) == whole


def test_nothing_is_written_when_nothing_changed(archive: Archive, monkeypatch):
    for parsed in documents():
        add(archive, parsed)
    found = archive.tasks(on=ON)
    monkeypatch.setattr(archive.tracking, "_writer", None)
    assert archive.tasks(on=ON) == found


def test_one_more_links_only_what_it_touches(archive: Archive, monkeypatch):
    *most, last = documents()
    for parsed in most:
        add(archive, parsed)
    archive.tasks(on=ON)
    read: list[str] = []
    of = linking.events_of
    monkeypatch.setattr(linking, "events_of", lambda p, s: read.append(p.id) or of(p, s))
    add(archive, last)
    archive.tasks(on=ON)
    assert read == [last.id]


def test_it_goes_on_where_it_was_interrupted(archive: Archive, monkeypatch):
    for parsed in documents():
        add(archive, parsed)
    monkeypatch.setattr(linking, "_BATCH", 3)
    of = linking.events_of
    left = itertools.count(7, -1)

    def interrupted(paper, shelf):
        if not next(left):
            raise KeyboardInterrupt
        return of(paper, shelf)

    monkeypatch.setattr(linking, "events_of", interrupted)
    with pytest.raises(KeyboardInterrupt):
        archive.tasks(on=ON)
    assert in_parts(archive) == at_once(documents())


def test_an_archive_linked_by_another_program_is_linked_anew(archive: Archive, monkeypatch):
    for parsed in documents():
        add(archive, parsed)
    before = linked(archive)
    with archive._writer.begin() as connection:
        connection.exec_driver_sql("UPDATE meta SET value = 'older' WHERE key = 'linked'")
    assert linked(archive) == before
