"""Rows and records -> what a person sees on a terminal: tables, printed figures, quotes.

Nothing is printed here. A document's text may hold anything, so control characters are made visible
and nothing in it is taken for markup.
"""

from __future__ import annotations

import os
import re
import types
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, Group, RenderableType
from rich.table import Table
from rich.text import Text

from .errors import REMEDIES
from .link import reason_words
from .messages import Language, translated

if TYPE_CHECKING:
    from .review import Item

Row = Mapping[str, Any]

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")

# What is said in both languages. Keys that are missing here are shown as they are.
_WORDS: Mapping[str, tuple[str, str]] = types.MappingProxyType(
    {
        # headings
        "assignees": ("assigned to", "giao cho"),
        "citations": ("citations", "viện dẫn"),
        "count": ("count", "số lượng"),
        "dates": ("dates", "thời gian"),
        "deadline": ("deadline", "thời hạn"),
        "detail": ("detail", "chi tiết"),
        "directives": ("directives", "chỉ đạo"),
        "document": ("document", "văn bản"),
        "document_issuer": ("issuer", "cơ quan"),
        "documents": ("documents", "văn bản"),
        "documents_by_type": ("documents by type", "văn bản theo loại"),
        "figures": ("figures", "số liệu"),
        "files": ("files", "tệp"),
        "findings": ("findings", "phát hiện"),
        "id": ("id", "mã"),
        "indicator": ("indicator", "chỉ tiêu"),
        "issuer": ("issuer", "cơ quan"),
        "labels": ("labels", "lĩnh vực"),
        "level": ("level", "mức"),
        "members": ("figures", "số liệu"),
        "message": ("what", "nội dung"),
        "modality": ("kind", "loại"),
        "name": ("name", "tên"),
        "not_read_whole": ("not read whole", "chưa đọc trọn"),
        "outcome": ("outcome", "kết quả"),
        "owners": ("owner", "chủ trì"),
        "path": ("file", "tệp"),
        "period": ("period", "kỳ"),
        "place": ("place", "địa bàn"),
        "problems": ("problems", "vấn đề"),
        "quotes": ("quotes", "trích"),
        "relations": ("relations", "quan hệ số liệu"),
        "remedy": ("remedy", "cách xử lý"),
        "status": ("status", "tình trạng"),
        "this_file": ("it", "tệp này"),
        "archive": ("archive", "kho"),
        "-": ("unknown", "chưa rõ"),
        "version": ("version", "phiên bản"),
        "subject": ("subject", "trích yếu"),
        "tasks": ("tasks", "nhiệm vụ"),
        "text": ("text", "nguyên văn"),
        "type": ("type", "loại"),
        "value": ("printed", "số liệu"),
        "followed": ("tasks", "nhiệm vụ"),
        "given": ("given", "giao nhiệm vụ"),
        "page_short": ("p.", "tr."),
        "proposed": ("proposed", "đề xuất"),
        "reviews": ("to decide", "chờ quyết định"),
        "said": ("says", "nội dung"),
        "score": ("score", "điểm"),
        "state": ("state", "tình trạng"),
        "subject_of_review": ("about", "về"),
        "suggestion": ("suggested", "gợi ý"),
        # values
        "accept": ("accepted", "đã xác nhận"),
        "correct": ("corrected", "đã sửa"),
        "reject": ("rejected", "đã bác"),
        "candidate": ("candidate", "chưa chắc"),
        "done_on_time": ("done on time", "hoàn thành đúng hạn"),
        "done_late": ("done late", "hoàn thành quá hạn"),
        "extended": ("extended", "gia hạn"),
        "label": ("label", "lĩnh vực"),
        "link": ("link", "liên kết"),
        "on_track": ("in progress, within time", "đang thực hiện (trong hạn)"),
        "overdue": ("in progress, overdue", "đang thực hiện quá hạn"),
        "postponed": ("postponed", "tạm dừng"),
        "progressed": ("in progress", "đang thực hiện"),
        "reminded": ("reminded", "đôn đốc"),
        "repeated": ("planned again", "chuyển kỳ sau"),
        "reported_done": ("reported done", "báo cáo đã hoàn thành"),
        "reported_not_done": ("reported not done", "báo cáo chưa thực hiện"),
        "superseded": ("replaced", "bị thay thế"),
        "suspended": ("suspended", "tạm dừng"),
        # searching
        "assignee": ("assigned to", "giao cho"),
        "facets": ("hits by", "kết quả theo"),
        "search_also": ("also searched: {words}", "tìm thêm: {words}"),
        "search_at_least": (
            "{shown} of at least {total} hits are shown",
            "hiện {shown} trong ít nhất {total} kết quả",
        ),
        "search_instead": (
            "no hit for {typed}, shown: {shown}",
            "không có kết quả cho {typed}, hiện kết quả cho: {shown}",
        ),
        "search_total": (
            "{shown} of {total} hits are shown",
            "hiện {shown} trong {total} kết quả",
        ),
        # questions
        "following": (
            "following tasks through {documents} documents; this is done once and kept",
            "đang theo dõi nhiệm vụ qua {documents} văn bản; chỉ làm một lần, kết quả được lưu lại",
        ),
        "ask_decide": (
            "a accept, c correct, r reject, n next, u undo, q quit (what is decided is kept)",
            "d đúng, s sửa, t từ chối, n bỏ qua, h hoàn tác, q thôi (đã quyết định thì được lưu)",
        ),
        "ask_correct_link": (
            "what does the document say? reported_done, progressed, planned or reported_not_done",
            "văn bản nói gì? reported_done (xong), progressed (đang làm), planned (sẽ làm), "
            "reported_not_done (chưa)",
        ),
        "ask_correct_label": (
            "one or two, the main one first: propaganda petition socio_economic other",
            "một hoặc hai nhãn, nhãn chính trước: propaganda (tuyên truyền) petition (đơn thư) "
            "socio_economic (kinh tế - xã hội) other (khác)",
        ),
        "ask_nothing_to_undo": (
            "nothing to undo at this sitting",
            "không có gì để hoàn tác trong lần này",
        ),
        "review_over": (
            "{decided} decided, {left} left; go on with: vanban review",
            "đã quyết định {decided}, còn {left}; làm tiếp bằng: vanban review",
        ),
        "review_done": ("{decided} decided, nothing is left", "đã quyết định {decided}, đã hết"),
        "review_exported": ("{added} lines added to {path}", "đã thêm {added} dòng vào {path}"),
        "consistent": ("consistent", "khớp"),
        "consistent_by_rounding": ("consistent by rounding", "khớp do làm tròn"),
        "done": ("done", "đã thực hiện"),
        "error": ("error", "lỗi"),
        "failed": ("failed", "không đọc được"),
        "inconsistent": ("inconsistent", "không khớp"),
        "info": ("info", "lưu ý"),
        "none": ("nothing found", "không có kết quả"),
        "not_checkable": ("not checkable", "không kiểm được"),
        "not_done": ("not done", "chưa thực hiện"),
        "ok": ("ok", "đã đọc"),
        "ongoing": ("ongoing", "đang thực hiện"),
        "order": ("order", "giao việc"),
        "other": ("other", "khác"),
        "partial": ("partial", "đọc một phần"),
        "petition": ("petition", "đơn thư"),
        "plan": ("plan", "kế hoạch"),
        "planned": ("planned", "sẽ thực hiện"),
        "propaganda": ("propaganda", "tuyên truyền"),
        "reported": ("reported", "đã báo cáo"),
        "request": ("request", "đề nghị"),
        "socio_economic": ("socio-economic", "kinh tế - xã hội"),
        "unchanged": ("unchanged", "không đổi"),
        "warning": ("warning", "cảnh báo"),
        # of a machine, of an archive's parts
        "doctor": ("what this machine can do", "máy này làm được những gì"),
        "doctor.ok": ("ok", "tốt"),
        "doctor.absent": ("absent", "chưa có, không bắt buộc"),
        "doctor.missing": ("missing", "thiếu"),
        "verified": ("the archive's parts", "các phần của kho"),
        "verified.ok": ("ok", "tốt"),
        "verified.failed": ("failed", "hỏng"),
    }
)
_LONG = 160  # characters of a text in a table
_SHORT = 18  # screen columns that a short value may take at most
_STYLES = types.MappingProxyType(
    {
        "error": "red",
        "failed": "red",
        "missing": "red",
        "inconsistent": "red",
        "warning": "yellow",
        "partial": "yellow",
    }
)

# The columns of a table of each kind; the first that may not be cut is the text itself.
_SHOWN: Mapping[str, tuple[str, ...]] = types.MappingProxyType(
    {
        "figures": ("indicator", "value", "period", "place", "document"),
        "directives": ("text", "assignees", "deadline", "labels", "document"),
        "documents": ("document", "document_issuer", "subject", "figures", "directives", "tasks"),
        "tasks": ("id", "text", "labels", "status", "owners", "deadline", "document"),
        "followed": ("id", "text", "state", "proposed", "owners", "deadline", "document"),
        "reviews": ("id", "subject_of_review", "text", "said", "suggestion", "score"),
        "findings": ("level", "message", "quotes", "document"),
        "files": ("path", "status", "message", "remedy"),
        "relations": ("type", "members", "outcome"),
        "problems": ("message",),
        "doctor": ("name", "status", "detail", "remedy"),
        "verified": ("name", "status", "detail", "remedy"),
    }
)
_MESSAGES = frozenset({"message", "remedy", "detail", "name"})  # columns of what is said in English
# The columns that share what width is left, and in what proportion.
_WIDE: Mapping[str, int] = types.MappingProxyType(
    {
        "path": 2,
        "remedy": 2,
        "text": 3,
        "said": 3,
        "message": 3,
        "indicator": 3,
        "subject": 3,
        "quotes": 2,
        "members": 3,
        "detail": 2,
    }
)


def word(key: str, lang: Language) -> str:
    """A heading or a fixed value in the reader's language."""
    return _WORDS[key][lang == "vi"] if key in _WORDS else key


def visible(text: str) -> str:
    """A text on one line, without characters that steer a terminal."""
    return " ".join(_CONTROL.sub(_shown, text).split())


def shorten(text: str) -> str:
    """A long text cut at a word; the record has the whole."""
    return text if len(text) <= _LONG else text[:_LONG].rsplit(" ", 1)[0] + " …"


def _shown(match: re.Match[str]) -> str:
    character = match.group()
    return " " if character in "\t\n\r\u2028\u2029" else f"\\u{ord(character):04x}"


def near(path: str) -> str:
    """A path as seen from here, if it is below."""
    try:
        return str(Path(path).relative_to(Path.cwd()))
    except ValueError:
        return path


def facets(counted: Mapping[str, Iterable[tuple[str, int]]], lang: Language) -> RenderableType:
    """One line a facet: its values with how many hits have each."""
    lines = [
        Text.assemble(
            (f"  {word(name, lang)}: ", "bold"),
            visible(", ".join(f"{word(value, lang)} {number}" for value, number in values)),
        )
        for name, values in counted.items()
    ]
    return Group(Text(word("facets", lang), style="bold"), *lines) if lines else Text("")


def table(kind: str, rows: Iterable[Row], lang: Language, *, title: str = "") -> RenderableType:
    """A table of rows, or a line that says there are none; on a narrow screen one row a block."""
    heading = Text(title or word(kind, lang), style="bold")
    names = _SHOWN[kind]
    cells = [[_cell(kind, name, row, lang) for name in names] for row in rows]
    if not cells:
        return Group(heading, Text(f"  {word('none', lang)}", style="dim"))
    return _Rows(heading, names, [Text(word(name, lang)) for name in names], cells)


@dataclass(frozen=True, slots=True)
class _Rows:
    """Rows that are laid out when the screen's width is known."""

    title: Text
    names: Sequence[str]
    headings: Sequence[Text]
    cells: Sequence[Sequence[Text]]

    def __rich_console__(self, _: Console, options: ConsoleOptions) -> Iterator[RenderableType]:
        widths = self._widths(options.max_width)
        if widths:
            yield self._table(widths)
        else:
            yield self.title
            yield from map(self._block, self.cells)

    def _widths(self, screen: int) -> list[int]:
        """How wide each column is on a screen; nothing if the screen is too narrow for a table.

        What is left over when each has its least goes half to the columns of short values, as far
        as they can use it, and else to those of sentences.
        """
        columns = list(zip(self.headings, *self.cells, strict=True))
        shares = [_WIDE.get(name, 0) for name in self.names]
        least = [
            6 * share + 6 if share else min(_longest(column, None), _SHORT)
            for share, column in zip(shares, columns, strict=True)
        ]
        room = screen - 1 - 3 * len(columns) - sum(least)
        if room < 0:
            return []
        useful = [
            0 if share else min(_longest(column, "\n"), _SHORT) - low
            for share, column, low in zip(shares, columns, least, strict=True)
        ]
        given = min(sum(useful), room // 2 if any(shares) else room)
        widths = [
            low + more * given // max(sum(useful), 1)
            for low, more in zip(least, useful, strict=True)
        ]
        room -= sum(widths) - sum(least)
        total = max(sum(shares), 1)
        return [width + room * share // total for width, share in zip(widths, shares, strict=True)]

    def _table(self, widths: Sequence[int]) -> Table:
        shown = Table(title=self.title, title_justify="left", header_style="bold")
        for heading, width in zip(self.headings, widths, strict=True):
            shown.add_column(heading, overflow="fold", width=width)
        for row in self.cells:
            shown.add_row(*row)
        return shown

    def _block(self, row: Sequence[Text]) -> RenderableType:
        """The first cell as a heading, then each that says something beside its name."""
        told = Table.grid(padding=(0, 1))
        told.add_column(style="dim")
        told.add_column(overflow="fold")
        for heading, cell in zip(self.headings[1:], row[1:], strict=True):
            if cell:
                told.add_row(Text(f"  {heading}"), cell)
        return Group(Text(""), Text.assemble(row[0], style="bold"), told)


def _longest(cells: Iterable[Text], separator: str | None) -> int:
    """The screen columns of the longest part: of a word if there is no separator, or of a line."""
    parts = (part for cell in cells for part in cell.plain.split(separator))
    return max(map(cell_len, parts), default=0)


def _cell(kind: str, name: str, row: Row, lang: Language) -> Text:
    if name == "document":
        return Text(_document(row))
    if name == "value":
        return Text(visible(row["text"]))
    if name == "text":
        return Text(shorten(visible(row["text"])))
    if name == "text" and row.get("highlights"):
        return _marked(row["snippet"], row["highlights"])
    if name == "quotes":
        return Text("\n".join(f"“{visible(quote['text'])}”" for quote in row["evidence"]))
    if kind == "findings" and name == "message" and lang == "vi":
        return Text(visible(row["message_vi"]))
    if name == "deadline":
        return Text(visible(row["deadline"] or row["deadline_text"] or ""))
    if (own := f"{kind}.{row[name]}") in _WORDS:  # what a value means in tables of this kind
        return Text(word(own, lang), _STYLES.get(row[name], ""))
    if name in _MESSAGES:
        said = row[name] or ""
        if "path" in row:  # it stands beside the message
            said = said.replace(row["path"], word("this_file", lang))
        return Text(visible(translated(said, lang)))
    return plain(row[name], lang)


def plain(value: Any, lang: Language) -> Text:
    """A value as text: fixed words in the reader's language, lists joined, paths shortened."""
    if value is None:
        return Text("")
    if isinstance(value, str):
        said = word(value, lang)
        return Text(
            near(visible(said)) if os.sep in said else visible(said), _STYLES.get(value, "")
        )
    if isinstance(value, Mapping):
        return Text(", ".join(f"{word(k or '-', lang)}: {v}" for k, v in value.items()))
    if isinstance(value, Sequence):
        return Text(", ".join(visible(word(str(item), lang)) for item in value))
    return Text(str(value))


def _document(row: Row) -> str:
    """How people name a document: its code and date, or else its file."""
    code, day = row.get("document_code"), row.get("document_date")
    if code and day:
        return f"{visible(code)} ({day})"
    return visible(code or Path(row.get("path") or row["evidence"][0]["path"]).name)


def _marked(text: str, highlights: Iterable[Sequence[int]]) -> Text:
    marked, last = Text(), 0
    for start, end in highlights:
        marked.append(_CONTROL.sub(_shown, text[last:start]))
        marked.append(_CONTROL.sub(_shown, text[start:end]), style="bold underline")
        last = end
    marked.append(_CONTROL.sub(_shown, text[last:]))
    return marked


# A task of one document has no directive beside it yet.
_UNTRACKED = types.MappingProxyType({"owners": None, "deadline": None, "deadline_text": None})


def document(parsed: Row, lang: Language) -> RenderableType:
    """A parsed document's record: what it is, then what it says."""
    header, figures = parsed["header"], {f["id"]: f["text"] for f in parsed["figures"]}
    home = {
        "path": parsed["source"]["path"],
        "document_code": header["code"],
        "document_date": header["date"] and header["date"]["text"],
    }
    title = Text(visible(f"{near(home['path'])}  "), style="bold")
    for part in (header["issuer"], header["code"], header["subject"]):
        title.append(visible(f"{part}  ") + "  " if part else "", style="bold")
    relations = [
        {**relation, "members": [figures[i] for i in _members(relation) if i in figures]}
        for relation in parsed["relations"]
    ]
    parts = [
        ("figures", [{**f, "period": (f["period"] or {}).get("name")} for f in parsed["figures"]]),
        ("relations", relations),
        ("directives", parsed["directives"]),
        (
            "tasks",
            [
                {**t, "owners": None, "deadline": None, "deadline_text": None}
                for t in parsed["tasks"]
            ],
        ),
        ("problems", parsed["problems"]),
    ]
    return Group(
        title, *(table(kind, [home | r for r in rows], lang) for kind, rows in parts if rows)
    )


def timeline(task: Row, lang: Language) -> RenderableType:
    """A followed task: what was given to whom, then what each document says of it, quoted."""
    facts_of = {
        "state": task["state"],
        "proposed": task["proposed"],
        "owners": task["owners"],
        "deadline": task["deadline"] or task["deadline_text"],
        "issuer": task["issuer"],
        "labels": task["labels"],
    }
    parts: list[RenderableType] = [
        Text(visible(f"{task['id']}  {task['action']}"), style="bold"),
        facts({name: value for name, value in facts_of.items() if value}, lang),
        _moment(task["opened"], "given", task, lang),
    ]
    parts += [_event(event, lang) for event in task["events"]]
    return Group(*parts)


def _event(event: Row, lang: Language) -> Text:
    told = _moment(event["day"], event["kind"], event, lang)
    notes = [
        event["deadline"] and f"{word('deadline', lang)}: {event['deadline']}",
        event["done_on"] and f"{word('done', lang)}: {event['done_on']}",
        f"{word('score', lang)}: {event['score']}",
        word("candidate", lang) if event["candidate"] else "",
        event["verdict"] and f"{word(event['verdict'], lang)} ({event['decided_by']})",
        *(_because(reason, lang) for reason in event["reasons"]),
    ]
    told.append("\n    " + visible("; ".join(note for note in notes if note)), style="dim")
    return told


def _because(reason: Row, lang: Language) -> str:
    code: str = reason["code"]
    said = reason_words(lang).get(code, code)
    return f"{said} ({reason['text']})" if reason["text"] else said


def _moment(day: str | None, kind: str, place: Row, lang: Language) -> Text:
    """A day, what happened, and the words of the document with their place in it."""
    code = place.get("document_code") or place.get("code") or ""
    page = f", {word('page_short', lang)} {place['page']}" if place.get("page") else ""
    told = Text(f"\n{day or '?'}  ")
    told.append(word(kind, lang), style="bold")
    told.append(f"  {visible(code)}\n    “{visible(place['text'])}”\n    ")
    where = f"{near(place['path'])}{page}, {place['start']}-{place['end']}"
    told.append(visible(where), style="dim")
    return told


def review(item: Item, number: int, total: int, lang: Language) -> RenderableType:
    """Something to decide: the task, what a document says of it, and what is suggested."""
    task, event = item.task, item.event
    head = Text(f"\n{number}/{total}  ", style="bold")
    head.append(word(item.subject, lang), style="bold")
    parts: list[RenderableType] = [head]
    if event is None:
        parts.append(_moment(task["document_date"], "tasks", task, lang))
    else:
        parts += [_moment(task["opened"], "given", task, lang), _event(event, lang)]
    suggested = ", ".join(word(name, lang) for name in item.suggestion)
    parts.append(Text(f"\n{word('suggestion', lang)}: {suggested}"))
    return Group(*parts)


def _members(relation: Row) -> list[str]:
    names = ("total", "part", "whole", "ratio", "percent", "current", "previous")
    more = ("change", "change_abs", "change_percent", "a", "b")
    return [relation[name] for name in (*names, *more) if relation[name]] + list(relation["parts"])


def problems(parsed: Row) -> Iterator[tuple[str, str]]:
    """Each problem once, with its pages and what to do about it."""
    pages: dict[tuple[str, str], list[int | None]] = {}
    for problem in parsed["problems"]:
        pages.setdefault((problem["code"], problem["message"]), []).append(problem["page"])
    for (code, message), numbers in pages.items():
        remedy = REMEDIES.get(code, "")
        if numbers[0] is None:
            yield message, remedy
        elif len(numbers) == 1:
            yield f"page {numbers[0]}: {message}", remedy
        else:
            yield f"{len(numbers)} of {parsed['source']['pages']} pages: {message}", remedy


def facts(record: Row, lang: Language) -> RenderableType:
    """A record as two columns, name and value."""
    shown = Table.grid(padding=(0, 2))
    for name, value in record.items():
        shown.add_row(Text(word(name, lang), style="bold"), plain(value, lang))
    return shown
