"""A log that tells facts, as a list: what a service's event log tells, told by a test."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4, uuid5

import orjson
from sqlalchemy import text
from sqlalchemy.orm import Session

from services.reporting.fold import Arrival
from services.reporting.rebuild import Answer
from shared.facts import Fact, Organiser, PlaceCode, data_of
from tests.reporting.sample import SERVICE, Called, Kind

TOWNSHIP, NEIGHBOUR = PlaceCode("510104017000"), PlaceCode("510104018000")
OTHER_COUNTY, OTHER_CITY = PlaceCode("510105001000"), PlaceCode("510302001000")
COUNTY, CITY, PROVINCE = PlaceCode("510104000000"), PlaceCode("510100000000"), PlaceCode("510000000000")
AWAY = PlaceCode("440300000000")
LEAD, PARTNER = UUID(int=1), UUID(int=2)
DAY = date(2021, 12, 5)

Event = dict[str, Any]


def number(session: Session) -> None:
    """Number what a service told, and move its relay's head along: a keeper that comes later goes on from there."""
    session.execute(text("UPDATE event_log SET position = id WHERE position IS NULL"))
    top = "(SELECT coalesce(max(position), 0) FROM event_log)"
    session.execute(text(f"UPDATE relay SET head = {top}, published = {top}"))  # noqa: S608 - our own words


def called(**but: Any) -> Called:
    """Make a call in the township, but for what is said otherwise."""
    return Called(**{**where(), "kind": Kind.ONE, **but})


def where(**but: Any) -> dict[str, Any]:
    """Make what every fact carries, but for what is said otherwise."""
    usual = {
        "place": TOWNSHIP,
        "home": COUNTY,
        "organisation": LEAD,
        "organiser": Organiser.COUNTY,
        "occurred_on": DAY,
    }
    return {**usual, **but}


@dataclass
class Log:
    """Everything that one service told, in order."""

    epoch: int = 1
    service: str = SERVICE
    events: list[Event] = field(default_factory=list)
    page: int = 1_000

    @property
    def source(self) -> str:
        """The log's name as a source."""
        return f"{self.service}/{self.epoch}"

    def tell(self, fact: Fact, id: UUID | None = None) -> Event:
        """Tell a fact at the next position."""
        return self._append(type(fact).__name__, fact, id or uuid4(), 1, None)

    def reverse(self, event: Event) -> Event:
        """Take a told fact back, in its own words."""
        reversal = {
            **event,
            "id": str(uuid5(UUID(event["id"]), "reversal")),
            "time": self._now(),
            "position": len(self.events) + 1,
            "sign": -1,
            "reverses": event["id"],
        }
        self.events.append(reversal)
        return reversal

    def _append(self, kind: str, fact: Fact, id: UUID, sign: int, reverses: str | None) -> Event:
        event = {
            "specversion": "1.0",
            "id": str(id),
            "source": self.source,
            "type": kind,
            "time": self._now(),
            "datacontenttype": "application/json",
            "position": len(self.events) + 1,
            "sign": sign,
            "reverses": reverses,
            "place": fact.place,
            "home": fact.home,
            "organisation": str(fact.organisation),
            "organiser": fact.organiser.value,
            "line": fact.line.value,
            "occurredon": str(fact.occurred_on),
            "loggedat": datetime.now(UTC).isoformat(),
            "data": data_of(fact),
        }
        self.events.append(event)
        return event

    def _now(self) -> str:
        return (datetime(2022, 1, 1, tzinfo=UTC) + timedelta(seconds=len(self.events))).isoformat()

    def head_told(self, head: int | None = None) -> bytes:
        """Make the message that tells how far the log goes."""
        said = len(self.events) if head is None else head
        event = {"id": str(uuid4()), "source": self.source, "type": "HeadTold", "time": datetime.now(UTC).isoformat()}
        return body({**event, "data": {"head": said}})

    def begin_epoch(self, kept: int, epoch: int) -> None:
        """Come back from a backup that holds the first facts only."""
        self.epoch = epoch
        self.events = [{**event, "source": self.source} for event in self.events[:kept]]

    def head(self, _service: str) -> Answer:
        """Tell how far the log goes."""
        return Answer(self.source, len(self.events), [])

    def after(self, _service: str, position: int, _within: float = 0) -> Answer:
        """Tell the next facts after a position."""
        return self._answer(self.events[position : position + self.page])

    def at(self, _service: str, positions: Sequence[int], _within: float = 0) -> Answer:
        """Tell the facts at some positions."""
        return self._answer([self.events[each - 1] for each in positions if each <= len(self.events)])

    def counts(self, _service: str, figure: str) -> Iterator[dict[str, Any]]:
        """Say nothing: a log has no state tables."""
        raise NotImplementedError(figure)

    def _answer(self, events: Sequence[Event]) -> Answer:
        return Answer(self.source, len(self.events), [Arrival(event, body(event)) for event in events])


def body(event: Event) -> bytes:
    """Write an event as it travels."""
    return orjson.dumps(event)
