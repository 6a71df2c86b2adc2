"""Small archives: papers of our own, told as head lines and a body."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping

import pytest

from nlp.model import Parsed
from nlp.parsing import parse

Papers = Mapping[str, str]


def paper(above: str, issuer: str, number: str, place: str, title: str, body: str) -> str:
    """A document of the state's form: issuer, number, place and date, title, body."""
    return (
        f"{above}\n{issuer}\nSố: {number}\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
        f"Độc lập - Tự do - Hạnh phúc\n{place}\n\n{title}\n\n{body}\n"
    )


def letter(above: str, issuer: str, number: str, place: str, about: str, to: str, body: str) -> str:
    return (
        f"{above}\n{issuer}\nSố: {number}\nV/v {about}\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
        f"Độc lập - Tự do - Hạnh phúc\n{place}\n\nKính gửi: {to}\n\n{body}\n"
    )


@pytest.fixture(scope="session")
def parsed() -> Callable[[Papers], dict[str, Parsed]]:
    """Names and texts -> parsed documents whose path is their name."""

    def read(papers: Papers) -> dict[str, Parsed]:
        found = {name: parse(text) for name, text in papers.items()}
        return {
            name: dataclasses.replace(p, source=dataclasses.replace(p.source, path=name))
            for name, p in found.items()
        }

    return read
