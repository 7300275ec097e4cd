"""What one batch of facts adds up to, as columns: one row for the database, whatever the batch holds."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import lru_cache
from itertools import product
from typing import Any

import orjson

from services.reporting.fold.plan import Amount, Member, Plan, State
from shared.facts import (
    CODE_PATTERN,
    JOINT,
    PLACE_PATTERN,
    TAKEN_PART,
    TOWNSHIP,
)

Event = dict[str, Any]

LARGEST = 10**12
"""The largest number that one fact may tell: a million of them still fit into a cell."""

# Before and after, a season such as 2011-12 would read like a month.
FIRST_DAY, LAST_DAY = date(2013, 7, 1), date(2098, 6, 30)

ID_PATTERN = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")

_FIGURE_BITS = 15
_FIGURE_MASK = (1 << _FIGURE_BITS) - 1
"""Spot and figure share one integer as a key: a dictionary takes it twice as fast as a pair."""


class Figures(dict[str, int]):
    """Numbers figures in the order in which they come; raises ValueError at more than a parcel can tell apart."""

    def __missing__(self, figure: str) -> int:
        """Number a new figure."""
        if len(self) > _FIGURE_MASK:
            raise ValueError("more codes than any list has")
        self[figure] = len(self)
        return self[figure]


class Spots(dict[tuple[str, str], int]):
    """Numbers units on their days in the order in which they come, ready to take a figure's number beside it."""

    def __missing__(self, spot: tuple[str, str]) -> int:
        """Number a new spot."""
        self[spot] = len(self) << _FIGURE_BITS
        return self[spot]


class Parcel:
    """Sums, members and states that wait to become cells.

    Whatever a fact says is checked here: the roller must never stumble over what a batch has left behind.
    """

    def __init__(self) -> None:
        """Begin with nothing."""
        self.facts = 0
        self.logged: list[str] = []
        self._spots = Spots()
        self._figures = Figures()
        self._sums: dict[int, int] = defaultdict(int)
        self._members: dict[tuple[int, str], int] = defaultdict(int)
        self._states: list[dict[str, Any]] = []

    def add(self, event: Event, plan: Plan, *, measured: bool) -> None:
        """Add what one fact changes; raises KeyError, TypeError or ValueError in the middle if it is no such fact."""
        self.facts += 1
        if measured:
            self.logged.append(_instant(event["loggedat"]))
        values = {**event, **event["data"]} if plan.reads_envelope else event["data"]
        leaf, organisations = _leaf(event["place"], event["home"]), _organisations(event)
        if plan.amounts or plan.members:
            day = event["occurredon"]
            here, month = self._spots[leaf, _day(day)], _month(day)
            spots = [here, *[self._spots[each, month] for each in organisations]]
            self._add_amounts(event, plan.amounts, values, spots, organisations)
            self._add_members(event, plan.members, values, spots, organisations)
        for state in plan.states:
            for key in _keys(state.key, values, event, organisations):
                self._states.append(_state(state, values, event, key) | {"unit": leaf, "organisations": organisations})

    def _add_amounts(
        self, event: Event, amounts: Iterable[Amount], values: Event, spots: Sequence[int], organisations: Sequence[str]
    ) -> None:
        sign, sums = event["sign"], self._sums
        for amount in amounts:
            change = sign * _amount(amount.of, values, organisations)
            if change and (not amount.where or _holds(amount.where, values)):
                for cell in self._cells(amount, values, spots):
                    sums[cell] += change

    def _add_members(
        self, event: Event, told: Iterable[Member], values: Event, spots: Sequence[int], organisations: Sequence[str]
    ) -> None:
        sign, members = event["sign"], self._members
        for member in told:
            keys = _keys(member.key, values, event, organisations)
            if keys and (not member.where or _holds(member.where, values)):
                for each in product(self._cells(member, values, spots), keys):
                    members[each] += sign

    def _cells(self, figure: Amount | Member, values: Event, spots: Sequence[int]) -> list[int]:
        """List where a figure is counted: its total at every spot, its parts at the first, which is the place."""
        figures = self._figures
        total = figures[figure.indicator]
        cells = [each | total for each in spots]
        for field, prefix in figure.by:
            for code in _codes(values[field]):
                cells.append(spots[0] | figures[prefix + code])  # noqa: PERF401 - half as fast
        return cells

    def columns(self) -> dict[str, Any]:
        """Give the parcel as columns of its row, arrays written as PostgreSQL reads them."""
        cells, members = list(self._sums), list(self._members)
        return {
            "facts": self.facts,
            "logged": _array(self.logged),
            "units": _array([unit for unit, _ in self._spots]),
            "days": _array([day for _, day in self._spots]),
            "figures": _array(list(self._figures)),
            "sum_spots": _array([cell >> _FIGURE_BITS for cell in cells]),
            "sum_figures": _array([cell & _FIGURE_MASK for cell in cells]),
            "sums": _array(list(self._sums.values())),
            "member_spots": _array([cell >> _FIGURE_BITS for cell, _ in members]),
            "member_figures": _array([cell & _FIGURE_MASK for cell, _ in members]),
            "members": _array([key for _, key in members]),
            "member_changes": _array(list(self._members.values())),
            "states": orjson.dumps(self._states).decode() if self._states else None,
        }


def _array(elements: list[Any]) -> str:
    """Write an array as PostgreSQL reads it: but for the brackets, just as JSON does, which is written by one call."""
    return "{" + orjson.dumps(elements)[1:-1].decode() + "}"


def _state(state: State, values: Event, event: Event, key: str) -> dict[str, Any]:
    """Say a key's state; a reversal does not know when the fact that it takes back was recorded."""
    original = event["sign"] > 0
    return {
        "indicator": state.indicator,
        "key": key,
        "fact": _id(event["id"] if original else event["reverses"]),
        "n": event["sign"],
        "occurred_on": _day(event["occurredon"]),
        "recorded_at": _instant(event["time"]) if original else None,
        "position": event["position"] if original else None,
        "breakdowns": [f"{field}={code}" for field in state.by for code in _codes(values[field])],
        "value": state.of if isinstance(state.of, int) else _number(values[state.of]),
    }


def _amount(of: str | int, values: Event, organisations: Sequence[str]) -> int:
    if isinstance(of, int):
        return of
    return int(len(organisations) > 1) if of == JOINT else _number(values[of])


def _keys(key: str, values: Event, event: Event, organisations: Sequence[str]) -> Sequence[str]:
    if key == TAKEN_PART:
        return organisations
    if key == JOINT:
        return organisations[1:]
    if key == TOWNSHIP:
        place = event["place"]
        return [place] if place[:2] == "51" and place[6:9] != "000" else []
    found = values[key]
    if found is None:
        return ()
    return [_key(each) for each in dict.fromkeys(found)] if isinstance(found, list) else [_key(found)]


def _organisations(event: Event) -> list[str]:
    joint = event["data"].get("joint_organisations")
    lead = _organisation(event["organisation"])
    return list(dict.fromkeys([lead, *map(_organisation, joint)])) if joint else [lead]


def _holds(where: Iterable[tuple[str, str]], values: Event) -> bool:
    return all(code in found if isinstance(found := values[field], list) else found == code for field, code in where)


def _codes(found: Any) -> Sequence[str]:
    if isinstance(found, list):
        return [_code(each) for each in dict.fromkeys(found)]
    return () if found is None else (_code(found),)


def _number(value: Any) -> int:
    if type(value) is not int or not 0 <= value <= LARGEST:
        raise TypeError("not a number that can be counted")
    return value


def _instant(value: str) -> str:
    datetime.fromisoformat(value)
    return value


def _id(value: str) -> str:
    if not ID_PATTERN.fullmatch(value):
        raise ValueError("not an id")
    return value


@lru_cache(maxsize=1_000)
def _code(value: str) -> str:
    if not CODE_PATTERN.fullmatch(value):
        raise ValueError("not a code")
    return value


def _key(value: str) -> str:
    if not (ID_PATTERN.fullmatch(value) or PLACE_PATTERN.fullmatch(value)):
        raise ValueError("neither an id nor a place")
    return value


@lru_cache(maxsize=20_000)
def _organisation(value: str) -> str:
    return _id(value)


@lru_cache(maxsize=20_000)
def _leaf(place: str, home: str) -> str:
    """Tell for which place of the province a fact counts: where it happened, or else where its lead is at home."""
    leaf = place if place.startswith("51") else home
    if not (PLACE_PATTERN.fullmatch(place) and PLACE_PATTERN.fullmatch(leaf) and leaf.startswith("51")):
        raise ValueError("no place of the province")
    return leaf


@lru_cache(maxsize=5_000)
def _day(value: str) -> str:
    day = date.fromisoformat(value)
    if str(day) != value or not FIRST_DAY <= day <= LAST_DAY:
        raise ValueError("not a day that can be counted")
    return value


@lru_cache(maxsize=5_000)
def _month(day: str) -> str:
    return _day(day)[:8] + "01"
