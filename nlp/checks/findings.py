"""Relations that do not hold, or hold only by cut digits -> findings a clerk understands."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from ..model import Figure, Finding, Level, Parsed, Quote, Relation
from ..rules import Row, table

_CODES = {
    "sum": "sum_mismatch", "subset": "subset_exceeds", "percent": "percent_mismatch",
    "difference": "difference_mismatch", "growth": "growth_mismatch", "roll_forward": "flow_mismatch",
}  # fmt: skip


def findings(parsed: Parsed) -> Iterator[Finding]:
    """The findings of one document's relations, in reading order."""
    figures = {f.id: f for f in parsed.figures}
    rows = {str(row["code"]): row for row in table("messages")}
    for relation in parsed.relations:
        code = _code(relation)
        if code is not None:
            yield _finding(parsed, relation, figures, rows[code])


def _code(relation: Relation) -> str | None:
    if relation.outcome == "inconsistent":
        return _CODES.get(relation.type)
    if relation.outcome == "consistent_by_rounding" and relation.note.startswith("truncated"):
        return "truncated"
    return None


def _finding(parsed: Parsed, relation: Relation, figures: dict[str, Figure], row: Row) -> Finding:
    members = [figures[i] for i in relation.members()]
    level: Level = row["level"]
    if level == "error" and relation.confidence < 0.8:
        level = "warning"
    fields = _Fields({
        "reported": relation.reported or "", "cue": relation.cue,
        "computed": relation.steps[-1].rpartition("= ")[2] if relation.steps else "",
        "parts": " + ".join(figures[i].text for i in relation.parts),
        "gap": relation.note,
    })  # fmt: skip
    for name in ("part", "whole", "ratio", "current", "previous"):
        member = getattr(relation, name)
        fields[name] = figures[member].text if member else ""
    return Finding(
        id=_identity(parsed, relation, row["code"]), code=row["code"], level=level,
        outcome=relation.outcome, message=row["en"].format_map(fields),
        message_vi=row["vi"].format_map(fields), scope="document",
        evidence=tuple(_quote(parsed, f) for f in members),
        reported=relation.reported, expected=relation.expected, steps=relation.steps,
    )  # fmt: skip


class _Fields(dict[str, str]):
    def __missing__(self, name: str) -> str:
        return ""


def _quote(parsed: Parsed, figure: Figure) -> Quote:
    return Quote(
        parsed.id,
        parsed.source.path,
        figure.text,
        figure.start,
        figure.end,
        figure.page,
        figure.boxes,
    )


def _identity(parsed: Parsed, relation: Relation, code: str) -> str:
    """Stable over runs: the document, the figures' ids and the code."""
    named = "\n".join((parsed.id, code, *relation.members()))
    return hashlib.sha256(named.encode()).hexdigest()[:16]
