"""Blocks -> runs of list items: "- …", "a) …", "1. …" one below the other under the block that
opens them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..model import Block

_MARKER = re.compile(r"([IVXLC]+|[A-Z]|\d+(?:\.\d+)*|[a-zđ]|[-–+*•])([.)\-]?)")


def block_lists(blocks: Sequence[Block]) -> list[tuple[int, ...]]:
    """Runs of two or more items with markers of one style, each after the block that opens it."""
    runs: list[tuple[int, ...]] = []
    run: list[int] = []
    style = ""
    for index, block in enumerate(blocks):
        if block.kind == "furniture":
            continue
        own = _style(block)
        if own and own == style and run:
            run.append(index)
            continue
        if len(run) > 1:
            runs.append(tuple(run))
        run, style = ([index], own) if own and index else ([], "")
    if len(run) > 1:
        runs.append(tuple(run))
    return runs


def _style(block: Block) -> str:
    match = _MARKER.fullmatch(block.marker) if block.kind == "item" and block.marker else None
    if match is None:
        return ""
    first = match[1][0]
    kind = "1" if first.isdigit() else "a" if first.islower() else "A" if first.isalpha() else first
    return f"{kind}{match[1].count('.')}{match[2]}"
