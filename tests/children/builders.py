"""A small Sichuan with two winters, the people who call children's doors, and what they say."""

import time
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Engine, select, text

from services.children import store
from services.children.service import Children
from shared import frame
from shared.clock import Clock
from shared.database import transaction
from shared.duty import Due
from shared.eventlog import event_log
from shared.identity import Identity, Role, sign, signing_key
from shared.settings import Settings
from shared.worker import in_process, open_desk
from tests.conftest import Site

TOWNSHIP, NEXT_TOWNSHIP, FORMER_TOWNSHIP = "510104017000", "510104018000", "510104019000"
COUNTY, ELSEWHERE, OTHER_COUNTY = "510104000000", "510105002000", "510105000000"
LEAGUE, OTHER_LEAGUE = UUID(int=0x104), UUID(int=0x105)
DECEMBER = date(2021, 12, 5)

PLACES = [
    ("510000000000", "province", None),
    ("510100000000", "city", "510000000000"),
    (COUNTY, "county", "510100000000"),
    (TOWNSHIP, "township", COUNTY),
    (NEXT_TOWNSHIP, "township", COUNTY),
    (FORMER_TOWNSHIP, "township", COUNTY),
    (OTHER_COUNTY, "county", "510100000000"),
    (ELSEWHERE, "township", OTHER_COUNTY),
]
WINTERS = [("2021-22", 2021), ("2022-23", 2022)]


def _rows() -> list[tuple[str, dict[str, Any]]]:
    lasting = {"valid_from": "2000-01-01", "valid_to": None, "version": 1}
    ended = {FORMER_TOWNSHIP: {"valid_to": "2021-12-01"}}
    places = [
        {"code": code, "name": code, "level": level, "parent": parent, **lasting, **ended.get(code, {})}
        for code, level, parent in PLACES
    ]
    league = {"name": "团委", "tree": "youth_league", "kind": "youth_league", "organiser": "county", "parent": None}
    leagues = [
        {"id": str(id), "place": place, **league, **lasting}
        for id, place in ((LEAGUE, COUNTY), (OTHER_LEAGUE, OTHER_COUNTY))
    ]
    winters = [
        {
            "id": id,
            "starts_on": f"{year}-11-18",
            "ends_on": f"{year + 1}-03-31",
            "closes_on": f"{year + 1}-04-30",
            "months": [f"{year}-11", f"{year}-12", f"{year + 1}-01", f"{year + 1}-02", f"{year + 1}-03"],
            "travel_starts_on": f"{year + 1}-01-17",
            "homeward_ends_on": f"{year + 1}-01-31",
            "travel_ends_on": f"{year + 1}-02-25",
            "version": 1,
        }
        for id, year in WINTERS
    ]
    tables = (("frame_place", places), ("frame_organisation", leagues), ("frame_campaign", winters))
    return [(kind, row) for kind, rows in tables for row in rows]


def an_opening(**but: Any) -> dict[str, Any]:
    usual = {
        "place": TOWNSHIP,
        "organisation": str(LEAGUE),
        "born_month": "2014-05",
        "sex": "female",
        "guardian": "grandparent",
        "category": "left_behind",
        "companion": str(uuid4()),
        "opened_on": str(DECEMBER),
    }
    return {**usual, **but}


def a_move(case: UUID, **but: Any) -> dict[str, Any]:
    usual = {
        "case": str(case),
        "place": NEXT_TOWNSHIP,
        "organisation": str(LEAGUE),
        "companion": str(uuid4()),
        "moved_on": "2021-12-20",
    }
    return {**usual, **but}


def a_closing(case: UUID, **but: Any) -> dict[str, Any]:
    return {"case": str(case), "closed_on": "2022-01-03", "reason": "parent_returned", **but}


def a_visit(case: UUID, **but: Any) -> dict[str, Any]:
    usual = {
        "place": TOWNSHIP,
        "organisation": str(LEAGUE),
        "occurred_on": "2021-12-12",
        "case": str(case),
        "medium": "home",
        "reached": "yes",
        "minutes": 30,
    }
    return {**usual, **but}


def rules(answer: dict[str, Any]) -> list[tuple[str, str]]:
    """Name the rules and fields of a refusal."""
    return [(each["rule"], each["field"]) for each in answer["refused"]]


@dataclass
class Register:
    """Children's doors on a real database, for whoever calls, on whatever day it is."""

    site: Site
    database: Engine
    clock: Clock
    seen: int = 0

    @property
    def known(self) -> Settings:
        return Settings("children", self.site.secrets, "test")

    def by(self, *scope: str, roles: tuple[Role, ...] = (Role.RECORDER,)) -> Children:
        """Call as a person."""
        person = Identity(uuid4(), None, LEAGUE, frozenset(roles), scope or ("510104",))
        portal = signing_key(Settings("portal", self.site.secrets, "test"))
        return in_process(Children, self.known, sign(portal, "portal", person, "children"))

    def by_itself(self) -> Children:
        """Call as the service's own keeper does."""
        return in_process(Children, self.known, self._own_token())

    def _own_token(self) -> str:
        return sign(signing_key(self.known), "children", Identity(service="children"), "children")

    def due(self) -> list[Due]:
        """List what time alone asks for."""
        with open_desk(self.known, self._own_token()) as desk:
            return store.due(desk.session, desk.now)

    def keep(self) -> None:
        """Do what is due until nothing is, as the keeper does."""
        while listed := self.due():
            for each in listed:
                done = getattr(self.by_itself(), each.door)(id=str(each.id), fields=each.fields)
                assert "answer" in done, done

    def on(self, day: date) -> None:
        """Make it noon of a day."""
        self.clock = Clock(datetime(day.year, day.month, day.day, 4, tzinfo=UTC), 1.0, time.time())

    def fill_frame(self) -> None:
        """Take the frame over, as from portal."""
        with transaction(self.database) as session:
            frame.apply(session, {"version": 1, "rows": [{"kind": kind, "row": row} for kind, row in _rows()]})

    def told(self) -> list[Any]:
        """List what was told since this was asked last, or since the test began."""
        with transaction(self.database) as session:
            rows = session.execute(select(event_log).where(event_log.c.id > self.seen).order_by(event_log.c.id)).all()
        self.seen = max([self.seen, *(each.id for each in rows)])
        return list(rows)

    def a_case(self, **but: Any) -> UUID:
        """Open a case and forget that it was told."""
        case = uuid4()
        assert "answer" in self.by("51").open_case(id=str(case), fields=an_opening(**but))
        self.told()
        return case

    def raw(self, query: str, *, scope: str | None = None, **values: Any) -> list[Any]:
        """Ask the database itself, under the application's role, in a scope or in none."""
        with transaction(self.database) as session:
            if scope is not None:
                session.execute(text("SELECT set_config('nuandong.scope', :scope, true)"), {"scope": f"{{{scope}}}"})
            return list(session.execute(text(query), values))
