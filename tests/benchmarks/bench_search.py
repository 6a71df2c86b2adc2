"""Searching a synthetic archive: SQLite, and beside it PostgreSQL with the same answers.

``rows()`` takes the numbers of directives in ``SIZES``; ``python -m tests.benchmarks.bench_search
1000000`` any others: a million take half an hour, nearly all of it to store and index them. Their
words are those of the rule tables, some very frequent, most rare. A query is two to four words that
stand together in a directive, or that are drawn from it anywhere, with marks or without, every
third with filters; all are asked with facets. Both databases must answer alike. Times are wall
clock in PostgreSQL, whose server is another process, and processor time in SQLite; of each query
the least of three.
"""

from __future__ import annotations

import hashlib
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from nlp.archive import Archive, open_archive
from nlp.archive import search as index
from nlp.archive.engine import connect, url_of
from nlp.archive.tables import code_key, directives, documents
from nlp.rules import table
from nlp.text import fold
from tests.archive.server import running

SIZES = (1_000, 10_000, 100_000)
EACH = 10  # directives of a document
QUERIES = 200
LIMIT = 0.1  # seconds, of 95 of 100 queries
_BATCH = 500  # documents that are written at a time
_LABELS = ("propaganda", "petition", "socio_economic", "other")
_TYPES = ("CV", "CT", "BC", "KH", "TB")
_LEADS = ("Yêu cầu", "Đề nghị", "Giao", "Chỉ đạo", "Tiếp tục", "Tăng cường")
_LINKS = (
    "và thực hiện", "nhằm", "trong công tác", "đối với các", "trên địa bàn", "; báo cáo kết quả về",
    "theo quy định của pháp luật về", "phối hợp với các cơ quan, đơn vị liên quan",
)  # fmt: skip
_NAMES = (
    "An", "Bình", "Châu", "Đông", "Giang", "Hòa", "Khánh", "Long", "Minh", "Nam", "Phú",
    "Quang", "Sơn", "Tân", "Trà", "Vĩnh", "Xuân", "Yên", "Hải", "Lộc", "Thạnh", "Điền", "Cẩm",
    "Đức", "Mỹ", "Hưng", "Thái", "Kim",
)  # fmt: skip


class Words:
    """The same seed says the same."""

    def __init__(self, seed: int = 1) -> None:
        self.chance = random.Random(seed)
        self.verbs = [r["word"] for r in table("directive_verbs") if r["role"] == "action"]
        self.things = [word for r in table("indicators") for word in r.get("words", ())]
        self.heads = [r["name"] for r in table("agencies") if r["kind"] == "head"]

    def some(self, words: list[str]) -> str:
        """The first of a list often, the last seldom (Zipf's law)."""
        return words[int(len(words) ** self.chance.random()) - 1]

    def place(self) -> str:
        return f"{self.chance.choice(_NAMES)} {self.chance.choice(_NAMES)}"

    def office(self) -> str:
        return f"{self.some(self.heads)} {self.chance.choice(('huyện', 'xã'))} {self.place()}"

    def directive(self, assignee: str) -> str:
        links = self.chance.choices(_LINKS, k=2)
        return (
            f"{self.chance.choice(_LEADS)} {assignee} {self.some(self.verbs)} "
            f"{self.some(self.things)} {links[0]} {self.some(self.things)}, "
            f"{self.some(self.verbs)} "
            f"{self.some(self.things)} {links[1]} {self.place()}"
        )


def fill(place: str, number: int) -> tuple[float, float]:
    """Make an archive of so many directives; seconds of storing the rows, and of indexing them."""
    open_archive(place).close()
    engines = connect(url_of(place))
    words = Words()
    start = time.perf_counter()
    for first in range(0, number // EACH, _BATCH):
        with engines.writing.begin() as connection:
            pages = [_page(words, n) for n in range(first, min(first + _BATCH, number // EACH))]
            connection.execute(documents.insert(), [page for page, _ in pages])
            connection.execute(directives.insert(), [each for _, given in pages for each in given])
    stored = time.perf_counter()
    with engines.writing.begin() as connection:
        index.rebuild(connection)
    indexed = time.perf_counter()
    with engines.reading.connect() as connection:
        connection.execute(
            sa.text("ANALYZE" if engines.reading.name == "postgresql" else "SELECT 1")
        )
        connection.commit()
    engines.reading.dispose()
    return stored - start, indexed - stored


def _page(words: Words, number: int) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The rows of a letter and of what it orders."""
    day = date(2015, 1, 1) + timedelta(days=number % 4000)
    given = [words.office() for _ in range(EACH)]
    texts = [words.directive(assignee) for assignee in given]
    kind, issuer = words.chance.choice(_TYPES), f"UBND huyện {words.place()}"
    code = f"{number % 900 + 1}/{kind}-UBND"
    page = {
        "id": number + 1, "sha256": hashlib.sha256(str(number).encode()).hexdigest(),
        "fingerprint": "f", "parsed_at": "", "schema_version": "1", "status": "ok",
        "text": "\n".join(texts), "path": f"{number}.txt", "media_type": "text/plain", "size": 1,
        "reader": "txt", "header": {}, "footer": {}, "sections": [], "code": code,
        "code_key": code_key(code), "type": kind, "issuer": issuer,
        "issuer_folded": fold(issuer), "place": issuer.removeprefix("UBND huyện "),
        "date_start": day.isoformat(), "date_end": day.isoformat(),
    }  # fmt: skip
    rows = [
        {
            "id": number * EACH + n + 1, "document": number + 1, "record_id": f"d{n + 1}",
            "text": text, "start": 0, "end": len(text), "action": text, "modality": "order",
            "assignees": [assignee], "collaborators": [], "citations": [],
            "labels": [words.chance.choice(_LABELS)], "assignees_folded": fold(assignee),
            "issuer_folded": "", "confidence": 1.0, "rule": "",
            "deadline": (day + timedelta(days=words.chance.randrange(10, 90))).isoformat(),
        }
        for n, (text, assignee) in enumerate(zip(texts, given, strict=True))
    ]  # fmt: skip
    return page, rows


def queries() -> Iterator[tuple[str, dict[str, Any]]]:
    """(words, filters)."""
    words = Words(2)
    chance = words.chance
    for number in range(QUERIES):
        said = words.directive(words.office()).replace(",", "").replace(";", "").split()
        size = chance.randint(2, 4)
        at = chance.randrange(len(said) - size)
        some = said[at : at + size] if number % 2 else chance.sample(said, size)
        filters: dict[str, Any] = {}
        if number % 3 == 0:
            day = date(2015 + chance.randrange(10), 1, 1)
            filters = chance.choice(
                (
                    {"label": chance.choice(_LABELS)},
                    {"issuer": f"huyện {words.place()}"},
                    {"assignee": words.office()},
                    {"type": "CV", "from_": day, "to": day + timedelta(days=90)},
                    {"label": "petition", "due_before": day, "place": words.place()},
                )
            )
        typed = " ".join(some)
        yield fold(typed) if number % 4 == 0 else typed, filters


def ask(archive: Archive, clock: Any) -> tuple[list[float], list[Any]]:
    """Of each query the least seconds of three, and the answer: ids, total, facets."""
    times, answers = [], []
    for words, filters in queries():
        least = 1e9
        for _ in range(3):
            start = clock()
            hits = archive.search(words, facets=True, **filters)
            least = min(least, clock() - start)
        times.append(least)
        answers.append(([row["id"] for row in hits], hits.total, hits.instead, hits.facets))
    return times, answers


def measure(sizes: Iterable[int]) -> list[tuple[str, str, str, float]]:
    """(what, figure, beside what, ratio), the two databases side by side at each size."""
    told = []
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        server = stack.enter_context(running())
        for size in sizes:
            answers = []
            for name, place, clock in (
                ("SQLite", str(folder / f"{size}.db"), time.process_time),
                ("PostgreSQL", server.url(), time.perf_counter),
            ):
                stored, indexed = fill(place, size)
                with open_archive(place) as archive:
                    times, answer = ask(archive, clock)
                answers.append(answer)
                cuts = statistics.quantiles(times, n=20)
                what = f"{name}, {size:,} directives"
                told += [
                    (f"{what}: stored", f"{stored:.0f} s", "a directive a ms", stored * 1e3 / size),
                    ("… indexed", f"{indexed:.0f} s", "stored", indexed / stored),
                ]
                if name == "SQLite":
                    megabytes = Path(place).stat().st_size / 1e6
                    told.append(
                        ("… its file", f"{megabytes:,.0f} MB", "1 KB each", megabytes * 1e3 / size)
                    )
                for share, cost in (
                    ("half", cuts[9]),
                    ("95 of 100", cuts[18]),
                    ("all", max(times)),
                ):
                    said = f"{cost * 1000:.0f} ms"
                    told.append(
                        (f"… {share} of {QUERIES} queries within", said, "0.1 s", cost / LIMIT)
                    )
            assert answers[0] == answers[1], f"the databases differ at {size}"
    return told


def rows() -> list[tuple[str, str, str, float]]:
    return measure(SIZES)


if __name__ == "__main__":
    for line in measure([int(size) for size in sys.argv[1:]] or SIZES):
        print(*line, sep=" | ")
