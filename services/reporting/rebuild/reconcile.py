"""Reconciling: every cell against what the services' own tables say, worked out here once more in plain Python."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import chain, pairwise, product
from typing import Any, NamedTuple

from sqlalchemy import Engine, text

from services.reporting import store
from services.reporting.fold import plans, waiting
from services.reporting.indicators import Catalogue
from services.reporting.rebuild.sources import Sources
from shared.database import transaction
from shared.facts import Counted, Distinct, Sum

Cell = tuple[str, str, str, str]
"""Tree, unit, period and breakdown of one figure."""

Said = Mapping[str, Any]


class Difference(NamedTuple):
    """A cell that says something else than the services' tables."""

    indicator: str
    cell: Cell
    stated: int
    tables: int


_CELLS = text("SELECT tree, unit, period, breakdown, value FROM cell WHERE indicator = :indicator AND value <> 0")


def reconcile(engine: Engine, catalogue: Catalogue, sources: Sources) -> list[Difference]:
    """Compare every cell of every indicator that counts; what is on its way while this runs shows as a difference."""
    with transaction(engine) as session:
        store.look_at_live(session)
        waits = waiting(plans(catalogue), store.declared(session))
    compared = (each for each in catalogue.counted if each.code not in waits)
    return [found for each in compared for found in _differences(engine, catalogue, sources, each)]


def _differences(engine: Engine, catalogue: Catalogue, sources: Sources, each: Counted) -> Iterator[Difference]:
    said = chain.from_iterable(sources.counts(service, each.code) for service in catalogue.services_of(each))
    tables = expected(each, said)
    with transaction(engine) as session:
        store.look_at_live(session)
        rows = session.execute(_CELLS, {"indicator": each.code})
        cells = {(row.tree, row.unit, row.period, row.breakdown): int(row.value) for row in rows}
    for cell in sorted(tables.keys() | cells.keys()):
        if cells.get(cell, 0) != tables.get(cell, 0):
            yield Difference(each.code, cell, cells.get(cell, 0), tables.get(cell, 0))


def expected(indicator: Counted, rows: Iterable[Said]) -> dict[Cell, int]:
    """Work out the cells of an indicator from what the tables say."""
    if isinstance(indicator, Sum):
        return _added(rows)
    return _members(rows) if isinstance(indicator, Distinct) else _added(_changes(rows))


def _added(rows: Iterable[Said]) -> dict[Cell, int]:
    cells: dict[Cell, int] = defaultdict(int)
    for row in rows:
        for cell in _cells(row):
            cells[cell] += row["value"]
    return {cell: value for cell, value in cells.items() if value}


def _members(rows: Iterable[Said]) -> dict[Cell, int]:
    members: dict[Cell, set[str]] = defaultdict(set)
    for row in rows:
        for cell in _cells(row):
            members[cell].add(row["item"])
    return {cell: len(items) for cell, items in members.items()}


def _changes(rows: Iterable[Said]) -> Iterator[Said]:
    """Turn each key's states, day after day, into what it adds where it arrives and takes away where it leaves."""
    states: dict[tuple[str, str], dict[str, Said]] = defaultdict(dict)
    for row in rows:
        days = states[row["item"], row["breakdown"].partition("=")[0]]
        if row["turn"] >= days.get(row["on"], row)["turn"]:
            days[row["on"]] = row
    for days in states.values():
        in_order = [state for _, state in sorted(days.items())]
        yield from in_order
        for before, after in pairwise(in_order):
            yield {**before, "on": after["on"], "value": -before["value"]}


def _cells(row: Said) -> Iterator[Cell]:
    day = date.fromisoformat(row["on"])
    month, season = f"{day:%Y-%m}", _season(day)
    for place, period in product(_with_all_above(row["place"]), (str(day), month, season)):
        yield "p", place, period, row["breakdown"]
    if not row["breakdown"]:
        for organisation, period in product(set(row["organisations"]), (month, season)):
            yield "o", organisation, period, ""


def _with_all_above(place: str) -> set[str]:
    return {place, *(place[:width].ljust(12, "0") for width in (2, 4, 6) if place[width:].strip("0"))}


def _season(day: date) -> str:
    first = day.year if day >= date(day.year, 7, 1) else day.year - 1
    return f"{first}-{(first + 1) % 100:02}"
