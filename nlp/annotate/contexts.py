"""What a heading and the type of a document say about the work told under them.

Headings decide by their words (table ``task_status``): "Kết quả …" holds what was done, "Nhiệm vụ
…", "Giải pháp", "Kiến nghị" list what is to be done, "Hạn chế", "Nguyên nhân" judge. Where no
heading decides the type of the document does, and for an excerpt the tense of its sentences.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import Literal

from ..model import Block, Document, Modality, TaskStatus
from ..rules import alternatives, table
from ..text import modern_tone
from .agencies import verbs
from .lexicon import words

SectionStatus = TaskStatus | Literal["evaluation"]
_Told = tuple[SectionStatus, str]
_BARE = frozenset({"action", "manner", "performative", "join"})
_GLANCE = 60  # characters of a sentence in which its figure would stand
_SURE = 50  # starts by which one tense leads: no need to read on
_EARLY, _SOON = 3, 8  # words that may stand before the deciding word of a heading
_ORDERS = frozenset({"CV", "CT", "CĐ", "CD", "TB", "QĐ", "NQ", "KL", "HD"})
PROPOSALS = frozenset({"TTr", "TTR"})
_DECISIONS = frozenset({"QĐ", "NQ"})
_PLANS = frozenset({"KH", "CTr", "CTR", "PA", "ĐA"})
_REGULATIONS = frozenset({"NĐ", "TT", "QC", "QyĐ", "NĐ-CP", "Luật"})
_REGULATION = re.compile(
    r"^[ \t]*(?:Điều\s+\d+\s*\.|QUY\s+ĐỊNH\s*$|QUY\s+CHẾ\s*$|Quy\s+(?:chế|định)\s+này)",
    re.MULTILINE,
)
_SUBJECT = re.compile(r"\bV/v\b")
# Where a sentence of an excerpt starts, after a list mark or a full stop.
_START = re.compile(r"(?:^[ \t]*|[.;]\s+|[-+]\s+|\d[.)]\s+)(?=[A-ZĐ])", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Context:
    """What a block inherits. ``tasks``: sentences here are tasks; ``targets``: figures to reach."""

    status: SectionStatus | None = None
    tasks: bool = False
    targets: bool = False
    listed: bool = False
    plan: bool = False  # the document itself is a plan, or sets what is to be reached
    letter: bool = False
    decides: bool = False  # the document itself decides: what it says is to be done
    sure: bool = True  # False: guessed from the tense of an excerpt
    head: bool = False  # the block itself opens a section or a list
    opening: bool = False  # before the first heading or list mark
    title: bool = False  # the block is a line without full stop: a heading that looks like a task
    modality: Modality | None = None
    issuer: str | None = None
    assignees: tuple[str, ...] = ()


def _has_plan(document: Document) -> bool:
    """Whether a heading opens a list of tasks: then the rest of the excerpt is a report."""
    told = (
        heading_status(document.flat[max(b.start, b.body) : b.end])
        for b in document.blocks
        if b.kind == "heading"
    )
    return any(t is not None and t[1].endswith(("tasks", "requests")) for t in told)


def _planned(flat: str) -> bool:
    """Whether an excerpt tells of tasks to come: more of its sentences start with a bare verb or
    speak of the future than speak of what was done.
    """
    pattern, tenses = _tense_rules()
    said = Counter(tenses[" ".join(m.group().split())] for m in pattern.finditer(flat.lower()))
    past, future = said["done"], said["planned"]
    for start in _START.finditer(flat):
        if future > past + _SURE:
            break
        sequence = words(flat, start.end(), min(start.end() + _GLANCE, len(flat)))
        bare = _BARE & {role for role, _ in verbs().at(sequence, 0)[1]}
        future += bool(bare) and not any(word.form[0].isdigit() for word in sequence)
    return future > past


@cache
def _tense_rules() -> tuple[re.Pattern[str], dict[str, str]]:
    rows = [row for row in table("task_status") if row["place"] == "tense"]
    rules = {word: str(row["status"]) for row in rows for word in row["words"]}
    return re.compile(rf"\b{alternatives(list(rules))}\b"), rules


@cache
def _section_rules() -> tuple[re.Pattern[str], dict[str, tuple[SectionStatus, str]]]:
    rules: dict[str, tuple[SectionStatus, str]] = {}
    for row in table("task_status"):
        if row["place"] == "section":
            for word in row["words"]:
                rules[modern_tone(word)] = (row["status"], row.get("open", ""))
    return re.compile(alternatives(list(rules))), rules


@cache
def _whole_rules() -> dict[str, tuple[SectionStatus, str]]:
    rows = [row for row in table("task_status") if row["place"] == "whole"]
    return {
        modern_tone(w): (row["status"], row.get("open", "")) for row in rows for w in row["words"]
    }


# What a heading of two kinds lists: "Khó khăn, kiến nghị" holds requests among judgements,
# "Mục tiêu, nhiệm vụ" figures to reach among tasks.
_BOTH: dict[tuple[_Told, _Told], _Told] = {
    (("evaluation", ""), ("planned", "requests")): ("planned", "some requests"),
    (("evaluation", ""), ("planned", "tasks")): ("planned", "some tasks"),
    (("planned", "targets"), ("planned", "tasks")): ("planned", "targets and tasks"),
    (("planned", "tasks"), ("planned", "targets")): ("planned", "targets and tasks"),
}


_BARE_YEAR = re.compile(r"(?<=kế hoạch) (?P<year>20\d\d)(?!\d)")
_MEASURES = re.compile(
    r"\W*(?:về\s+)?(?:(?:các|một\s+số)\s+)?chỉ\s+tiêu(?!\w)[^\d:]*", re.IGNORECASE
)
_AHEAD = re.compile(
    r"kế\s+hoạch|phấn\s+đấu|nhiệm\s+vụ|mục\s+tiêu|tới|phương\s+hướng|cần", re.IGNORECASE
)


def only_measures(title: str) -> bool:
    """Whether a heading of a report names what was measured: "Các chỉ tiêu kinh tế"."""
    return _MEASURES.fullmatch(title.strip()) is not None and _AHEAD.search(title) is None


def heading_status(title: str) -> tuple[SectionStatus, str] | None:
    """(status, what it lists) that a heading tells of the work under it; None if nothing."""
    pattern, rules = _section_rules()
    plain = _BARE_YEAR.sub(r" năm \g<year>", modern_tone(title.lower()))
    if whole := _whole_rules().get(" ".join(plain.split()).strip(" .:;")):
        return whole
    found: tuple[SectionStatus, str] | None = None
    for match in pattern.finditer(plain):
        told = rules[" ".join(match.group().split())]
        if told[0] in ("not_done", "ongoing"):
            return told  # "Chỉ tiêu chưa đạt" is more than "chỉ tiêu"
        if found is not None and (both := _BOTH.get((found, told))):
            return both
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
        return Context(status="planned", tasks=True, plan=True)
    if kind in _ORDERS:
        decides = kind in _DECISIONS
        return Context(letter=True, decides=decides, plan=decides, modality="order")
    if kind in PROPOSALS:
        return Context(letter=True, modality="request")
    if kind in _REGULATIONS or (kind is None and _REGULATION.search(document.flat)):
        return Context(status="ongoing")
    if kind is None:
        if _SUBJECT.search(document.flat, 0, 2000):
            return Context(letter=True)
        if not _has_plan(document) and _planned(document.flat):
            return Context(status="planned", tasks=True)
        return Context(status="done", sure=False)
    return Context()


def section_context(status: SectionStatus, opens: str, *, outer: Context, base: Context) -> Context:
    """The context under a heading that says ``status`` and what it lists.

    ``outer`` is where the heading stands, ``base`` what the type of the document says.
    """
    modality: Modality | None = base.modality if "tasks" in opens else None
    if "requests" in opens:
        modality = "request"
    tasks = "tasks" in opens or "requests" in opens
    return Context(
        status=status,
        tasks=tasks,
        targets="targets" in opens,
        listed=tasks and not opens.startswith("some"),
        plan=base.plan,
        modality=modality or ("plan" if opens else None),
        issuer=outer.issuer,
    )
