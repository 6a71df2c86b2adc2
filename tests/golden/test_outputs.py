"""``vanban parse`` of three samples, compared with what a person has looked over and kept.

A change that is meant is written with ``pytest --update-golden`` and read in the diff.
"""

from __future__ import annotations

import difflib
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
SAMPLES = Path("corpora", "samples")
OUTPUTS = Path(__file__).with_name("outputs")
NAMES = [
    "bc-sonhai-ktxh-2025-h1.pdf",  # a table over a page break, boxes, a cut percentage
    "bc-hoathanh-kntc-2026-h1-duthao.docx",  # a draft with two wrong sums
    "cv-ttrtragiang-35-2024.txt",  # orders with deadlines
]
SHOWN = 60  # lines of a difference


def steady(value: Any, *, digits: int | None = None) -> Any:
    """The record with the model's weights to two decimals: the last ones are the machine's."""
    if isinstance(value, dict):
        return {
            name: steady(item, digits=2 if name in {"scores", "reasons"} else digits)
            for name, item in value.items()
        }
    if isinstance(value, list):
        return [steady(item, digits=digits) for item in value]
    return round(value, digits) if digits is not None and isinstance(value, float) else value


def written(record: dict[str, Any]) -> str:
    return json.dumps(steady(record), ensure_ascii=False, indent=1) + "\n"


@pytest.mark.parametrize("name", NAMES)
def test_the_output_is_as_kept(name: str, pytestconfig: pytest.Config) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "nlp", "parse", str(SAMPLES / name), "--format", "json"],
        cwd=ROOT, capture_output=True, check=True, encoding="utf-8",
    )  # fmt: skip
    assert not done.stderr
    output, kept = written(json.loads(done.stdout)), OUTPUTS / f"{name}.json"
    if pytestconfig.getoption("--update-golden"):
        kept.write_text(output, "utf-8")
    wanted = kept.read_text("utf-8")
    if output != wanted:
        changes = difflib.unified_diff(
            wanted.splitlines(), output.splitlines(), "kept", "now", n=4, lineterm=""
        )
        pytest.fail("\n".join([*changes][:SHOWN]), pytrace=False)


def test_only_weights_are_rounded() -> None:
    record = {"value": 79.638, "scores": {"other": 0.12345}, "reasons": [{"weight": 0.005001}]}
    assert steady(record) == {
        "value": 79.638,
        "scores": {"other": 0.12},
        "reasons": [{"weight": 0.01}],
    }
