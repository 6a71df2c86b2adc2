"""What the program is not sure of -> what an officer decides, and from there training lines.

The queue holds reports that propose to close a task, links that scored below the threshold, and
labels the model abstained from. A decision says who and when, can be undone, and is never written
over. ``export`` adds decided labels to a table of labelled lines, only when it is called.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .archive import Archive, Row
from .archive.tracking import Subject, Verdict
from .errors import UsageError
from .model import LABELS
from .text import normalise, squeeze

if TYPE_CHECKING:
    from .classify.training import Line

# What a corrected link may say.
KINDS = ("reported_done", "progressed", "reported_not_done", "planned")
_LEVELS = (
    ("tỉnh", "tỉnh"),
    ("huyện", "huyện"),
    ("thị xã", "huyện"),
    ("xã", "xã"),
    ("phường", "xã"),
)


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to decide: a link (``event`` of ``task``) or the labels of ``task``.

    ``ref`` is what the decision is about, ``suggestion`` what accepting it means.
    """

    subject: Subject
    ref: str
    task: Row
    event: Row | None
    suggestion: tuple[str, ...]

    def to_row(self) -> Row:
        """The item as a row of plain values."""
        return {
            "id": self.ref,
            "subject_of_review": self.subject,
            "task": self.task["id"],
            "text": self.task["text"],
            "said": self.event and self.event["text"],
            "suggestion": list(self.suggestion),
            "score": self.event["score"] if self.event else max(self.task["scores"].values()),
            "document": (self.event or self.task)["document"],
            "path": (self.event or self.task)["path"],
        }


def queue(archive: Archive) -> tuple[Item, ...]:
    """All that waits for a decision: proposals to close first, then candidates, then labels."""
    waiting = [
        Item("link", event["id"], task, event, (event["kind"],))
        for task in archive.tasks(on=date.max)
        for event in task["events"]
        if event["verdict"] is None and (event["candidate"] or event["kind"] == "reported_done")
    ]
    waiting.sort(key=_urgency)
    decided = archive.tracking.decisions("label")
    labels = [
        Item("label", row["id"], row, None, _likeliest(row))
        for row in archive.tracking.unlabelled()
        if row["id"] not in decided
    ]
    return (*waiting, *labels)


def _urgency(item: Item) -> tuple[bool, float, str]:
    assert item.event is not None
    return item.event["candidate"], -item.event["score"], item.ref


def _likeliest(row: Row) -> tuple[str, ...]:
    scores: Mapping[str, float] = row["scores"] or {}
    return (max(scores, key=lambda name: scores[name]),) if scores else ("other",)


class Session:
    """Decisions of one person at one sitting; ``undo`` takes them back one by one.

    ``who`` is the name stored with each.
    """

    def __init__(self, archive: Archive, *, who: str) -> None:
        if not who.strip():
            raise UsageError("nobody decides", remedy="say who: --who NAME")
        self._tracking = archive.tracking
        self._who = who
        self._done: list[Item] = []

    def accept(self, item: Item) -> None:
        """The link holds; the suggested label is right."""
        value = {"labels": list(item.suggestion)} if item.subject == "label" else None
        self._decide(item, "accept", value)

    def reject(self, item: Item) -> None:
        """The link is false; the task is none to learn from."""
        self._decide(item, "reject", None)

    def correct(self, item: Item, *words: str) -> None:
        """The link says something else (one of ``KINDS``); the labels are others (one or two).

        Raises:
            UsageError: no such kind or label, or too many.
        """
        known, most = (KINDS, 1) if item.subject == "link" else (LABELS, 2)
        if (
            not words
            or len(words) > most
            or len(set(words)) < len(words)
            or set(words) - set(known)
        ):
            raise UsageError(
                f"{' '.join(words)!r} cannot stand here",
                remedy=f"{'one' if most == 1 else 'one or two'} of: {', '.join(known)}",
            )
        value: dict[str, Any] = (
            {"kind": words[0]} if item.subject == "link" else {"labels": list(words)}
        )
        self._decide(item, "correct", value)

    def undo(self) -> Item | None:
        """Take back the last decision of this sitting; None: there is none."""
        if not self._done:
            return None
        item = self._done.pop()
        self._tracking.decide(item.subject, item.ref, "undo", who=self._who)
        return item

    def _decide(self, item: Item, verdict: Verdict, value: Mapping[str, Any] | None) -> None:
        self._tracking.decide(item.subject, item.ref, verdict, who=self._who, value=value)
        self._done.append(item)


# Letters of an answer; the first of the Vietnamese words stands for the same.
_ANSWERS = {
    "a": "accept", "d": "accept", "c": "correct", "s": "correct", "r": "reject", "t": "reject",
    "n": "skip", "u": "undo", "h": "undo", "q": "quit",
}  # fmt: skip


def sit(
    session: Session,
    items: Sequence[Item],
    *,
    show: Callable[[Item, int, int], None],
    ask: Callable[[str], str | None],
    tell: Callable[[str], None],
) -> int:
    """Step through items until they are decided, or nobody answers; how many were decided.

    Args:
        session: whose decisions they are.
        items: what to decide, in this order.
        show: prints an item, its number and how many there are.
        ask: prints a question ("decide", "correct_link", "correct_label") and gives the answer;
            None: there is none.
        tell: says what can be answered ("decide", "correct_link", "correct_label"), or that there
            is "nothing_to_undo".
    """
    at, decided = 0, 0
    shown = -1
    while at < len(items):
        if shown != at:
            show(items[at], at + 1, len(items))
            shown = at
        answer = ask("decide")
        if answer is None:
            break
        letter, *words = answer.split() or ["?"]
        meant = _ANSWERS.get(letter[:1].lower(), "")
        if meant == "quit":
            break
        if meant == "skip":
            at += 1
        elif meant == "undo":
            at, decided, shown = _back(session, items, at, decided, tell)
        elif meant:
            try:
                _decide(session, items[at], meant, words, ask)
            except UsageError:
                tell(f"correct_{items[at].subject}")
                continue
            at, decided = at + 1, decided + 1
        else:
            tell("decide")
    return decided


def _decide(
    session: Session, item: Item, meant: str, words: list[str], ask: Callable[[str], str | None]
) -> None:
    if meant == "accept":
        session.accept(item)
    elif meant == "reject":
        session.reject(item)
    else:
        session.correct(item, *(words or (ask(f"correct_{item.subject}") or "").split()))


def _back(
    session: Session, items: Sequence[Item], at: int, decided: int, tell: Callable[[str], None]
) -> tuple[int, int, int]:
    item = session.undo()
    if item is None:
        tell("nothing_to_undo")
        return at, decided, at
    return items.index(item), decided - 1, -1


# -- labelled lines ------------------------------------------------------------------------------


def lines(archive: Archive) -> tuple[Line, ...]:
    """The labelled lines that officers decided, each text once."""
    from .classify.training import Line

    return tuple(
        Line(tuple(row["labels"].split(",")), row["text"], row["document"])
        for row in _rows(archive)
    )


def export(archive: Archive, labels: Path) -> int:
    """Add decided lines to a table of labelled lines; how many are new.

    Raises:
        ConfigurationError: the table is not one of labelled lines.
    """
    from .classify.training import COLUMNS, read_lines

    known = {line.text for line in read_lines(labels)}
    new = [row for row in _rows(archive) if row["text"] not in known]
    out = io.StringIO()
    writer = csv.DictWriter(
        out, COLUMNS, delimiter="\t", quoting=csv.QUOTE_NONE, quotechar=None, lineterminator="\n"
    )
    writer.writerows(new)
    before = labels.read_text("utf-8")
    gap = "" if before.endswith("\n") else "\n"
    with labels.open("a", encoding="utf-8", newline="") as file:
        file.write(gap + out.getvalue() if new else "")
    return len(new)


def _rows(archive: Archive) -> Iterator[dict[str, str]]:
    """Decided labels as rows of the table of labelled lines."""
    seen: set[str] = set()
    for ref, decision in sorted(archive.tracking.decisions("label").items()):
        task = archive.tracking.labelled(ref)
        if decision.verdict == "reject" or task is None or not decision.value:
            continue
        text = normalise(squeeze(task["text"]))
        if not text or text in seen:
            continue
        seen.add(text)
        issuer = task["document_issuer"] or ""
        yield {
            "labels": ",".join(decision.value["labels"]),
            "level": next((level for word, level in _LEVELS if word in issuer.lower()), ""),
            "region": "",
            "year": (task["document_date"] or "")[:4],
            "register": "báo cáo" if task["document_type"] == "BC" else "văn bản",
            "document": f"review-{ref.partition(':')[0]}",
            "text": text,
        }
