"""How large rooms and doors may grow before a reader loses the thread."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from statistics import median, quantiles

import pytest

HOUSE = Path(__file__).parents[2]
FILES = sorted(path for room in ("shared", "services", "deploy") for path in (HOUSE / room).rglob("*.py"))
CODE = [path for path in FILES if "migrations" not in path.parts]


def functions(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno:
            yield f"{path.relative_to(HOUSE)}:{node.name}", node.end_lineno - node.lineno + 1


@cache
def lengths() -> dict[str, int]:
    return dict(each for path in CODE for each in functions(path))


def test_no_function_is_longer_than_forty_lines() -> None:
    assert {name: lines for name, lines in lengths().items() if lines > 40} == {}


def test_half_of_all_functions_have_at_most_eight_lines() -> None:
    assert median(lengths().values()) <= 8


def test_nineteen_of_twenty_functions_have_at_most_twenty_five_lines() -> None:
    assert quantiles(lengths().values(), n=20)[-1] <= 25


@pytest.mark.parametrize("path", CODE, ids=lambda path: str(path.relative_to(HOUSE)))
def test_a_file_can_be_read_in_one_sitting(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 300


def test_no_room_is_named_after_nothing() -> None:
    empty = {"utils", "util", "helpers", "helper", "common", "manager", "base", "impl", "misc"}

    assert [path for path in FILES if empty & {path.stem, *path.stem.split("_")}] == []
