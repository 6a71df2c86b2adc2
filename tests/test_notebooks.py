"""The notebooks run from a clean kernel on the samples, and hold no path of this machine.

After a change of a notebook or of what it shows, ``pytest tests/test_notebooks.py --update-golden``
writes its outputs anew.
"""

import warnings
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[1] / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))


def test_there_is_one_for_each_use() -> None:
    assert [path.name[:2] for path in NOTEBOOKS] == ["01", "02", "03"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebook_runs(path: Path, request: pytest.FixtureRequest) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the notebook's own machinery
        import nbformat
        from nbclient import NotebookClient

        notebook = nbformat.read(path, as_version=4)
        in_place = {"metadata": {"path": FOLDER}}
        NotebookClient(notebook, timeout=120, resources=in_place, record_timing=False).execute()
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert all(cell.get("execution_count") for cell in code)
    noise = [o for cell in code for o in cell.outputs if o.get("name") == "stderr"]
    assert not noise  # no warning for the reader to wonder about
    if request.config.getoption("--update-golden"):
        nbformat.write(notebook, path)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebook_names_no_place_of_its_maker(path: Path) -> None:
    text = path.read_text("utf-8")
    assert str(FOLDER.parent) not in text
    assert '"/' not in text  # no string begins with an absolute path
