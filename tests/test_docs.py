"""What the documentation shows is what happens: docstring examples and the README's Python."""

import ast
import doctest
import importlib
import inspect
import re
from pathlib import Path

import pytest

import nlp

ROOT = Path(nlp.__file__).parents[1]
MODULES = sorted(
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    for path in Path(nlp.__file__).parent.rglob("*.py")
    if ">>> " in path.read_text("utf-8")
)
README = (ROOT / "README.md").read_text("utf-8")


@pytest.mark.parametrize("name", nlp.__all__)
def test_every_public_name_shows_an_example(name: str) -> None:
    assert ">>> " in (inspect.getdoc(getattr(nlp, name)) or ""), f"{name} shows no example"


@pytest.mark.parametrize("module", MODULES)
def test_examples_do_what_they_show(module: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    failed, tried = doctest.testmod(importlib.import_module(module))
    assert tried
    assert not failed


def test_the_python_of_the_readme_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (code,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    shown = 0
    for node in ast.parse(code).body:
        source = ast.get_source_segment(code, node)
        comment = code.splitlines()[node.end_lineno - 1].partition("  # ")[2]
        if isinstance(node, ast.Expr):
            value = eval(source, names)
            if comment:
                assert repr(value) == comment
                shown += 1
        else:
            exec(source, names)
    assert shown >= 3
    names["archive"].close()
