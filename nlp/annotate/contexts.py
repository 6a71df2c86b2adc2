"""What a heading and the type of a document say about the work told under them.

Headings decide by their words (table ``task_status``): "Kết quả …" holds what was done, "Nhiệm vụ
…", "Giải pháp", "Kiến nghị" list what is to be done, "Hạn chế", "Nguyên nhân" judge. Where no
heading decides the type of the document does, and for an excerpt the tense of its sentences.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from ..model import Block, Document, Modality, TaskStatus
from ..rules import alternatives, table
from ..text import modern_tone

SectionStatus = TaskStatus | Literal["evaluation"]
_EARLY, _SOON = 3, 8  # words that may stand before the deciding word of a heading
_LETTERS = frozenset({"CV", "CT", "CĐ", "CD", "TB", "QĐ", "NQ", "KL", "HD"})
_PLANS = frozenset({"KH", "CTr", "CTR", "PA", "ĐA"})
_REGULATIONS = frozenset({"NĐ", "TT", "QC", "QyĐ", "NĐ-CP", "Luật"})
_REGULATION = re.compile(
    r"^[ \t]*(?:Điều\s+\d+\s*\.|QUY\s+ĐỊNH\s*$|QUY\s+CHẾ\s*$|Quy\s+(?:chế|định)\s+này)",
    re.MULTILINE,
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
    head: bool = False  # the block itself opens a section or a list
    title: bool = False  # the block is a line without full stop: a heading that looks like a task
    modality: Modality | None = None
    issuer: str | None = None
    assignees: tuple[str, ...] = ()


@cache
def _section_rules() -> tuple[re.Pattern[str], dict[str, tuple[SectionStatus, str]]]:
    rules: dict[str, tuple[SectionStatus, str]] = {}
    for row in table("task_status"):
        if row["place"] == "section":
            for word in row["words"]:
                rules[modern_tone(word)] = (row["status"], row.get("open", ""))
    return re.compile(alternatives(list(rules))), rules


def heading_status(title: str) -> tuple[SectionStatus, str] | None:
    """(status, what it lists) that a heading tells of the work under it; None if nothing."""
    pattern, rules = _section_rules()
    plain = modern_tone(title.lower())
    found: tuple[SectionStatus, str] | None = None
    for match in pattern.finditer(plain):
        told = rules[" ".join(match.group().split())]
        if told[0] in ("not_done", "ongoing"):
            return told  # "Chỉ tiêu chưa đạt" is more than "chỉ tiêu"
        before = len(plain[: match.start()].split())
        if found is None and before <= (_EARLY if told[0] == "evaluation" else _SOON):
            found = told
    return found


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


def section_context(status: SectionStatus, opens: str, *, issuer: str | None) -> Context:
    """The context under a heading that says ``status`` and what it lists."""
    return Context(
        status=status,
        tasks=opens == "tasks",
        targets=opens == "targets",
        listed=opens == "tasks",
        modality="plan" if opens else None,
        issuer=issuer,
    )
