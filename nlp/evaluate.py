"""Parsed documents against gold -> precision and recall of each kind, accuracy of each attribute.

Gold is a folder of JSON files, one a document, each with its ``text`` and the hand-checked figures,
relations, dates, citations, header, directives and tasks of it. A figure is found if its value
stands at an overlapping place; a relation if its type and all its members are; a date if its
interval is; a citation if number and symbol are; a directive if half of its clause is. Attributes
are counted on what was found. ``compare`` lists what one run gained and lost against another.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .document import from_text
from .errors import DamagedFileError, UnreadableInputError
from .model import LABELS
from .parsing import parse_document
from .settings import Settings

Item = Mapping[str, Any]
Pairs = list[tuple[int, int]]
Range = tuple[int, int]

KINDS = ("figures", "relations", "dates", "citations", "header", "directives", "tasks")
_RELATIONS = frozenset({"sum", "percent", "difference", "growth"})
_MEMBERS = (
    "total", "part", "whole", "ratio", "percent", "current", "previous", "change", "change_abs",
    "change_percent", "a", "b",
)  # fmt: skip
_BASELINES = frozenset({"same period last year", "plan", "previous period"})
_TOLERANT = frozenset({"subject", "addressee", "issuer"})  # header fields compared by their words
_OUTER = " .,;:()[]“”\"'-–"
_NUMBER = re.compile(r"\d[\d.,]*\d|\d")
_NAMING = (
    "type", "figures", "holds", "text", "start", "value", "start_date", "end_date",
    "number", "symbol",
)  # fmt: skip
_QUOTED = 160  # characters of an item in a list of misses


@dataclass(slots=True)
class Tally:
    """Counts of one kind; ``found``, ``missed`` and ``spurious`` name the items."""

    gold: int = 0
    predicted: int = 0
    found: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    spurious: list[str] = field(default_factory=list)
    false_alarms: list[str] = field(default_factory=list)
    attributes: dict[str, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0]))

    def add(self, name: str, gold: Sequence[Item], predicted: Sequence[Item], pairs: Pairs) -> None:
        self.gold += len(gold)
        self.predicted += len(predicted)
        hit, taken = {i for i, _ in pairs}, {j for _, j in pairs}
        for i, item in enumerate(gold):
            (self.found if i in hit else self.missed).append(_named(name, item))
        self.spurious += [_named(name, p) for j, p in enumerate(predicted) if j not in taken]

    def attribute(self, name: str, right: object) -> None:
        self.attributes[name][0] += bool(right)
        self.attributes[name][1] += 1

    def scores(self) -> dict[str, float]:
        """Precision, recall, F1 and the share of right attributes, to four places."""
        hits = len(self.found)
        precision = hits / self.predicted if self.predicted else 0.0
        recall = hits / self.gold if self.gold else 0.0
        f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
        rates = {"precision": precision, "recall": recall, "f1": f1}
        rates |= {name: right / count for name, (right, count) in self.attributes.items() if count}
        return {"gold": self.gold} | {name: round(rate, 4) for name, rate in rates.items()}


@dataclass(slots=True)
class Scores:
    """The tallies of a run over a gold folder."""

    tallies: dict[str, Tally] = field(default_factory=lambda: {kind: Tally() for kind in KINDS})
    labels: dict[str, list[int]] = field(default_factory=lambda: {x: [0, 0, 0] for x in LABELS})
    documents: int = 0
    unparsed: int = 0

    def to_dict(self) -> dict[str, Any]:
        """The scores by kind, and under ``items`` what was found, missed and made up."""
        result: dict[str, Any] = {kind: tally.scores() for kind, tally in self.tallies.items()}
        result["relations"]["false_alarms"] = len(self.tallies["relations"].false_alarms)
        for kind in ("header", "tasks"):  # all attributes: nothing is found or made up
            for name in ("gold", "precision", "recall", "f1"):
                del result[kind][name]
        f1 = {
            label: round(2 * right / (2 * right + extra + missed), 4)
            for label, (right, extra, missed) in self.labels.items()
            if right + missed
        }
        result["tasks"]["label_f1"] = f1
        result["tasks"]["macro_f1"] = round(sum(f1.values()) / len(f1), 4) if f1 else 0.0
        result["documents"] = {"gold": self.documents, "unparsed": self.unparsed}
        result["items"] = {
            kind: {
                "found": tally.found,
                "missed": tally.missed,
                "spurious": tally.spurious,
                "false_alarms": tally.false_alarms,
            }
            for kind, tally in self.tallies.items()
        }
        return result


def load_gold(folder: Path) -> dict[str, Item]:
    """The gold documents of a folder by id; files that hold no text are left out.

    Raises:
        UnreadableInputError: there is no gold document in the folder.
        DamagedFileError: a file is not JSON.
    """
    found: dict[str, Item] = {}
    for path in sorted(folder.glob("*.json")):
        try:
            document = json.loads(path.read_text("utf-8"))
        except (json.JSONDecodeError, UnicodeDecodeError) as error:
            raise DamagedFileError(f"{path}: {error}", remedy="mend the file") from error
        if isinstance(document, dict) and "text" in document:
            found[document["id"]] = document
    if not found:
        raise UnreadableInputError(f"no gold documents in {folder}", remedy="name a gold folder")
    return found


def evaluate(folder: Path, *, settings: Settings | None = None) -> Scores:
    """The scores of this program on a gold folder: each text is parsed, then scored."""
    gold = load_gold(folder)
    settings = settings or Settings()
    parsed = {}
    for name, item in gold.items():
        document = from_text(item["text"], settings=settings)
        parsed[name] = parse_document(document, settings=settings).to_dict()
    return score(gold, parsed)


def score(gold: Mapping[str, Item], parsed: Mapping[str, Item]) -> Scores:
    """The scores of parsed documents (plain records by gold id)."""
    scores = Scores(documents=len(gold), unparsed=len(set(gold) - set(parsed)))
    for name, document in gold.items():
        _Document(name, document, parsed.get(name, {"text": document["text"]}), scores).score()
    return scores


def compare(old: Item, new: Item) -> dict[str, dict[str, list[str]]]:
    """What a run gained and lost against an older one (both as ``Scores.to_dict``), by kind.

    Gained are items found now and not before, and made-up items that are gone.
    """
    changes: dict[str, dict[str, list[str]]] = {}
    for kind, items in new["items"].items():
        before = old["items"].get(kind, {})
        better, worse = [], []
        for group, good in (("found", True), ("spurious", False), ("false_alarms", False)):
            was, now = Counter(before.get(group, ())), Counter(items[group])
            more = [f"{group}: {x}" for x in (now - was).elements()]
            less = [f"no longer {group}: {x}" for x in (was - now).elements()]
            better += more if good else less
            worse += less if good else more
        changes[kind] = {"gained": better, "lost": worse}
    return changes


# -- one document --------------------------------------------------------------------------------


class _Document:
    """One gold document beside what was parsed of it."""

    def __init__(self, name: str, gold: Item, parsed: Item, scores: Scores) -> None:
        self.name, self.gold, self.parsed, self.scores = name, gold, parsed, scores
        self.text: str = gold["text"]
        printed: str = parsed.get("text", "")
        opening = self.text[:40]
        self.shift = 0 if printed.startswith(opening) else max(0, printed.find(opening))

    def score(self) -> None:
        self._relations(*self._figures())
        self._dates()
        self._citations()
        self._header()
        self._directives()
        self._tasks()

    def _items(self, kind: str) -> tuple[Sequence[Item], Sequence[Item], Tally]:
        return self.gold.get(kind) or (), self.parsed.get(kind) or (), self.scores.tallies[kind]

    def _place(self, item: Item) -> Range:
        """Where a gold item stands."""
        if isinstance(item.get("start"), int):
            return item["start"], item["start"] + len(item["text"])
        at = self.text.find(item["text"])
        return (at, at + len(item["text"])) if at >= 0 else (0, 0)

    def _found(self, item: Item) -> Range:
        """Where a parsed item stands in the gold text."""
        return item["start"] - self.shift, item["end"] - self.shift

    def _figures(self) -> tuple[dict[str, int], list[Item]]:
        """Scores the figures; returns parsed id -> gold index of those found, and the gold ones."""
        every, parsed, tally = self._items("figures")
        soft = [self._place(f) for f in every if f.get("soft")]
        hard = [i for i, f in enumerate(every) if not f.get("soft")]
        gold = [every[i] for i in hard]
        found = [p for p in parsed if not any(_touch(self._found(p), s) for s in soft)]

        def same(g: Item, p: Item) -> float:
            return _same_value(g, p) and _overlap(self._place(g), self._found(p))

        pairs = _pair_up(gold, found, same)
        tally.add(self.name, gold, found, pairs)
        for i, j in pairs:
            g, p = gold[i], found[j]
            tally.attribute("unit", _fold(g.get("unit")) == _fold(p.get("unit")))
            tally.attribute("kind", g.get("kind") == p.get("kind"))
            tally.attribute("change", g.get("change") == p.get("change"))
            if g.get("indicator"):
                alike = _shared_words(g["indicator"], p.get("indicator"))
                tally.attribute("indicator", alike >= 0.5)
            if g.get("baseline") in _BASELINES:
                tally.attribute("baseline", g["baseline"] == p.get("baseline"))
            if g.get("approx"):
                tally.attribute("approx", g["approx"] == p.get("approx"))
        return {str(found[j].get("id")): hard[i] for i, j in pairs}, list(every)

    def _relations(self, gold_of: Mapping[str, int], figures: Sequence[Item]) -> None:
        every, parsed, tally = self._items("relations")
        sure = [r for r in every if not any(figures[i].get("soft") for i in _members(r))]
        gold = [r for r in sure if r["type"] in _RELATIONS]
        stated = [r for r in parsed if r.get("type") in _RELATIONS]

        def same(g: Item, p: Item) -> bool:
            return g["type"] == p.get("type") and set(_members(g)) == {
                gold_of.get(x, x) for x in _members(p)
            }

        pairs = _pair_up(gold, stated, same)
        told = {f.get("id"): f for f in self.parsed.get("figures") or ()}
        quoted = [_quoted(r, lambda i: figures[i]) for r in gold]
        tally.add(self.name, quoted, [_quoted(r, told.__getitem__) for r in stated], pairs)
        for i, j in pairs:
            tally.attribute("holds", bool(gold[i]["holds"]) == bool(stated[j].get("holds")))
        false = [self._place(figures[i]) for r in every if not r["holds"] for i in _members(r)]
        for relation in parsed:
            spans = [self._found(told[i]) for i in _members(relation) if i in told]
            right = any(_touch(a, b) for a in spans for b in false)
            if relation.get("holds") is False and not right:
                alarm = _quoted(relation, told.__getitem__)
                tally.false_alarms.append(_named(self.name, alarm))

    def _dates(self) -> None:
        every, parsed, tally = self._items("dates")
        gold = [d for d in every if not d.get("underspecified")]
        vague = [self._place(d) for d in every if d.get("underspecified")]
        found = [p for p in parsed if not any(_touch(self._found(p), v) for v in vague)]
        places = {d["text"]: list(_occurrences(d["text"], self.text)) for d in gold}

        def same(g: Item, p: Item) -> float:
            if (g["start_date"], g["end_date"]) != (p.get("start_date"), p.get("end_date")):
                return 0.0
            return max((_overlap(o, self._found(p)) for o in places[g["text"]]), default=0.0)

        pairs = _pair_up(gold, found, same)
        taken = {j for _, j in pairs}
        # a date found once more where the text repeats it is no mistake
        kept = [j for j, p in enumerate(found) if j in taken or not any(same(g, p) for g in gold)]
        index = {j: k for k, j in enumerate(kept)}
        pairs = [(i, index[j]) for i, j in pairs]
        tally.add(self.name, gold, [found[j] for j in kept], pairs)

    def _citations(self) -> None:
        gold, parsed, tally = self._items("citations")
        named, cited = _by_code(gold), _by_code(parsed)
        pairs = _pair_up(named, cited, lambda g, p: _code(g) == _code(p))
        tally.add(self.name, named, cited, pairs)
        for i, j in pairs:
            if named[i].get("date"):
                tally.attribute("date", named[i]["date"] == cited[j].get("date"))

    def _header(self) -> None:
        tally = self.scores.tallies["header"]
        header = self.parsed.get("header") or {}
        for key, value in (self.gold.get("header") or {}).items():
            if value is None:
                continue
            guess = header.get(key)
            if key == "date" and isinstance(guess, Mapping):
                guess = guess.get("start_date")
            if key == "addressee":
                guess = "; ".join(header.get("addressees") or ())
            right = (
                _shared_words(str(value), str(guess or "")) >= 0.8
                if key in _TOLERANT
                else _fold(str(value)) == _fold(str(guess or ""))
            )
            tally.attribute(key, right)
            tally.attribute("all", right)
            group = tally.found if right else tally.missed
            group.append(f"{self.name}: {key} {value!r}")

    def _directives(self) -> None:
        gold, parsed, tally = self._items("directives")

        def same(g: Item, p: Item) -> float:
            overlap = _overlap(self._place(g), self._found(p))
            return overlap if overlap >= 0.5 else 0.0

        pairs = _pair_up(gold, parsed, same)
        tally.add(self.name, gold, parsed, pairs)
        for i, j in pairs:
            g, p = gold[i], parsed[j]
            if g.get("assignees"):
                told = " ".join(p.get("assignees") or ())
                alike = _shared_words(" ".join(g["assignees"]), told)
                tally.attribute("assignees", alike >= 0.6)
            if g.get("deadline") or p.get("deadline"):
                tally.attribute("deadline", g.get("deadline") == p.get("deadline"))

    def _tasks(self) -> None:
        gold, parsed, tally = self._items("tasks")
        for task in gold:
            start, end = self._place(task)
            covering = [t for t in parsed if _touch((start, end), self._found(t))]

            def covered(t: Item, start: int = start, end: int = end) -> int:
                a, b = self._found(t)
                return min(end, b) - max(start, a)

            best = max(covering, key=covered, default=None)
            guess = set((best or {}).get("labels") or ())
            truth = set(task["labels"])
            tally.attribute("covered", best is not None)
            tally.attribute("first_label", guess & truth)
            if best is not None and task.get("status"):
                tally.attribute("status", best.get("status") == task["status"])
            for label, counts in self.scores.labels.items():
                counts[0] += label in truth and label in guess
                counts[1] += label not in truth and label in guess
                counts[2] += label in truth and label not in guess
            group = tally.found if guess & truth else tally.missed
            group.append(_named(self.name, task))


# -- comparing -----------------------------------------------------------------------------------


def _pair_up(
    gold: Sequence[Item], parsed: Sequence[Item], same: Callable[[Item, Item], float]
) -> Pairs:
    """One-to-one pairs of items that are the same, the surest first."""
    ranked = sorted(
        ((same(g, p), i, j) for i, g in enumerate(gold) for j, p in enumerate(parsed)),
        reverse=True,
    )
    hit: set[int] = set()
    taken: set[int] = set()
    pairs: Pairs = []
    for sure, i, j in ranked:
        if sure and i not in hit and j not in taken:
            hit.add(i)
            taken.add(j)
            pairs.append((i, j))
    return pairs


def _same_value(gold: Item, parsed: Item) -> bool:
    """One numeric value, or for a ratio its two numbers in order."""
    if gold.get("kind") == "ratio":
        terms = [parsed.get("numerator"), parsed.get("denominator")]
        printed = [gold.get("num"), gold.get("den") or gold.get("denominator")]
        if None in printed:
            printed = _printed_numbers(gold["text"])[:2]
        return None not in terms and list(map(float, printed)) == list(map(float, terms))  # type: ignore[arg-type]
    stated, told = gold.get("value"), parsed.get("value")
    if stated is None or told is None:
        return False
    return abs(float(told) - float(stated)) <= 1e-9 * max(1.0, abs(float(stated)))


def _printed_numbers(text: str) -> list[Any]:
    found = (x for x in _NUMBER.findall(text) if x.count(",") < 2)
    return [float(x.replace(".", "").replace(",", ".")) for x in found]


def _members(relation: Item) -> list[Any]:
    """The figures a relation speaks of: gold indices, or ids."""
    named = [relation[k] for k in _MEMBERS if relation.get(k) is not None]
    return [*named, *(relation.get("parts") or ())]


def _quoted(relation: Item, figure: Callable[[Any], Item]) -> Item:
    """A relation with its figures as printed, so that it is named alike whatever their ids."""
    texts = [figure(i)["text"] for i in _members(relation)]
    return {"type": relation.get("type"), "figures": texts, "holds": relation.get("holds")}


def _code(item: Item) -> tuple[str, str]:
    return _fold(str(item.get("number") or "")), _fold(item.get("symbol")).replace(" ", "")


def _by_code(citations: Iterable[Item]) -> list[Item]:
    """One citation for each code, the first; laws cited by name alone have none."""
    numbered = [c for c in citations if c.get("number")]
    return list({_code(c): c for c in reversed(numbered)}.values())


def _fold(text: str | None) -> str:
    """Lower case, NFC, one space between words, no outer punctuation."""
    plain = unicodedata.normalize("NFC", text or "").lower()
    return re.sub(r"\s+", " ", plain).strip(_OUTER)


def _shared_words(a: str | None, b: str | None) -> float:
    """The F1 of two texts as bags of words."""
    first, second = (Counter(re.findall(r"\w+", _fold(x))) for x in (a, b))
    common = (first & second).total()
    return 2 * common / (first.total() + second.total()) if common else 0.0


def _touch(a: Range, b: Range) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def _overlap(a: Range, b: Range) -> float:
    """Intersection over union."""
    inside = max(0, min(a[1], b[1]) - max(a[0], b[0]))
    return inside / (max(a[1], b[1]) - min(a[0], b[0])) if inside else 0.0


def _occurrences(phrase: str, text: str) -> Iterable[Range]:
    return ((m.start(), m.end()) for m in re.finditer(re.escape(phrase), text))


def _named(name: str, item: Item) -> str:
    """An item in one line, the same in every run that finds the same thing."""
    told = {k: item[k] for k in _NAMING if item.get(k) is not None}
    return f"{name}: {json.dumps(told, ensure_ascii=False, sort_keys=True)[:_QUOTED]}"
