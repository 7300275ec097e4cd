"""How each kind of fact is counted, worked out once from the indicators, as plain tuples."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from services.reporting.indicators import ENVELOPE_CODES, Catalogue
from shared.facts import Counted, Distinct, Fact, Stock, Sum, facts_of


class Axis(NamedTuple):
    """A field by which a figure is broken down, and how the names of its parts begin."""

    field: str
    prefix: str


class Amount(NamedTuple):
    """Σ: what a fact adds to a figure."""

    indicator: str
    of: str | int
    by: tuple[Axis, ...]
    where: tuple[tuple[str, str], ...]


class Member(NamedTuple):
    """D: whom a fact makes a member of a figure."""

    indicator: str
    key: str
    by: tuple[Axis, ...]
    where: tuple[tuple[str, str], ...]


class State(NamedTuple):
    """S: the state in which a fact says a key is."""

    indicator: str
    key: str
    of: str | int
    by: tuple[str, ...]


class Plan(NamedTuple):
    """Everything that one kind of fact changes; `reads_envelope` if a figure asks for organiser or line."""

    service: str
    amounts: tuple[Amount, ...]
    members: tuple[Member, ...]
    states: tuple[State, ...]
    reads_envelope: bool


Plans = Mapping[str, Plan]


def plans(catalogue: Catalogue) -> Plans:
    """Work out the plan of every kind of fact; a kind without indicators has an empty one."""
    counted = list(catalogue.checked().counted)
    return {
        kind.__name__: _plan(service, kind, [each for each in counted if kind in facts_of(each)])
        for service, declared in catalogue.services.items()
        for kind in declared.facts
    }


def _plan(service: str, kind: type[Fact], indicators: Sequence[Counted]) -> Plan:
    read = {name for each in indicators for name in (*each.by, *getattr(each, "where", ()))}
    return Plan(
        service,
        tuple(Amount(each.code, each.of, _axes(each), _where(each)) for each in indicators if isinstance(each, Sum)),
        tuple(
            Member(each.code, each.key, _axes(each), _where(each)) for each in indicators if isinstance(each, Distinct)
        ),
        tuple(State(each.code, each.key, each.told[kind], each.by) for each in indicators if isinstance(each, Stock)),
        bool(read & ENVELOPE_CODES),
    )


def _axes(indicator: Sum | Distinct) -> tuple[Axis, ...]:
    return tuple(Axis(field, f"{indicator.code} {field}=") for field in indicator.by)


def _where(indicator: Sum | Distinct) -> tuple[tuple[str, str], ...]:
    return tuple((field, code.value) for field, code in indicator.where.items())
