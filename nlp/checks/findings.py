"""Relations that do not hold, or hold only by cut digits -> findings a clerk understands."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from ..model import Figure, Finding, Level, Parsed, Quote, Relation
from ..rules import Row, table
from .verdicts import TRUNCATED

_SURE = 0.9  # the least confidence of a relation that raises an error
_CODES = {
    "sum": "sum_mismatch",
    "subset": "subset_exceeds",
    "percent": "percent_mismatch",
    "difference": "difference_mismatch",
    "growth": "growth_mismatch",
    "roll_forward": "flow_mismatch",
    "product": "product_mismatch",
    "multiple": "multiple_mismatch",
    "ratio_remainder": "remainder_mismatch",
    "equal": "words_mismatch",
}


def findings(parsed: Parsed) -> Iterator[Finding]:
    """The findings of one document's relations, in reading order."""
    figures = {f.id: f for f in parsed.figures}
    rows = {str(row["code"]): row for row in table("messages")}
    for relation in parsed.relations:
        code = _code(relation)
        if code is not None:
            yield _finding(parsed, relation, figures, rows[code], rows["check_the_scan"])


def _code(relation: Relation) -> str | None:
    if relation.outcome == "inconsistent":
        if relation.type == "sum" and relation.total is None:
            return "shares_mismatch"
        if relation.type == "equal" and relation.b is not None:
            return "restated_differently"
        of_ratio = relation.type == "percent" and relation.ratio
        return "ratio_mismatch" if of_ratio else _CODES.get(relation.type)
    if relation.outcome == "consistent_by_rounding" and relation.note == TRUNCATED:
        return "truncated"
    return None


def _finding(
    parsed: Parsed, relation: Relation, figures: dict[str, Figure], row: Row, scan: Row
) -> Finding:
    members = sorted((figures[i] for i in relation.members()), key=lambda f: f.start)
    level: Level = row["level"]
    told = [str(row["en"]), str(row["vi"])]
    if level == "error" and (relation.confidence < _SURE or parsed.source.ocr):
        level = "warning"
    if parsed.source.ocr and level != "info":
        told = [
            f"{text} {scan[language]}" for text, language in zip(told, ("en", "vi"), strict=True)
        ]
    fields = _fields(relation, figures)
    message, message_vi = (text.format(**fields) for text in told)
    return Finding(
        id=_identity(parsed, members, row["code"]),
        code=row["code"],
        level=level,
        outcome=relation.outcome,
        message=message,
        message_vi=message_vi,
        scope="document",
        evidence=tuple(_quote(parsed, f) for f in members),
        reported=relation.reported,
        expected=relation.expected,
        steps=relation.steps,
    )


def _fields(relation: Relation, figures: dict[str, Figure]) -> dict[str, str]:
    """The words that fill a message."""
    done, _, computed = (relation.steps[-1] if relation.steps else "").rpartition(" = ")
    fields = {
        "reported": relation.reported or "",
        "sum": done,
        "computed": computed,
        "gap": relation.note.removeprefix("off by "),
    }
    for name in ("part", "whole", "ratio", "current", "previous", "a"):
        member = getattr(relation, name)
        fields[name] = figures[member].text if member else ""
    return fields


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


def _identity(parsed: Parsed, members: list[Figure], code: str) -> str:
    """Stable over runs: the document, the places of the figures and the code."""
    places = (f"{figure.start}-{figure.end}" for figure in members)
    named = "\n".join((parsed.id, code, *places))
    return hashlib.sha256(named.encode()).hexdigest()[:16]
