"""What became of the paths of a run, and the run's report as a JSON object."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from ..errors import EXIT_DONE, EXIT_SOME_FAILED, UnsafeInputError, UsageError, VanbanError

Status = Literal["ok", "partial", "failed", "unchanged"]
Ended = Literal["running", "done", "interrupted", "failed"]
REPORT_VERSION = 1


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one path. ``unchanged``: the archive held this content already."""

    path: str
    status: Status
    code: str = ""
    message: str = ""
    remedy: str = ""
    seconds: float = 0.0

    def error(self) -> VanbanError:
        """The error that it was, for one who asked for this document alone."""
        kinds = [VanbanError]
        for kind in kinds:
            kinds += kind.__subclasses__()
        found = {kind.code: kind for kind in kinds}.get(self.code, UnsafeInputError)
        message = self.message if self.path in self.message else f"{self.path}: {self.message}"
        return found(message, remedy=self.remedy)


@dataclass(frozen=True, slots=True)
class Report:
    """What became of all of them. Sizes are bytes; 0 where the system does not say."""

    outcomes: tuple[Outcome, ...]
    seconds: float
    ended: Ended = "done"
    started: str = ""  # the moment, ISO 8601
    readers: str = ""  # who read: "2 processes", or the scheduler's address
    fingerprint: str = ""  # of the settings
    driver_memory: int = 0  # the most that this process held
    worker_memory: int = 0  # the most that any worker held

    def count(self, status: str) -> int:
        return sum(outcome.status == status for outcome in self.outcomes)

    @property
    def troubled(self) -> tuple[Outcome, ...]:
        """The paths that failed or could not be read whole."""
        return tuple(o for o in self.outcomes if o.status in ("failed", "partial"))

    @property
    def exit_code(self) -> int:
        return EXIT_SOME_FAILED if self.troubled else EXIT_DONE

    def to_dict(self) -> dict[str, Any]:
        """The report as a JSON object: counts, rates and memory first, then every document."""
        read = [outcome for outcome in self.outcomes if outcome.status in ("ok", "partial")]
        codes = Counter(outcome.code for outcome in self.troubled)
        return {
            "version": REPORT_VERSION,
            "ended": self.ended,
            "started": self.started,
            "seconds": round(self.seconds, 3),
            "readers": self.readers,
            "fingerprint": self.fingerprint,
            "counts": {status: self.count(status) for status in get_args(Status)},
            "troubles": dict(sorted(codes.items())),
            "documents_per_second": round(len(read) / self.seconds, 3) if self.seconds else 0.0,
            "seconds_of_reading": round(sum(outcome.seconds for outcome in read), 3),
            "driver_memory": self.driver_memory,
            "worker_memory": self.worker_memory,
            "documents": [dataclasses.asdict(outcome) for outcome in self.outcomes],
        }

    def write(self, path: Path) -> None:
        """Write the report as JSON; whoever reads the file sees a whole one, old or new.

        Raises:
            UsageError: there is no writing there.
        """
        unfinished = path.with_name(f".{path.name}.{os.getpid()}")
        try:
            unfinished.write_text(
                json.dumps(self.to_dict(), ensure_ascii=False, indent=1) + "\n", "utf-8"
            )
            unfinished.replace(path)
        except OSError as error:
            with contextlib.suppress(OSError):  # its folder may be what is wrong
                unfinished.unlink()
            reason = error.strerror or str(error)
            raise UsageError(
                f"the report {path} cannot be written: {reason}", remedy="name another file"
            ) from error
