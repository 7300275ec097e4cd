"""A second count, straight from the event log, that shares nothing with the SQL over the state tables."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Row

from shared.facts import Counted, Distinct, Stock, facts_of, level_of

Cell = tuple[Any, ...]


def standing(rows: Sequence[Row[Any]]) -> list[Row[Any]]:
    """List the facts that nobody reversed."""
    reversed_ = {row.reverses for row in rows}
    return [row for row in rows if row.sign == 1 and row.fact_id not in reversed_]


def recounted(indicator: Counted, rows: Sequence[Row[Any]]) -> Counter[Cell]:
    """Count an indicator from the log."""
    kinds = {kind.__name__: kind for kind in facts_of(indicator)}
    cells: Counter[Cell] = Counter()
    for row in standing(rows):
        if row.type in kinds and _meant(indicator, row):
            amount = _amount(indicator, row, kinds[row.type])
            cells.update(dict(_cells(indicator, row, amount)))
    return _folded(indicator, cells)


def answered(indicator: Counted, rows: Sequence[dict[str, Any]]) -> Counter[Cell]:
    """Arrange what the service's own tables say in the same way."""
    cells: Counter[Cell] = Counter()
    for row in rows:
        cell = (row["place"], row["on"], tuple(sorted(row["organisations"])), row["breakdown"], row["item"])
        cells[(*cell, row["value"]) if isinstance(indicator, Stock) else cell] += row["value"]
    return _folded(indicator, cells)


def _folded(indicator: Counted, cells: Counter[Cell]) -> Counter[Cell]:
    """Take members and states of a key as they are, however often they were told on a day."""
    return Counter(cells.keys()) if isinstance(indicator, Distinct | Stock) else +cells


def _meant(indicator: Counted, row: Row[Any]) -> bool:
    wanted = {} if isinstance(indicator, Stock) else indicator.where
    return all(code in _said(row, name) for name, code in wanted.items())


def _amount(indicator: Counted, row: Row[Any], kind: type) -> int:
    of = indicator.told[kind] if isinstance(indicator, Stock) else getattr(indicator, "of", 1)
    return of if isinstance(of, int) else int(row.data[of])


def _cells(indicator: Counted, row: Row[Any], amount: int) -> Iterator[tuple[Cell, int]]:
    leaf = row.place if row.place.startswith("51") else row.home
    organisations = tuple(sorted([str(row.organisation), *row.data.get("joint_organisations", [])]))
    items = _said(row, indicator.key) if isinstance(indicator, Distinct | Stock) else [None]
    state = (amount,) if isinstance(indicator, Stock) else ()
    for breakdown in ("", *(f"{name}={code}" for name in indicator.by for code in _said(row, name))):
        for item in items:
            yield (leaf, str(row.occurred_on), organisations, breakdown, item, *state), amount


def _said(row: Row[Any], name: str) -> list[Any]:
    """List what a fact says under a name, of itself or of where and by whom it happened; nothing where it says none."""
    if name == "township":
        return [row.place] if level_of(row.place) == "township" else []
    value = row.organiser if name == "organiser" else row.data[name]
    return value if isinstance(value, list) else [value] if value is not None else []
