"""An inbox -> its files as they become complete.

Looks are repeated rather than asked of the system's notices: an office's inbox is mostly a shared
folder, from which no notice comes, and whether a copy is complete no notice tells.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from ..errors import UnreadableInputError
from .files import state, walk

EVERY = 2.0  # seconds between looks

_State = tuple[int, int, int]


class Inbox:
    """Files and folders that are looked at again and again.

    Raises:
        UnreadableInputError: one is not there; if it goes away later, it is waited for.
    """

    def __init__(
        self, paths: Iterable[str | Path], *, leave_out: frozenset[Path] = frozenset()
    ) -> None:
        self._paths = tuple(map(Path, paths))
        for path in self._paths:
            if not path.exists():
                raise UnreadableInputError(f"{path} does not exist", remedy="check the path")
        self._leave_out = leave_out
        self._seen: dict[Path, _State] = {}  # at the last look
        self._given: dict[Path, _State] = {}

    def rounds(self, every: float) -> Iterator[list[Path]]:
        """The files that became complete, whenever there are some; it never ends by itself."""
        while True:
            if complete := self.look():
                yield complete
            time.sleep(every)

    def look(self) -> list[Path]:
        """The files that are as they were at the last look and have not been given since.

        A file still being copied grows, or its time changes; an empty one waits to be filled. A
        file that changes after it was given is given again.
        """
        now = {path: found for path in self._files() if (found := state(path)) and found[1]}
        complete = [
            path
            for path, found in now.items()
            if self._seen.get(path) == found and self._given.get(path) != found
        ]
        self._seen = now
        self._given = {path: found for path, found in self._given.items() if path in now}
        self._given |= {path: now[path] for path in complete}
        return complete

    def _files(self) -> Iterator[Path]:
        # A folder that cannot be entered now perhaps can at the next look: no document failed.
        return walk(self._paths, refused=lambda _path, _error: None, leave_out=self._leave_out)
