"""Citations -> the documents they name: by code, date and issuer.

The same code is used by many offices ("198/BC-UBND"), so a date or an issuer must agree, unless
only one document has the code and nothing speaks against it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from ..model import Citation
from .bodies import body, may_be
from .papers import Paper, code_key

CERTAIN, LIKELY, DOUBTFUL, MISPRINTED = 1.0, 0.8, 0.4, 0.3


class Register:
    """The documents by their codes."""

    def __init__(self, papers: Iterable[Paper]) -> None:
        self._papers: dict[str, list[Paper]] = defaultdict(list)
        self._dated: dict[str, list[Paper]] = defaultdict(list)
        for paper in papers:
            if paper.key:
                self._papers[paper.key].append(paper)
                if paper.day is not None:
                    self._dated[dated_key(paper.key, paper.day)].append(paper)

    def resolve(
        self, citation: Citation, citing: Paper, told: date | None
    ) -> tuple[Paper, float] | None:
        """The document that ``citation`` of ``citing`` names, and how surely.

        ``told`` is the date another citation of the same code gives in the same document.
        """
        key = code_key(citation.number, citation.symbol)
        if key is None:
            return None
        day = citation.date or told
        rated = [
            (self._rate(citation, day, paper, citing), paper)
            for paper in self._papers.get(key, ())
            if paper.id != citing.id
        ]
        rated = sorted((r for r in rated if r[0]), key=lambda r: (-r[0], _newest(r[1]), r[1].id))
        if not rated:
            return self._misprinted(citation, key, citing)
        if len(rated) > 1 and day is None and rated[0][0] == rated[1][0]:
            offices = {paper.issuer_body for rate, paper in rated if rate == rated[0][0]}
            if len(offices) > 1:  # several use the code, and nothing tells them apart
                return None
        return rated[0][1], rated[0][0]

    def _misprinted(
        self, citation: Citation, key: str, citing: Paper
    ) -> tuple[Paper, float] | None:
        """The one document of that day, symbol and office whose number is a slip away."""
        if citation.date is None or citation.issuer is None:
            return None
        named = body(citation.issuer)
        number = key.split("|", maxsplit=1)[0]
        found = [
            paper
            for paper in self._dated.get(dated_key(key, citation.date), ())
            if paper.id != citing.id
            and paper.key is not None
            and may_be(named, paper.issuer_body)
            and _slip(number, paper.key.split("|")[0])
        ]
        return (found[0], MISPRINTED) if len(found) == 1 else None

    def _rate(self, citation: Citation, day: date | None, paper: Paper, citing: Paper) -> float:
        if paper.day and citing.day and paper.day > citing.day:
            return 0.0
        named = body(citation.issuer) if citation.issuer else None
        agrees = named is None or may_be(named, paper.issuer_body)
        if day is not None and paper.day is not None:
            if day == paper.day:
                return CERTAIN if agrees else DOUBTFUL
            return DOUBTFUL if named is not None and agrees else 0.0
        if not agrees:
            return 0.0
        return LIKELY


def dated_key(key: str, day: date) -> str:
    """What a code has in common with one whose number is misprinted: its symbol and its day."""
    return f"{key.partition('|')[2]}|{day.isoformat()}"


def _slip(a: str, b: str) -> bool:
    """Whether two numbers of three digits and more differ by digits that changed their places."""
    wrong = [i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y]
    return (
        len(a) == len(b) > 2
        and len(wrong) == 2
        and a[wrong[0]] == b[wrong[1]]
        and a[wrong[1]] == b[wrong[0]]
    )


def _newest(paper: Paper) -> int:
    return -paper.day.toordinal() if paper.day else 0
