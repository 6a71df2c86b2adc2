"""Where a block stands: under results or under tasks, and under which head of a list.

Headings decide by their words (table ``task_status``): "Kết quả …" holds what was done, "Nhiệm vụ …",
"Giải pháp", "Kiến nghị" list what is to be done, "Hạn chế", "Nguyên nhân" judge. A sentence that orders
and ends in a colon opens a list that inherits who orders and who must act; a heading that only names
an agency ("1. Sở Tài chính:") gives the bullets under it their assignee. Without any of these the
type of the document decides, and for an excerpt the tense of its sentences.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from ..model import Block, Document, Modality, TaskStatus
from ..rules import alternatives, table
from ..text import modern_tone

SectionStatus = TaskStatus | Literal["evaluation"]
_EARLY, _SOON = 3, 8  # words that may stand before the deciding word of a heading
_STOPPED = re.compile(r"[.;:,!?…/”\"]\s*\Z")
# A title with sentences in it holds the text itself: a page copied without its lines.
_SENTENCES = re.compile(r"[.…]\s+(?:\d{1,2}\.\s+)?[A-ZĐ]\w*\s.{80}", re.DOTALL)
_CONTENT = frozenset({"heading", "paragraph", "item"})
_LETTERS = frozenset({"CV", "CT", "CĐ", "CD", "TB", "QĐ", "NQ", "KL", "HD"})
_PLANS = frozenset({"KH", "CTr", "CTR", "PA", "ĐA"})
_REGULATIONS = frozenset({"NĐ", "TT", "QC", "QyĐ", "NĐ-CP", "Luật"})
_REGULATION = re.compile(
    r"^[ \t]*(?:Điều\s+\d+\s*\.|QUY\s+ĐỊNH\s*$|QUY\s+CHẾ\s*$|Quy\s+(?:chế|định)\s+này)", re.MULTILINE
)
_SUBJECT = re.compile(r"\bV/v\b")
# What tells the tense of an excerpt without heading: results, or tasks to come.
_PAST = re.compile(
    r"\b(?:đã|được(?!\s+(?:giao|phân\s+công))|so\s+(?:với\s+)?cùng\s+kỳ|tuy\s+nhiên|ước\s+đạt|lũy\s+kế|luỹ\s+kế|hiện\s+có|trong\s+tháng"
    r"|tổng\s+số)\b",
    re.IGNORECASE,
)
_FUTURE = re.compile(
    r"\b(?:dự\s+kiến|phấn\s+đấu|sẽ|phải|cần)\b"
    r"|(?:^|[.;]\s+|[-+]\s+|\d[.)]\s+)(?:Tiếp\s+tục|Tăng\s+cường|Tăng\s+nhanh|Đẩy\s+mạnh|Nâng\s+cao|Tập\s+trung|Chủ\s+động"
    r"|Đảm\s+bảo|Bảo\s+đảm|Xây\s+dựng|Triển\s+khai|Thực\s+hiện|Hoàn\s+thiện|Giao|Đề\s+nghị|Yêu\s+cầu|Phối\s+hợp|Nghiên\s+cứu|Tổ\s+chức|Thường\s+xuyên)\b",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Context:
    """What a block inherits. ``tasks``: sentences here are tasks; ``targets``: figures to reach."""

    status: SectionStatus | None = None
    tasks: bool = False
    targets: bool = False
    listed: bool = False
    letter: bool = False
    sure: bool = True  # False: guessed from the tense of an excerpt
    title: bool = False  # the block is a line without full stop: a heading that looks like a task
    modality: Modality | None = None
    issuer: str | None = None
    assignees: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Frame:
    rank: str
    context: Context


@cache
def _section_rules() -> tuple[re.Pattern[str], dict[str, tuple[SectionStatus, str]]]:
    rules: dict[str, tuple[SectionStatus, str]] = {}
    for row in table("task_status"):
        if row["place"] == "section":
            for word in row["words"]:
                rules[modern_tone(word)] = (row["status"], row.get("open", ""))
    return re.compile(alternatives(list(rules))), rules


def heading_status(title: str) -> tuple[SectionStatus, str] | None:
    """What a heading says of the work under it: (status, "tasks" | "targets" | ""), None if nothing."""
    pattern, rules = _section_rules()
    plain = modern_tone(title.lower())
    for found in pattern.finditer(plain):
        told = rules[" ".join(found.group().split())]
        before = len(plain[: found.start()].split())
        if before <= (_EARLY if told[0] == "evaluation" else _SOON):
            return told
    return None


def rank(block: Block) -> str:
    """The kind of a list marker: blocks of one kind are siblings."""
    marker = (block.marker or "").strip()
    if not marker:
        return "part" if block.kind == "heading" else ""
    bare = marker.strip(".)(-:/ ")
    if not bare:
        return marker
    if re.match(r"(?i:phần|chương|mục|điều)\b", bare):
        return bare.split()[0].lower()
    if re.fullmatch(r"[IVXLC]+", bare):
        return "I"
    if re.fullmatch(r"\d+[a-zđ]?(?:\.\d+[a-zđ]?)*", bare):
        return f"{'(' if marker[0] == '(' else ''}{1 + bare.count('.')}"
    return "A" if bare[:1].isupper() else "a"


def start_context(document: Document) -> Context:
    """What the type of the document says before any heading."""
    kind = document.header.type
    if kind == "BC":
        return Context(status="done")
    if kind in _PLANS:
        return Context(status="planned", tasks=True)
    if kind in _LETTERS:
        return Context(letter=True)
    if kind in _REGULATIONS or (kind is None and _REGULATION.search(document.flat)):
        return Context(status="ongoing")
    if kind is None:
        if _SUBJECT.search(document.flat, 0, 2000):
            return Context(letter=True)
        if len(_FUTURE.findall(document.flat)) > len(_PAST.findall(document.flat)):
            return Context(status="planned", tasks=True)
        return Context(status="done", sure=False)
    return Context()


class Outline:
    """Walks the blocks of a document and keeps what each one inherits."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._base = start_context(document)
        self._stack: list[_Frame] = []
        self._fresh = False  # whether the block before this one opened a list

    def __iter__(self) -> Iterator[tuple[Block, Context]]:
        for block in self._document.blocks:
            if block.kind not in _CONTENT and not (
                block.kind == "title" and _SENTENCES.search(self._document.flat, block.start, block.end)
            ):
                continue
            kind = rank(block)
            self._leave(block, kind)
            context = self._top()
            if not block.marker and block.kind == "paragraph" and not self._fresh:
                context = self._beside()
            self._fresh = False
            if block.kind == "heading":
                context = self._enter(block, kind, context)
            elif block.kind == "paragraph" and not block.marker and not context.listed:
                context = replace(context, title=not _STOPPED.search(self._document.flat, block.start, block.end))
            yield block, context

    def open(self, block: Block, context: Context) -> None:
        """The block just given opens a list whose members inherit ``context``."""
        kind = rank(block) or "head"
        self._stack.append(_Frame(kind, context))
        self._fresh = True

    def _top(self) -> Context:
        return self._stack[-1].context if self._stack else self._base

    def _beside(self) -> Context:
        """The context of a paragraph between the items of a list: that of the list's own place."""
        for frame in reversed(self._stack):
            if frame.rank != "head":
                return frame.context
        return self._base

    def _leave(self, block: Block, kind: str) -> None:
        ranks = [frame.rank for frame in self._stack]
        if kind == "part":
            self._stack.clear()
        elif kind in ranks:
            del self._stack[ranks.index(kind) :]

    def _enter(self, block: Block, kind: str, outer: Context) -> Context:
        """A heading opens a section."""
        title = self._document.flat[max(block.start, block.body) : block.end]
        told = heading_status(title)
        context = replace(outer, assignees=())
        if told is not None:
            status, opens = told
            context = Context(
                status=status,
                tasks=opens == "tasks",
                targets=opens == "targets",
                listed=opens == "tasks",
                modality="plan" if opens else None,
                issuer=outer.issuer,
            )
        self._stack.append(_Frame(kind, context))
        return context
