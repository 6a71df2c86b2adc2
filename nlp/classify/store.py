"""The model's folder: weights as a skops file, and a manifest that describes and vouches for them.

``tasks.skops`` holds plain arrays, so ``skops.io.load`` reads it without trusting any type. Here
its arrays are read straight out of the zip: importing skops costs more than reading a document.
Nothing in the file is ever run: only numpy arrays without objects are taken, and only if the
manifest's hash fits.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from ..errors import ConfigurationError
from ..model import LABELS
from .labeller import TaskModel

FORMAT = "1"  # of the arrays and of the terms they stand for
MODEL_FILE = "tasks.skops"
MANIFEST_FILE = "manifest.json"
_LARGEST = 50_000_000  # bytes of one array; a larger one is no model of ours
_ADDRESS = re.compile(r"\b\d{9,}\b")  # skops names its parts by their place in memory
_REMEDY = "train it again with `vanban train`"


def default_folder() -> Path:
    """Where the shipped model is: beside the package in a checkout, inside it when installed."""
    package = Path(__file__).parents[1]
    checkout = package.parent / "models" / "tasks"
    return checkout if (checkout / MANIFEST_FILE).is_file() else package / "_models" / "tasks"


def save(model: TaskModel, folder: Path, *, made: date, facts: Mapping[str, Any]) -> dict[str, Any]:
    """Write both files and return the manifest: ``facts`` (counts, metrics, data) and the hash."""
    import sklearn
    import skops
    import skops.io

    arrays = {
        "terms": np.frombuffer("\n".join(model.terms).encode(), dtype=np.uint8),
        "idf": model.idf.astype(np.float32),
        "weights": model.weights.astype(np.float32),
        "intercept": model.intercept,
        "thresholds": np.asarray([model.abstain, model.second]),
    }
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / MODEL_FILE
    path.write_bytes(_reproducible(skops.io.dumps(arrays)))
    manifest = {
        "format": FORMAT,
        "made": made.isoformat(),
        "labels": list(LABELS),
        "file": MODEL_FILE,
        "sha256": _sha256(path.read_bytes()),
        "versions": {
            "scikit-learn": sklearn.__version__,
            "numpy": np.__version__,
            "skops": skops.__version__,
        },
        **facts,
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=1)
    (folder / MANIFEST_FILE).write_text(text + "\n", "utf-8")
    return manifest


def load(folder: Path | None = None) -> TaskModel:
    """The model of ``folder``, by default the shipped one.

    Raises:
        ConfigurationError: no model there, one of another format or with other labels, or a file
            that is not the one the manifest vouches for.
    """
    folder = folder or default_folder()
    manifest = _manifest(folder)
    path = folder / MODEL_FILE
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ConfigurationError(f"{path}: {error.strerror}", remedy=_REMEDY) from error
    if _sha256(content) != manifest.get("sha256"):
        raise ConfigurationError(f"{path} is not the file its manifest vouches for", remedy=_REMEDY)
    try:
        arrays = _arrays(content)
        abstain, second = arrays["thresholds"].tolist()
        model = TaskModel(
            tuple(arrays["terms"].tobytes().decode().split("\n")),
            arrays["idf"].astype(np.float64),
            arrays["weights"].astype(np.float64),
            arrays["intercept"].astype(np.float64),
            abstain=abstain,
            second=second,
        )
    except (KeyError, TypeError, ValueError, zipfile.BadZipFile) as error:
        raise ConfigurationError(
            f"{path} does not hold a task model: {error}", remedy=_REMEDY
        ) from error
    terms = len(model.terms)
    if (model.idf.shape, model.weights.shape, model.intercept.shape) != (
        (terms,),
        (terms, len(LABELS)),
        (len(LABELS),),
    ):
        raise ConfigurationError(f"{path}: its arrays do not fit together", remedy=_REMEDY)
    return model


def _manifest(folder: Path) -> dict[str, Any]:
    path = folder / MANIFEST_FILE
    try:
        manifest = json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise ConfigurationError(
            f"no task model: {path}: {error.strerror}", remedy=_REMEDY
        ) from error
    except ValueError as error:
        raise ConfigurationError(f"{path} is not a manifest: {error}", remedy=_REMEDY) from error
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise ConfigurationError(
            f"{path}: the model was made by another version of vanban", remedy=_REMEDY
        )
    if manifest.get("labels") != list(LABELS):
        raise ConfigurationError(f"{path}: the model knows other labels", remedy=_REMEDY)
    return manifest


def _arrays(content: bytes) -> dict[str, Any]:
    """The arrays of a skops file that holds a dict of arrays, and nothing else."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entries = json.loads(archive.read("schema.json"))["content"]
        arrays = {}
        for name, node in entries.items():
            if (node["__loader__"], node["type"]) != ("NdArrayNode", "numpy"):
                raise ValueError(f"{name} is not a plain array")
            if archive.getinfo(node["file"]).file_size > _LARGEST:
                raise ValueError(f"{name} is too large")
            arrays[name] = np.load(io.BytesIO(archive.read(node["file"])), allow_pickle=False)
        return arrays


def _reproducible(content: bytes) -> bytes:
    """The same skops file without what differs between runs: memory addresses, and the clock."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        schema = archive.read("schema.json").decode()
        entries = {name: archive.read(name) for name in archive.namelist()}
    names: dict[str, str] = {}
    for address in _ADDRESS.findall(schema):
        names.setdefault(address, str(len(names) + 1))
    entries["schema.json"] = _ADDRESS.sub(lambda m: names[m.group()], schema).encode()
    renamed = {
        _ADDRESS.sub(lambda m: names[m.group()], name): data for name, data in entries.items()
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name in sorted(renamed):
            info = zipfile.ZipInfo(name)  # dated 1980
            archive.writestr(info, renamed[name], zipfile.ZIP_DEFLATED, 9)
    return packed.getvalue()


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
