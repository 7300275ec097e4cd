"""The examples of docs/api.md: what to type, what is promised in answer, and how an answer differs."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from shared.settings import environment

DOCUMENT = Path(__file__).parents[2] / "docs" / "api.md"
ANYTHING = "…"
"""Stands for any value, within a text for any part of it, last in a list or as a name for whatever else there is."""

PARTS = re.compile(
    r"^### (?P<title>.+?)\n|^```sh\n(?P<typed>.*?)^```\n+(?:```http\n(?P<promised>.*?)^```)?", re.MULTILINE | re.DOTALL
)
TYPE_S = 60


@dataclass(frozen=True)
class Answer:
    """An answer as it goes over the wire."""

    status: int
    headers: dict[str, str]
    content: Any


@dataclass(frozen=True)
class Example:
    """One thing to type, and the answer that is promised."""

    title: str
    typed: str
    promised: Answer | None


def examples(document: str) -> list[Example]:
    """List the examples of a document in their order, each under the heading that it stands below."""
    found, title = [], ""
    for part in PARTS.finditer(document):
        title = part["title"] or title
        if part["typed"]:
            found.append(Example(title, part["typed"], answer(part["promised"]) if part["promised"] else None))
    return found


def answer(written: str) -> Answer:
    """Read an answer as it is written: the line of its status, its headers, and its content."""
    head, _, content = written.replace("\r\n", "\n").partition("\n\n")
    first, *lines = head.strip().split("\n")
    headers = {name.lower(): value for name, value in (line.split(": ", 1) for line in lines)}
    return Answer(int(first.split(" ")[1]), headers, json.loads(content) if content.strip() else None)


@dataclass
class Shell:
    """A shell in which one example is typed after the other; what one of them names, the next may use."""

    folder: Path
    names: dict[str, str] = field(default_factory=environment)

    def type(self, typed: str) -> str:
        """Type something, and give what was answered; raises CalledProcessError if it fails."""
        kept = self.folder / "names"
        said = f"set -aeuo pipefail\n{typed}\nenv -0 > {kept}"
        shown = subprocess.run(["bash", "-c", said], env=self.names, check=True, capture_output=True, timeout=TYPE_S)
        pairs = (each.partition("=") for each in kept.read_text(encoding="utf-8").split("\0") if each)
        self.names = {name: value for name, _, value in pairs}
        return shown.stdout.decode()


def unlike(promised: Answer, told: Answer) -> list[str]:
    """Name everything in which an answer is not as promised."""
    headers = {name: told.headers.get(name) for name in promised.headers}
    return [
        *_differing(promised.status, told.status, "status"),
        *_differing(promised.headers, headers, "headers"),
        *_differing(promised.content, told.content, "content"),
    ]


def _differing(promised: Any, told: Any, at: str) -> Iterator[str]:
    if isinstance(promised, dict) and isinstance(told, dict):
        yield from _in_object(promised, told, at)
    elif isinstance(promised, list) and isinstance(told, list):
        yield from _in_list(promised, told, at)
    elif not _same(promised, told):
        yield f"{at}: {told!r} where {promised!r} was promised"


def _in_object(promised: dict[str, Any], told: dict[str, Any], at: str) -> Iterator[str]:
    named = promised.keys() - {ANYTHING}
    more = set() if ANYTHING in promised else told.keys() - named
    yield from (f"{at}.{name}: not there" for name in sorted(named - told.keys()))
    yield from (f"{at}.{name}: not promised" for name in sorted(more))
    for name in sorted(named & told.keys()):
        yield from _differing(promised[name], told[name], f"{at}.{name}")


def _in_list(promised: list[Any], told: list[Any], at: str) -> Iterator[str]:
    open_ended = promised[-1:] == [ANYTHING]
    named = promised[:-1] if open_ended else promised
    if len(told) < len(named) or (len(told) > len(named) and not open_ended):
        yield f"{at}: {len(told)} where {len(named)} were promised"
    for number, (each, found) in enumerate(zip(named, told, strict=False)):
        yield from _differing(each, found, f"{at}[{number}]")


def _same(promised: Any, told: Any) -> bool:
    if isinstance(promised, str) and ANYTHING in promised:
        pattern = ".*".join(map(re.escape, promised.split(ANYTHING)))
        return promised == ANYTHING or (isinstance(told, str) and re.fullmatch(pattern, told, re.DOTALL) is not None)
    return type(promised) is type(told) and bool(promised == told)
