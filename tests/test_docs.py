"""What the documentation shows is what happens: docstring examples and the README's Python.

The examples of a class's methods go on from the example of the class: each runs after it.
"""

import ast
import doctest
import importlib
import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import nlp
from nlp.archive import Archive, Hits, Rows
from nlp.classify import TaskClassifier
from nlp.model import Parsed

ROOT = Path(nlp.__file__).parents[1]
MODULES = sorted(
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    for path in Path(nlp.__file__).parent.rglob("*.py")
    if ">>> " in path.read_text("utf-8")
)
README = (ROOT / "README.md").read_text("utf-8")
CLASSES = (Archive, Hits, Parsed, Rows, TaskClassifier, nlp.Settings)


def shown() -> Iterator[tuple[str, object]]:
    """Everything public that must show an example, by its name."""
    for name in nlp.__all__:
        yield name, getattr(nlp, name)
    for kind in CLASSES:
        yield kind.__name__, kind
    for name, method in vars(Archive).items():
        if not name.startswith("_"):
            yield f"Archive.{name}", method
    yield "Rows.to_frame", Rows.to_frame
    yield "Settings.load", nlp.Settings.load


def examples(module: str) -> Iterator[doctest.DocTest]:
    """The examples of a module, each with those of its class before it."""
    found = doctest.DocTestFinder(exclude_empty=True).find(importlib.import_module(module))
    by_name = {test.name: test for test in found}
    for test in found:
        if test.examples:
            above = by_name.get(test.name.rpartition(".")[0])
            if above is not None and above.name != module:
                test.examples = [*above.examples, *test.examples]
            yield test


@pytest.mark.parametrize(("name", "thing"), list(shown()), ids=[name for name, _ in shown()])
def test_every_public_name_shows_an_example(name: str, thing: object) -> None:
    assert ">>> " in (inspect.getdoc(thing) or ""), f"{name} shows no example"


@pytest.mark.parametrize("kind", CLASSES)
def test_every_public_method_says_what_it_does(kind: type) -> None:
    for name, method in inspect.getmembers(kind):
        if not name.startswith("_") and getattr(method, "__module__", "").startswith("nlp."):
            assert inspect.getdoc(method), f"{kind.__name__}.{name} says nothing"


@pytest.mark.parametrize("module", MODULES)
def test_examples_do_what_they_show(module: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    tests = list(examples(module))
    assert tests
    for test in tests:
        told: list[str] = []
        failed, _ = doctest.DocTestRunner().run(test, out=told.append, clear_globs=False)
        if isinstance(archive := test.globs.get("archive"), Archive):
            archive.close()
        assert not failed, "".join(told)


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
