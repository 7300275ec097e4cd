"""Asking the doors of reporting, over a log whose facts they show."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from services.outreach.facts import (
    AidDelivered,
    AidSource,
    Corps,
    LectureHeld,
    LectureTopic,
    Mode,
    Target,
    Venue,
    VisitRecorded,
)
from services.reporting.fold import Counter, plans
from services.reporting.indicators import CATALOGUE
from services.reporting.service import Reporting
from shared.facts import Organiser, PlaceCode
from shared.identity import Role
from shared.settings import Settings
from shared.worker import in_process
from tests.builders import COUNTY, LEAGUE, TOWNSHIP, a_token
from tests.conftest import Site
from tests.reporting.counted import Counted
from tests.reporting.log import Log, body

PROVINCE = "510000000000"
DAY = date(2021, 12, 5)
REMOTE = PlaceCode("513221100000")
"""A township where no other test records anything."""
EVERYWHERE = ("51",)


def carried(**but: Any) -> dict[str, Any]:
    usual = {
        "place": PlaceCode(TOWNSHIP),
        "home": PlaceCode(COUNTY),
        "organisation": UUID(LEAGUE),
        "organiser": Organiser.COUNTY,
        "occurred_on": DAY,
    }
    return {**usual, **but}


def visit(**but: Any) -> VisitRecorded:
    return VisitRecorded(**carried(**{"target": Target.AWAY_WORKER, "household": uuid4(), "persons": 2, **but}))


def lecture(**but: Any) -> LectureHeld:
    said = {"topics": (LectureTopic.EPIDEMIC,), "mode": Mode.OFFLINE, "venue": Venue.VILLAGE, "corps": Corps.YOUTH}
    return LectureHeld(**carried(**said, **{"lecturer": uuid4(), "minutes": 60, **but}))


def aid(unsigned: int, id: UUID, **but: Any) -> AidDelivered:
    given = {"source": AidSource.DUES, "cash_fen": 100, "goods": 1, "goods_value_fen": 5, "household": uuid4()}
    return AidDelivered(**carried(**given, **but), aid=id, unsigned=unsigned)


class Asked:
    """The doors as somebody asks them, and the log whose facts they show."""

    def __init__(self, site: Site, known: Settings, counted: Counted) -> None:
        self.site, self.known, self.counted = site, known, counted
        self.log = Log(service="outreach")
        self._counter = Counter(counted.engine, plans(CATALOGUE))

    def told(self, *facts: Any) -> None:
        """Tell, count and roll some facts."""
        self.count([body(self.log.tell(fact)) for fact in facts])
        self.count([self.log.head_told()])
        self.counted.roll()

    def count(self, messages: Sequence[bytes]) -> None:
        """Count some messages."""
        self._counter.count(messages)

    def ask(self, door: str, *, scope: tuple[str, ...] = EVERYWHERE, **asked: Any) -> Any:
        """Ask a door; a refusal is answered as the rule's name."""
        token = a_token(self.site, "reporting", uuid4(), Role.VIEWER, scope=scope)
        said = getattr(in_process(Reporting, self.known, token), door)(**asked)
        return said["refused"][0]["rule"] if "refused" in said else said["answer"]

    def figures(self, place: str = PROVINCE, period: str = "2021-12") -> dict[str, Any]:
        """Read the figures of a place."""
        found: dict[str, Any] = self.ask("rollup", place=place, period=period)["figures"]
        return found
