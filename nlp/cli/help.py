"""What ``--help`` shows, in the language asked for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import typer

from .console import language

_EXTRA = re.compile(r"(?P<help>.*?)(?:  \[(?P<extra>[^\[\]]*)\])?", re.DOTALL)


def speak(command: Any) -> None:
    """Let a command and those below it show their help in the language asked for."""
    command.context_class = _Context
    for each in getattr(command, "commands", {}).values():
        speak(each)


def _said(text: str) -> str:
    from ..messages import translated

    return translated(" ".join(text.split()), language())


class _Formatter(typer.Context.formatter_class):  # type: ignore[valid-type,misc]
    """Headings, texts and the help of options pass through the table of messages."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, prefix or f"{_said('Usage')}: ")

    def write_heading(self, heading: str) -> None:
        super().write_heading(_said(heading))

    def write_text(self, text: str) -> None:
        super().write_text("\n\n".join(map(_said, text.split("\n\n"))))

    def write_dl(self, rows: Sequence[tuple[str, str]], *given: Any, **named: Any) -> None:
        super().write_dl([(first, _option(second)) for first, second in rows], *given, **named)


def _option(text: str) -> str:
    """The help of an option, and in brackets what else is to be known of it."""
    parts = _EXTRA.fullmatch(text)
    if not (parts and parts["extra"]):
        return _said(text)
    extra = "; ".join(map(_said, parts["extra"].split("; ")))
    return f"{_said(parts['help'])}  [{extra}]"


class _Context(typer.Context):
    formatter_class = _Formatter
