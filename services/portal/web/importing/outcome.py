"""What became of a sheet, as its page shows it: counts, and each wrong row with its wrong cells marked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from services.portal.sheets.marked import as_it_was
from services.portal.sheets.rows import Flaw
from services.portal.sheets.sending import Sent
from services.portal.sheets.table import Line
from services.portal.web.importing.sheet import HandedIn

MOST_SHOWN = 200
"""So many wrong rows are shown on the page; all of them stand in the sheet that goes back."""


@dataclass(frozen=True)
class Marked:
    """A cell of a wrong row, and what is wrong in it."""

    text: str
    reasons: Sequence[str] = ()


@dataclass(frozen=True)
class WrongRow:
    """A wrong row under the number that people see beside it, and what is wrong in it beside its cells."""

    number: int
    cells: Sequence[Marked]
    reasons: Sequence[str]


@dataclass(frozen=True)
class Outcome:
    """What became of a sheet."""

    sheet: HandedIn
    sent: Sent
    known: frozenset[int]
    """The rows that an earlier sheet has recorded."""

    @property
    def flaws(self) -> list[Flaw]:
        """Everything that is wrong, in the order of the rows."""
        return sorted([*self.sheet.flaws, *self.sent.flaws], key=lambda each: each.number)

    @property
    def new(self) -> int:
        """How many rows were taken, or would be, that were not there before."""
        return len(self.sent.recorded.keys() - self.known)

    @property
    def there(self) -> int:
        """How many right rows were there before."""
        return len(self.sent.recorded.keys() & self.known)

    @property
    def wrong(self) -> int:
        """How many rows are wrong."""
        return len({each.number for each in self.flaws})

    @property
    def header(self) -> list[str]:
        """The labels of the columns that are read; others are no business of ours."""
        return [self.sheet.table.header[n] for n in self._read]

    @property
    def shown(self) -> list[WrongRow]:
        """The first wrong rows, each cell with what is wrong in it."""
        wrong: dict[int, list[Flaw]] = defaultdict(list)
        for each in self.flaws:
            wrong[each.number].append(each)
        lines = {line.number: line for line in self.sheet.table.lines}
        return [self._shown(lines[number], found) for number, found in list(wrong.items())[:MOST_SHOWN]]

    @property
    def _read(self) -> list[int]:
        return [n for n, column in enumerate(self.sheet.layout.columns) if column is not None]

    def _shown(self, line: Line, flaws: Sequence[Flaw]) -> WrongRow:
        known = {label: n for n in self._read for label in self._labels(n)}
        of_cell: dict[int | None, list[str]] = defaultdict(list)
        for each in flaws:
            of_cell[known.get(each.field)].append(each.reason)
        cells = [Marked(str(as_it_was(line, n)), of_cell.get(n, ())) for n in self._read]
        return WrongRow(line.number, cells, of_cell.get(None, ()))

    def _labels(self, n: int) -> set[str]:
        """Name a column as its sheet does, and as the service does that refuses it."""
        column = self.sheet.layout.columns[n]
        ours = {each.name: each.label for each in self.sheet.asked.kind.columns}
        return {column.label, ours[column.name]} if column else set()
