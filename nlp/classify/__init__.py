"""What a task is about: propaganda, petition, socio-economic, other; up to two, or an abstention.

``load`` and ``TaskModel`` need numpy alone. ``TaskClassifier`` and ``train`` need scikit-learn,
which is imported when one of them is first asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .labeller import Labelled, TaskModel
from .store import default_folder, load

if TYPE_CHECKING:
    from .estimator import TaskClassifier
    from .training import train

__all__ = ["Labelled", "TaskClassifier", "TaskModel", "default_folder", "load", "train"]


def __getattr__(name: str) -> Any:
    if name == "TaskClassifier":
        from .estimator import TaskClassifier

        return TaskClassifier
    if name == "train":
        from .training import train

        return train
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
