"""Nothing here asks a network: not an import, not a parse, not a worker process of a batch.

Every Python process of these tests starts with sockets that refuse to connect and write down who
asked, so that an attempt is seen even where its error is caught.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "corpora" / "samples"
CUT_OFF = """\
import os, socket, traceback

def refuse(*_args, **_kwargs):
    with open(os.environ["ASKED"], "a", encoding="utf-8") as log:
        log.write("".join(traceback.format_stack()))
    raise OSError("no network here")

socket.getaddrinfo = socket.gethostbyname = socket.create_connection = refuse
for name in ("connect", "connect_ex", "sendto", "sendmsg"):
    setattr(socket.socket, name, refuse)
"""
IMPORT_ALL = """\
import importlib, pkgutil, nlp
for module in pkgutil.walk_packages(nlp.__path__, "nlp."):
    if not module.name.endswith("__main__"):
        importlib.import_module(module.name)
import underthesea, spacy, sklearn, skops
"""

Python = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def asked(tmp_path: Path) -> Path:
    """Where attempts to reach a network are written down."""
    return tmp_path / "asked.txt"


@pytest.fixture
def python(tmp_path: Path, asked: Path) -> Python:
    """Run Python, and all processes it starts, without a network or a home to find models in."""
    hooks = tmp_path / "hooks"
    hooks.mkdir()
    (hooks / "sitecustomize.py").write_text(CUT_OFF, "utf-8")
    environment = {
        **os.environ,
        "PYTHONPATH": str(hooks),
        "ASKED": str(asked),
        "HOME": str(tmp_path / "home"),
    }

    def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, *map(str, arguments)]
        return subprocess.run(
            command, env=environment, cwd=ROOT, capture_output=True, check=False, encoding="utf-8"
        )

    return run


def test_the_cut_is_real(python: Python, asked: Path) -> None:
    ask = "import socket; socket.socket().connect(('127.0.0.1', 9))"
    assert python("-c", ask).returncode
    assert "in refuse" in asked.read_text("utf-8")


def test_importing_asks_nobody(python: Python, asked: Path) -> None:
    done = python("-c", IMPORT_ALL)
    assert done.returncode == 0, done.stderr
    assert not asked.exists(), asked.read_text("utf-8")


def test_a_batch_asks_nobody(python: Python, asked: Path, tmp_path: Path) -> None:
    samples = [
        SAMPLES / "bc-sonhai-ktxh-2025-h1.pdf",
        SAMPLES / "kh-hoathanh-ccdv-2025.docx",
        SAMPLES / "ct-tragiang-04-2024.txt",
    ]
    parsed = python("-m", "nlp", "parse", *samples, "--format", "jsonl")
    assert (parsed.returncode, parsed.stderr) == (0, "")
    records = [json.loads(line) for line in parsed.stdout.splitlines()]
    assert [record["status"] for record in records] == ["ok"] * 3
    assert all(any(task["labels"] for task in record["tasks"]) for record in records)

    db = tmp_path / "archive.db"
    stored = python("-m", "nlp", "ingest", *samples, "--db", db, "--jobs", "2")
    assert stored.returncode == 0, stored.stderr
    found = python("-m", "nlp", "search", "tuyên truyền", "--db", db)
    assert found.stdout
    assert not asked.exists(), asked.read_text("utf-8")
