"""The archive: what is remembered of parsed documents, and every question put to it.

    with nlp.open_archive("archive.db") as archive:
        archive.search("don thu ton dong", label="petition").to_frame()

One file of SQLite (write-ahead log: readers are never blocked). A document is known by the hash
of its bytes: the same content under two paths is one document with two paths. Everything of a
document is written in one transaction; reading it again replaces it whole, so any run may be
repeated.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import IO, TYPE_CHECKING, Any, Literal, Self

import sqlalchemy as sa

from ..errors import UsageError
from ..model import Finding, Parsed
from ..text import fold, squeeze
from . import search as index
from . import store, upkeep
from .between import settle
from .engine import connect, shown, url_of
from .filters import Filters
from .query import Query
from .ready import Ready
from .rows import KINDS, Row, Rows, as_row, as_rows, rows_of
from .search import Hits
from .tables import (
    ARCHIVE_VERSION,
    FAMILIES,
    documents,
    figures,
    files,
    findings,
)
from .topics import widen
from .tracking import Tracking, states_named

if TYPE_CHECKING:
    from ..batch import Outcome, Report
    from ..settings import Settings

__all__ = ["Archive", "Hits", "Row", "Rows", "open_archive"]

Searchable = Literal["directives", "documents", "figures"]


def open_archive(url: str | Path, *, create: bool = True) -> Archive:
    """The archive in a file (``archive.db``) or at a database URL (``sqlite:///archive.db``).

    Args:
        url: a path or an SQLAlchemy URL.
        create: make a new archive if there is none.

    Raises:
        UnreadableInputError: there is no archive, and ``create`` is false.
        UsageError: the URL is of no database, or of one that cannot hold an archive.
        ArchiveError: it is locked, damaged, something else, or made by a newer version.

    >>> with open_archive("sqlite://") as archive:  # in memory
    ...     archive.status()["documents"]
    0
    """
    return Archive(url, create=create)


_GRAVEST = ("error", "warning", "info")


class Archive:
    """Documents and their facts in a database. Close it, or use it in a ``with`` block.

    Every question answers with ``Rows``: plain dicts (days are ISO strings, offsets are code
    points into the document's text), and ``to_frame()`` makes a pandas frame of them. Any call
    raises ``ArchiveError`` when the database is locked, damaged or gone.

    The examples of the methods go on from this one.

    >>> from datetime import date
    >>> import nlp
    >>> letter = nlp.parse('''UBND HUYỆN TRÀ GIANG
    ... Số: 57/UBND-NC
    ... Trà Giang, ngày 08 tháng 4 năm 2024
    ... Quý I/2024, các xã tiếp nhận 276 đơn, gồm 212 đơn khiếu nại và 66 đơn kiến nghị.
    ... Giao Thanh tra huyện giải quyết 05 đơn tồn đọng trước ngày 31/7/2024.
    ... ''')
    >>> archive = nlp.open_archive("sqlite://")  # in memory
    >>> archive.add(letter, found=nlp.check([letter]), fingerprint="default", path="cv-57.txt")
    >>> archive.figures().to_frame()[["text", "period"]]
          text   period
    0  276 đơn  2024-Q1
    1  212 đơn  2024-Q1
    2   66 đơn  2024-Q1
    3   05 đơn      NaN
    """

    def __init__(self, url: str | Path, *, create: bool = True) -> None:
        self._url = url_of(url)
        self._engine, self._writer = self._engines = connect(self._url)
        self._tracking = Tracking(self._engine, self._writer)
        try:
            upkeep.prepare(self._url, self._engines, create=create)
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"Archive({shown(self._url)!r})"

    @property
    def path(self) -> Path | None:
        """The archive's file; None if it is in memory or on a server.

        >>> archive.path is None
        True
        """
        local = self._url.get_backend_name() == "sqlite" and self._url.database
        return Path(local) if local else None

    def close(self) -> None:
        """Let go of the database; an archive in memory is gone then.

        >>> archive.close()
        """
        self._engine.dispose()

    def backup(self, out: str | Path) -> Path:
        """Copy the archive, as it is now, to a new file; others may read and write it meanwhile.

        Returns:
            The file: a SQLite archive or, of one in PostgreSQL, what ``pg_restore`` takes.

        Raises:
            UsageError: ``out`` exists already, or its folder does not.
            MissingDependencyError: PostgreSQL's ``pg_dump`` is not installed.

        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     copy = archive.backup(f"{folder}/copy.db")
        ...     with nlp.open_archive(copy) as copied:
        ...         len(copied.figures())
        4
        """
        return upkeep.backup(self._url, self._engines, Path(out))

    def verify(self) -> Rows:
        """Read all that is stored and say of each part whether it is whole.

        Returns:
            For each part its ``name``, ``status`` ("ok" or "failed"), ``detail`` and ``remedy``.

        >>> {line["name"]: line["status"] for line in archive.verify()}["search"]
        'ok'
        """
        return Rows(upkeep.verify(self._engines))

    def ingest(
        self,
        paths: str | Path | Iterable[str | Path],
        *,
        jobs: int | None = None,
        settings: Settings | None = None,
        progress: Callable[[Outcome, int, int], None] | None = None,
    ) -> Report:
        """Read files and folders into this archive; what it holds already is not read again.

        Args:
            paths: a file, a folder that is walked, or several.
            jobs: worker processes; None: one for each core.
            settings: of reading, and the limits of time and memory for one document.
            progress: called with each outcome, how many are done, and of how many.

        Returns:
            What became of each path: ``outcomes``, ``count("failed")``, ``troubled``, ``seconds``.
            A bad file is an outcome, no error.

        Raises:
            ArchiveError: the archive cannot be written; what was written stays.
            ConfigurationError: a rule table or the model does not load.

        >>> report = archive.ingest("corpora/samples/cv-hailinh-2890-2023.pdf", jobs=1)
        >>> [(outcome.status, outcome.message) for outcome in report.outcomes]
        [('ok', '')]
        """
        from ..batch import ingest

        several = [paths] if isinstance(paths, str | Path) else paths
        return ingest(several, self, jobs=jobs, settings=settings, progress=progress)

    def export(self, kind: str, out: str | Path | IO[bytes], *, format: str = "csv") -> None:
        """Write all rows of a kind to a file or an open binary stream; no cell runs as a formula.

        Args:
            kind: "documents", "figures", "directives", "tasks", "findings", …: see ``rows``.
            out: a path, which appears only when it is complete, or a stream.
            format: "csv", "xlsx", "jsonl" or "parquet".

        Raises:
            UsageError: there is no such kind or format, or the file cannot be written.
            MissingDependencyError: the format's package is not installed.

        >>> import io
        >>> out = io.BytesIO()
        >>> archive.export("directives", out, format="jsonl")
        >>> b"Thanh tra" in out.getvalue()
        True
        """
        from ..export import write

        write(self.rows(kind), format, out)

    # -- writing -----------------------------------------------------------------------------------

    @staticmethod
    def prepare(parsed: Parsed, found: Iterable[Finding] = ()) -> Ready:
        """Make a document and its findings ready for ``add``: any process can, with no archive.

        >>> archive.add(archive.prepare(letter), fingerprint="default", path="cv-57.txt")
        """
        return Ready.of(parsed, found)

    def add(
        self,
        parsed: Parsed | Ready,
        *,
        fingerprint: str,
        found: Iterable[Finding] = (),
        path: str | None = None,
        seconds: float | None = None,
    ) -> None:
        """Store a parsed document, its findings and how it was read, in one transaction.

        What the archive held of the same content is replaced. A path that held another content
        before now belongs to this document; a document left without any path is forgotten.

        Args:
            parsed: the document; or what ``prepare`` made of it and its findings.
            fingerprint: of the settings it was read with (``Settings.fingerprint``).
            found: the findings within the document.
            path: where it was found; None: the path in its source.
            seconds: what reading it cost.

        >>> report = nlp.parse("Quý I, xã tiếp nhận 12 đơn.")
        >>> archive.add(report, fingerprint=nlp.Settings().fingerprint, path="bc.txt")
        >>> archive.status()["documents"]
        2
        """
        ready = parsed if isinstance(parsed, Ready) else self.prepare(parsed, found)
        with self._writer.begin() as connection:
            store.put(connection, ready, fingerprint=fingerprint, path=path, seconds=seconds)

    def add_path(self, path: str, sha256: str) -> None:
        """Record one more place where a known content is found.

        >>> archive.add_path("a copy of cv-57.txt", letter.source.sha256)
        >>> archive.status()["files"]
        {'ok': 2}
        """
        with self._writer.begin() as connection:
            store.put_path(connection, path, sha256)

    def add_failure(self, path: str, *, code: str, message: str, remedy: str = "") -> None:
        """Record that a file could not be read, and why; what it held before stays known.

        >>> archive.add_failure("scan.pdf", code="needs_ocr", message="a scan without text")
        >>> archive.status()["not_read_whole"].to_frame()[["path", "code"]]
               path       code
        0  scan.pdf  needs_ocr
        """
        reason = {"code": code, "message": message, "remedy": remedy}
        with self._writer.begin() as connection:
            store.put_failure(connection, path, reason)

    # -- what is known -----------------------------------------------------------------------------

    def known(self, sha256: str, fingerprint: str) -> bool:
        """Whether this content has been read with these settings.

        >>> archive.known(letter.source.sha256, "default")
        True
        """
        same = (documents.c.sha256 == sha256, documents.c.fingerprint == fingerprint)
        with self._engine.begin() as connection:
            return connection.scalar(sa.select(documents.c.id).where(*same)) is not None

    def parsed(self) -> Iterator[Parsed]:
        """Every document as it was parsed, in the order it came; one at a time in memory.

        >>> [parsed.header.code for parsed in archive.parsed()]
        ['57/UBND-NC']
        """
        with self._engine.begin() as connection:
            keys = connection.scalars(sa.select(documents.c.id).order_by(documents.c.id)).all()
        for key in keys:
            yield self._parsed(key)

    def text(self, document: str) -> str:
        """A document's text, by its id ("sha256:…"); "" if the archive does not hold it.

        >>> archive.text(letter.id) == letter.text
        True
        """
        this = documents.c.sha256 == document.removeprefix("sha256:")
        with self._engine.begin() as connection:
            return connection.scalar(sa.select(documents.c.text).where(this)) or ""

    def _parsed(self, key: int) -> Parsed:
        with self._engine.begin() as connection:
            return store.get(connection, key)

    def status(self) -> Row:
        """Counts of documents, facts and findings; the files that failed or are partial.

        >>> held = archive.status()
        >>> held["documents_by_type"], held["figures"], held["findings"]
        ({'CV': 1}, 4, {'error': 1})
        """
        with self._engine.begin() as connection:

            def counts(column: sa.Column[Any]) -> dict[str, int]:
                grouped = sa.select(column, sa.func.count()).group_by(column).order_by(column)
                return dict(connection.execute(grouped).all())

            def size(table: sa.Table) -> int:
                return connection.scalar(sa.select(sa.func.count()).select_from(table)) or 0

            answer: Row = {
                "archive": shown(self._url),
                "version": ARCHIVE_VERSION,
                "documents": size(documents),
                "documents_by_type": counts(documents.c.type),
                "files": counts(files.c.status),
                **{family: size(table) for family, table in FAMILIES.items()},
                "findings": counts(findings.c.level),
            }
            wanted = rows_of("files").where(files.c.status != "ok").order_by(files.c.path)
            answer["not_read_whole"] = as_rows(connection.execute(wanted).mappings())
        return answer

    # -- questions ---------------------------------------------------------------------------------

    def search(
        self,
        query: str = "",
        *,
        in_: Searchable = "directives",
        label: str | None = None,
        issuer: str | None = None,
        assignee: str | None = None,
        place: str | None = None,
        type: str | None = None,
        state: str | None = None,
        due_after: date | None = None,
        due_before: date | None = None,
        from_: date | None = None,
        to: date | None = None,
        topic: bool = False,
        facets: bool = False,
        limit: int = 50,
    ) -> Hits:
        """Directives, documents or figures that speak of ``query``, best first.

        Any string is a valid query, with or without accents; "words in quotes" stand together; the
        last word may be the beginning of one; no words at all ask for everything that the filters
        let through. If nothing is found, words that are nowhere are taken for the nearest that are
        somewhere. Names match in part, by whole words, and without regard to accents.

        Args:
            query: words, a phrase in quotes, or a document's code.
            in_: what to look for.
            label: a topic of the directive.
            issuer: who issued the document or gave the directive.
            assignee: who is to act.
            place: where the document is dated from, or where the figure is of.
            type: of the document: "CV", "BC", …
            state: a code of the state in which the directive's task is today: "overdue", …
            due_after: the directive's deadline is that day or later.
            due_before: the directive's deadline is that day or earlier.
            from_: the document is dated that day or later.
            to: the document is dated that day or earlier.
            topic: search for other words of the same topic, too; ``also`` names them.
            facets: count the hits by label, issuer, assignee, place, type, and by state where
                tasks are followed already.
            limit: how many rows at most.

        Returns:
            The kind's columns, and ``snippet`` with ``highlights`` ([start, end] in it); see
            ``Hits`` for what else there is to say of them.

        Raises:
            UsageError: a filter that the kind does not have, or a state that there is not.

        >>> hits = archive.search("don ton dong", assignee="thanh tra", facets=True)
        >>> hits[0]["action"], hits[0]["deadline"]
        ('giải quyết 05 đơn tồn đọng trước ngày 31/7/2024', '2024-07-31')
        >>> hits.facets["label"]
        (('petition', 1),)
        >>> "khiếu kiện" in archive.search("khiếu nại", topic=True).also
        True
        """
        filters = Filters(
            label=label, issuer=issuer, assignee=assignee, place=place, type=type,
            state=None if state is None else states_named(state),
            from_=from_, to=to, due_after=due_after, due_before=due_before,
        )  # fmt: skip
        filters.fit(in_)
        if state is not None:
            self._tracking.refresh()
        typed = Query.read(query)
        wider = widen(self._engines, typed) if topic and typed.phrases else None
        with self._engine.begin() as connection:
            states = None
            if in_ == "directives" and (state or (facets and self._tracking.followed(connection))):
                states = self._tracking.states
            asked = index.Search(
                connection=connection, kind=in_, filters=filters, limit=limit, facets=facets,
                states=states, wider=wider,
            )  # fmt: skip
            return asked.answer(typed)

    def figures(
        self, *, indicator: str | None = None, place: str | None = None, period: str | None = None
    ) -> Rows:
        """An indicator over periods, places and issuers, in that order.

        Args:
            indicator: words of what is measured, with or without accents.
            place: words of the figure's place, or of the place its document is dated from.
            period: a name ("2024-H1", "2024-Q3") or words ("6 tháng đầu năm 2024").

        Raises:
            UsageError: ``period`` cannot be read as one.

        >>> found = archive.figures(indicator="don khieu nai", period="quý I năm 2024")
        >>> [(row["indicator"], row["value"], row["unit"]) for row in found]
        [('đơn khiếu nại', 212, 'đơn')]
        """
        conditions = [] if period is None else [_in_period(period)]
        if place:
            conditions.append(_contains(figures.c.place_folded, place))
        if indicator:
            words = fold(squeeze(indicator)).split()
            conditions += [_contains(figures.c.indicator_folded, word) for word in words]
        by_time = (figures.c.period_start.nulls_first(), documents.c.date_start.nulls_first())
        order = (figures.c.indicator_folded, *by_time, figures.c.id)
        return self._rows("figures", *conditions, order=order)

    def tasks(
        self,
        *,
        state: str | None = None,
        label: str | None = None,
        owner: str | None = None,
        due_before: date | None = None,
        on: date | None = None,
    ) -> Rows:
        """Tasks followed from the directive that gives them, as they stand on a day, by deadline.

        Args:
            state: a code (``overdue``), its official words, ``done``, ``open``, ``late``, or
                ``proposed``: a report that says it is done waits to be accepted.
            label: a topic.
            owner: who is to act, in part and without regard to accents.
            due_before: the deadline that holds on that day is that day or earlier.
            on: the day; None: today.

        Returns:
            Each task with ``state``, ``proposed``, the deadline that holds, and its ``events``.

        Raises:
            UsageError: there is no such state.

        >>> (task,) = archive.tasks(owner="thanh tra", on=date(2024, 8, 15))
        >>> task["state"], task["owners"]
        ('overdue', ['Thanh tra huyện'])
        >>> archive.tasks(state="overdue", on=date(2024, 5, 1))
        ()
        """
        on = on or _today()
        return self._tracking.tasks(
            on=on, state=state, label=label, owner=owner, due_before=due_before
        )

    def task(self, ref: str, *, on: date | None = None) -> Row:
        """One task by its id ("1f0c9a77b2d4:d3"), with its events up to a day (None: today).

        Raises:
            UsageError: there is none.

        >>> (task,) = archive.tasks()
        >>> archive.task(task["id"], on=date(2024, 5, 1))["state"]
        'on_track'
        """
        found = self._tracking.tasks(on=on or _today(), ref=ref)
        if len(found) != 1:
            raise UsageError(f"no task {ref!r}", remedy="ids are listed by: vanban tasks")
        return found[0]

    @property
    def tracking(self) -> Tracking:
        """What is decided of links and labels: for ``nlp.review``.

        >>> archive.tracking.decisions("link")
        {}
        """
        return self._tracking

    def check(self) -> Rows:
        """The findings within all documents and between them, errors first.

        >>> [(row["level"], row["steps"]) for row in archive.check()]
        [('error', ['212 + 66 = 278'])]
        """
        settle(self._engine, self._writer, self._parsed)
        found = self._rows("findings", order=(findings.c.id,))
        return Rows(sorted(found, key=lambda row: _GRAVEST.index(row["level"])))

    def rows(self, kind: str) -> Iterator[Row]:
        """All rows of a kind, one after the other: for exports of any size.

        Kinds: "documents", "figures", "directives", "tasks", "findings", "relations", "dates",
        "citations" and "files". What each holds is ``nlp.archive.rows.COLUMNS``.

        Raises:
            UsageError: there is no such kind.

        >>> [row["text"] for row in archive.rows("dates")][:2]
        ['ngày 08 tháng 4 năm 2024', 'Quý I/2024']
        """
        if kind not in KINDS:
            raise UsageError(f"no rows of kind {kind!r}", remedy=f"kinds: {', '.join(KINDS)}")
        with self._engine.begin() as connection:
            wanted = rows_of(kind).execution_options(yield_per=1000)
            yield from map(as_row, connection.execute(wanted).mappings())

    def _rows(
        self,
        kind: str,
        *conditions: sa.ColumnElement[bool],
        order: tuple[sa.ColumnElement[Any], ...],
    ) -> Rows:
        with self._engine.begin() as connection:
            wanted = rows_of(kind).where(*conditions).order_by(*order)
            return as_rows(connection.execute(wanted).mappings())


# -- helpers -------------------------------------------------------------------------------------


def _today() -> date:
    return datetime.now().astimezone().date()


def _contains(column: sa.ColumnElement[str], words: str) -> sa.ColumnElement[bool]:
    return column.contains(fold(squeeze(words)), autoescape=True)


_PERIOD_NAME = re.compile(r"\d{4}(?:-(?:H[12]|Q[1-4]|\d{1,2}M?))?")  # as intervals.name_of says it


def _in_period(words: str) -> sa.ColumnElement[bool]:
    from ..annotate.periods import parse_period

    column = figures.c.period_name
    period = parse_period(words)
    if period is None:
        name = words.strip().upper()
        if _PERIOD_NAME.fullmatch(name) is None:
            remedy = "say which one, with its year: 2024-Q1, quý I/2024"
            raise UsageError(f"{words!r} is no period", remedy=remedy)
        return column == name
    if period.name:
        return column == period.name
    start, end = period.start_date, period.end_date
    if start is None or end is None:
        raise UsageError(f"period {words!r} has no year", remedy="say which year: quý I/2024")
    return sa.and_(
        figures.c.period_start >= start.isoformat(), figures.c.period_end <= end.isoformat()
    )
