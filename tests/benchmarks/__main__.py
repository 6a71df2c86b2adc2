"""``make bench``: speeds as ratios to named baselines, measured in one run.

Each ``bench_*.py`` beside this file has ``rows()``: (what, figure, baseline, ratio).
"""

import importlib
from pathlib import Path

from rich.console import Console
from rich.table import Table


def main() -> None:
    table = Table("what", "figure", "beside", "ratio", title="Speed, this machine, this run")
    for path in sorted(Path(__file__).parent.glob("bench_*.py")):
        module = importlib.import_module(f"tests.benchmarks.{path.stem}")
        for what, figure, baseline, ratio in module.rows():
            table.add_row(what, figure, baseline, f"{ratio:.2f}")
        table.add_section()
    Console(width=130).print(table)


if __name__ == "__main__":
    main()
