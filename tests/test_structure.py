"""The house has one direction: a room imports only from rooms above it."""

import ast
from pathlib import Path

import nlp

ROOMS = (
    "errors", "model", "settings", "text", "rules", "messages", "ingest", "document", "classify",
    "annotate", "checks", "parsing", "highlight", "link", "batch", "export", "archive", "review",
    "evaluate", "serve", "views", "doctor", "cli",
)  # fmt: skip
PACKAGE = Path(nlp.__file__).parent


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported_rooms(path: Path) -> set[str]:
    """The rooms that a file's relative imports lead to, imports inside functions included."""
    depth = len(path.relative_to(PACKAGE).parts) - 1
    rooms = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level == depth + 1:
            names = [node.module] if node.module else [alias.name for alias in node.names]
            rooms |= {name.split(".")[0] for name in names}
        if isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            assert not node.module.startswith("nlp."), f"{path}: use relative imports"
    return rooms & set(ROOMS)


def test_each_room_imports_only_from_rooms_above() -> None:
    for path in PACKAGE.rglob("*.py"):
        room = room_of(path)
        if room in ("__init__", "__main__"):
            continue
        assert room in ROOMS, f"{path}: a room that the order does not know"
        for used in imported_rooms(path):
            assert ROOMS.index(used) <= ROOMS.index(room), f"{path} reaches down into {used}"


def test_only_the_command_line_prints() -> None:
    for path in PACKAGE.rglob("*.py"):
        if room_of(path) in ("cli", "__main__"):
            continue
        calls = [n for n in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(n, ast.Call)]
        printing = [c for c in calls if isinstance(c.func, ast.Name) and c.func.id == "print"]
        assert not printing, f"{path} prints"


def test_public_names_are_all_there() -> None:
    for name in nlp.__all__:
        assert getattr(nlp, name) is not None
