"""Counting a batch exactly once: what it claims and what it adds are committed together, or not at all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import orjson
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from services.reporting.fold.declaring import declarations, narrowed
from services.reporting.fold.parcel import Event, Parcel
from services.reporting.fold.parking import Fault, fault_of, park
from services.reporting.fold.plan import Plans
from services.reporting.store import (
    adopt,
    ask_for_epochs,
    declare_first,
    declared,
    enter_live,
    hear_heads,
    service_of,
)
from shared.database import error_class, is_data_error, transaction
from shared.ledger import claim, counted_among

HEAD_TOLD = "HeadTold"
MOST_POSITIONS = 2**48
AT_FAULT = (KeyError, TypeError, ValueError, AttributeError)
"""What the fold raises at a fact that does not say what its kind says."""


class Arrival(NamedTuple):
    """One message as read: the event and the bytes it came in; what came as part of an answer has none of its own."""

    event: Event
    body: bytes | None = None


class Overlap(Exception):
    """Something in the batch is counted already; nothing of it was."""


class Counter:
    """Counts facts into the live schema, or into the one that `enter` opens."""

    def __init__(
        self,
        engine: Engine,
        plans: Plans,
        enter: Callable[[Session], int | None] = enter_live,
        *,
        measured: bool = True,
    ) -> None:
        """Remember where to count and how; `measured` if the facts come live, so that their delay says something.

        A schema whose version `enter` tells is counted by its own declarations, any other by all there are.
        """
        self._engine = engine
        self._plans = plans
        self._services = {plan.service for plan in plans.values()}
        self._enter = enter
        self._measured = measured
        self._by: tuple[int | None, Plans] = None, plans

    def count(self, bodies: Sequence[bytes]) -> int:
        """Count a batch of messages; answer how many facts were new. Raises what waiting may mend."""
        arrivals, faults = [], []
        for body in bodies:
            read = arrival(body)
            arrivals.append(read) if isinstance(read, Arrival) else faults.append(read)
        if faults:
            with transaction(self._engine) as session:
                park(session, faults)
        return self.count_arrivals(arrivals)

    def count_arrivals(self, arrivals: Sequence[Arrival]) -> int:
        """Count messages that could be read; whatever the database refuses as data is found by halving."""
        try:
            return self._count_once(arrivals)
        except Exception as error:
            if not is_data_error(error):
                raise
            if len(arrivals) == 1:
                with transaction(self._engine) as session:
                    park(session, [fault_of(arrivals[0].event, arrivals[0].body, "refused", str(error_class(error)))])
                return 0
            middle = len(arrivals) // 2
            return self.count_arrivals(arrivals[:middle]) + self.count_arrivals(arrivals[middle:])

    def _count_once(self, arrivals: Sequence[Arrival]) -> int:
        told = arrivals
        while told:
            try:
                with transaction(self._engine) as session:
                    by = self._plans_by(session, self._enter(session))
                    return self.count_in(session, told, by)
            except Overlap:
                with transaction(self._engine) as session:
                    self._enter(session)
                    told = _without_counted(session, told)
        return 0

    def _plans_by(self, session: Session, version: int | None) -> Plans:
        """Give the plans of the declarations by which a schema is counted; raises IndicatorsUnknown."""
        if version is None:
            return self._plans
        known, by = self._by
        if version == known:
            return by
        if not (said := declared(session)):
            # What this transaction declares may be rolled back, so that nothing is remembered of it.
            return narrowed(self._plans, declare_first(session, declarations(self._plans)))
        by = narrowed(self._plans, said)
        self._by = version, by
        return by

    def count_in(self, session: Session, arrivals: Sequence[Arrival], by: Plans | None = None) -> int:
        """Count within a transaction that has entered its schema; raises Overlap if anything is counted already."""
        known, strange = self._known(arrivals)
        facts, heads = _sorted_out(known)
        current = _of_current_epochs(session, facts, heads)
        fresh, taken = _one_per_position(current)
        parcel, good, bad = self._folded(fresh, by or self._plans)
        positions: dict[str, list[int]] = defaultdict(list)
        for event, _ in good:
            positions[event["source"]].append(event["position"])
        if not claim(session, positions):
            raise Overlap
        if good:
            session.execute(_PUT, parcel.columns())
        park(session, [*strange, *taken, *bad])
        hear_heads(session, heads)
        return len(good)

    def _known(self, arrivals: Sequence[Arrival]) -> tuple[Sequence[Arrival], list[Fault]]:
        """Set aside what comes from nobody who tells facts here."""
        strangers = {event["source"] for event, _ in arrivals if service_of(event["source"]) not in self._services}
        if not strangers:
            return arrivals, []
        strange = [each for each in arrivals if each.event["source"] in strangers]
        faults = [fault_of(event, body, "unknown_source", "LookupError") for event, body in strange]
        return [each for each in arrivals if each.event["source"] not in strangers], faults

    def _folded(self, arrivals: Sequence[Arrival], by: Plans) -> tuple[Parcel, Sequence[Arrival], list[Fault]]:
        """Fold what can be folded; a fact at fault may have left half of itself, so the rest is folded anew."""
        parcel, bad = Parcel(), {}
        for number, (event, body) in enumerate(arrivals):
            plan = by.get(event["type"])
            if plan is None or plan.service != service_of(event["source"]):
                bad[number] = fault_of(event, body, "unknown_type", "LookupError")
                continue
            try:
                parcel.add(event, plan, measured=self._measured)
            except AT_FAULT as error:
                bad[number] = fault_of(event, body, _reason(error), type(error).__name__)
        if not bad:
            return parcel, arrivals, []
        again = [each for number, each in enumerate(arrivals) if number not in bad]
        return self._folded(again, by)[0], again, list(bad.values())


def arrival(body: bytes) -> Arrival | Fault:
    """Read a message as far as counting needs: which fact of which source it is."""
    event: Any = None
    try:
        event = orjson.loads(body)
        sound = _is_source(event["source"]) and isinstance(event["type"], str)
        if sound and event["type"] == HEAD_TOLD:
            sound = type(event["data"]["head"]) is int and 0 <= event["data"]["head"] < MOST_POSITIONS
        elif sound:
            sound = (
                type(event["position"]) is int and 0 < event["position"] < MOST_POSITIONS and event["sign"] in {1, -1}
            )
    except AT_FAULT as error:
        return fault_of(event, body, "undecodable" if event is None else _reason(error), type(error).__name__)
    return Arrival(event, body) if sound else fault_of(event, body, "wrong_value", "ValueError")


@lru_cache(maxsize=100)
def _is_source(name: str) -> bool:
    service, _, epoch = name.rpartition("/")
    return bool(service) and epoch.isdigit()


def _reason(error: Exception) -> str:
    return "missing_field" if isinstance(error, KeyError) else "wrong_value"


def _sorted_out(arrivals: Iterable[Arrival]) -> tuple[list[Arrival], list[Event]]:
    facts: list[Arrival] = []
    heads: list[Event] = []
    for each in arrivals:
        if each.event["type"] == HEAD_TOLD:
            heads.append(each.event)
        else:
            facts.append(each)
    return facts, heads


def _of_current_epochs(session: Session, facts: Sequence[Arrival], heads: Sequence[Event]) -> Sequence[Arrival]:
    """Keep the facts of the epoch that is counted; a newer one is asked for, an older one is over."""
    heard = {event["source"] for event, _ in facts} | {event["source"] for event in heads}
    current = adopt(session, heard)
    if heard <= current:
        return facts
    ask_for_epochs(session, heard - current)
    return [each for each in facts if each.event["source"] in current]


def _one_per_position(facts: Sequence[Arrival]) -> tuple[Sequence[Arrival], list[Fault]]:
    """Drop what came twice: a range would hide it. Two facts at one position are a fault of the log."""
    first: dict[tuple[str, int], Arrival] = {}
    faults: list[Fault] = []
    for each in facts:
        event = each.event
        known = first.setdefault((event["source"], event["position"]), each)
        if known is not each and known.event["id"] != event["id"]:
            faults.append(fault_of(event, each.body, "position_taken", "ValueError"))
    return (list(first.values()) if len(first) < len(facts) else facts), faults


def _without_counted(session: Session, arrivals: Sequence[Arrival]) -> list[Arrival]:
    facts, _ = _sorted_out(arrivals)
    counted = {
        source: counted_among(session, source, [event["position"] for event, _ in facts if event["source"] == source])
        for source in {event["source"] for event, _ in facts}
    }
    return [
        each
        for each in arrivals
        if each.event["type"] == HEAD_TOLD or each.event["position"] not in counted[each.event["source"]]
    ]


_COLUMNS = tuple(Parcel().columns())
_PUT = text(
    f"INSERT INTO parcel ({', '.join(_COLUMNS)}) VALUES ({', '.join(f':{name}' for name in _COLUMNS)})"  # noqa: S608
)
