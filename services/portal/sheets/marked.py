"""The sheet as it was handed in, with one more column: what became of each row, and what is wrong in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
from pathlib import Path

from services.portal.sheets.cells import Cell, CellUnreadable, text_of
from services.portal.sheets.layout import ID_HEADER, RESULT
from services.portal.sheets.rows import Flaw
from services.portal.sheets.table import Line, Table
from services.portal.sheets.writing import write_table

RECORDED, NOT_YET = "已记录", "可以记录,尚未记录"


def marked_path(path: Path) -> Path:
    """Name the sheet that goes back, beside the one that came."""
    return path.with_name(f"{path.stem}.退回{path.suffix if path.suffix.lower() == '.csv' else '.xlsx'}")


def write_marked(
    path: Path,
    title: str,
    table: Table,
    recorded: Mapping[int, str],
    flaws: Sequence[Flaw],
    right: Container[int] = frozenset(),
) -> None:
    """Write every row again: the recorded ones under their ids, the others with everything that is wrong in them.

    Rows that are right, but were not recorded yet, are named by their numbers.
    """
    wrong = reasons(flaws)
    kept = [n for n, each in enumerate(table.header) if each != RESULT]
    ids = [n for n in kept if ID_HEADER.fullmatch(table.header[n])]
    header = [table.header[n] for n in kept]
    lines = [line for line in table.lines if any(line.number in each for each in (recorded, wrong, right))]

    def cells() -> Iterator[list[Cell]]:
        for line in lines:
            said = [recorded.get(line.number, "") if n in ids else as_it_was(line, n) for n in kept]
            yield [*said, ";".join(wrong.get(line.number, [RECORDED if line.number in recorded else NOT_YET]))]

    write_table(path, title, [*header, RESULT], cells(), lambda row: lines[row].number in wrong)


def reasons(flaws: Sequence[Flaw]) -> dict[int, list[str]]:
    """Gather what is wrong in each row, each reason with the column that it is about."""
    wrong: dict[int, list[str]] = defaultdict(list)
    for flaw in flaws:
        wrong[flaw.number].append(flaw.reason if flaw.field in flaw.reason else f"“{flaw.field}”{flaw.reason}")
    return wrong


def as_it_was(line: Line, n: int) -> Cell:
    """Give a cell as it was handed in, also one that could not be read."""
    try:
        return line.cells[n] if isinstance(line.cells[n], str) else text_of(line.cells[n])
    except CellUnreadable:
        return str(line.cells[n])
