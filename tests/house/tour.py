"""The places that docs/tour.md names; `python -m tests.house.tour` finds them again after code has moved."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

HOUSE = Path(__file__).parents[2]
TOUR = Path("docs/tour.md")
PLACE = re.compile(r"`(?P<path>[\w./-]+):(?P<line>\d+)` `(?P<name>\w+)`")


class Lost(Exception):
    """A name stands nowhere in its file, or is defined more than once."""


class Place(NamedTuple):
    path: str
    line: int
    name: str


def places(page: str) -> list[Place]:
    return [Place(each["path"], int(each["line"]), each["name"]) for each in PLACE.finditer(page)]


def stands_at(house: Path, path: str, name: str) -> list[int]:
    """List the lines where a name is defined, or else, as for a constraint, where it is mentioned."""
    file = house / path
    if not file.is_file():
        return []
    text = file.read_text(encoding="utf-8")
    defined = list(_definitions(ast.parse(text).body, name)) if file.suffix == ".py" else []
    word = re.compile(rf"\b{name}\b")
    return defined or [number for number, line in enumerate(text.splitlines(), 1) if word.search(line)]


def _definitions(body: list[ast.stmt], name: str) -> Iterator[int]:
    for node in body:
        if name in _names(node):
            yield node.lineno
        if isinstance(node, ast.ClassDef):
            yield from _definitions(node.body, name)


def _names(node: ast.stmt) -> list[str]:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return [node.name]
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
    return [each.id for each in targets if isinstance(each, ast.Name)]


def renumbered(page: str, house: Path) -> str:
    """Give the page with today's line numbers; raises Lost where that cannot be told."""

    def moved(found: re.Match[str]) -> str:
        lines = stands_at(house, found["path"], found["name"])
        if len(lines) != 1:
            raise Lost(f"{found['path']}: {found['name']} stands at {lines or 'no line'}; say by hand which is meant")
        return found[0].replace(f":{found['line']}`", f":{lines[0]}`", 1)

    return PLACE.sub(moved, page)


if __name__ == "__main__":
    try:
        (HOUSE / TOUR).write_text(renumbered((HOUSE / TOUR).read_text(encoding="utf-8"), HOUSE), encoding="utf-8")
    except Lost as lost:
        raise SystemExit(str(lost)) from lost
