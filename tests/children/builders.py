"""Children's doors, called by whoever the test says on the day it says, and what is said at them."""

import time
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Engine, func, select, text

from deploy.demo.world import organisation_id
from services.children import store
from services.children.service import Children
from shared.clock import Clock
from shared.database import transaction
from shared.duty import Due
from shared.eventlog import event_log
from shared.identity import Role, service_identity, sign, signing_key
from shared.settings import Settings
from shared.worker import in_process, open_desk
from tests.builders import COUNTY, LEAGUE, TOWNSHIP, a_token
from tests.conftest import Site

NEXT_TOWNSHIP, FORMER_TOWNSHIP, OTHER_TOWNSHIP = "510104018000", "510104888000", "510105002000"
OTHER_LEAGUE = organisation_id("league", "510105000000")
DECEMBER = date(2021, 12, 5)
BEGUN = time.time()
SINCE = "2021-12-01"
COMPANION, NEXT_COMPANION = "00000000-0000-4000-8000-0000000c0001", "00000000-0000-4000-8000-0000000c0002"

SECOND_WINTER = {
    "id": "2022-23",
    "starts_on": "2022-11-18",
    "ends_on": "2023-03-31",
    "closes_on": "2023-04-30",
    "months": ["2022-11", "2022-12", "2023-01", "2023-02", "2023-03"],
    "travel_starts_on": "2023-01-07",
    "homeward_ends_on": "2023-01-21",
    "travel_ends_on": "2023-02-15",
    "version": 2,
}
MERGED = {
    "code": FORMER_TOWNSHIP,
    "name": "并入他处的街道",
    "level": "township",
    "parent": COUNTY,
    "valid_from": "2000-01-01",
    "valid_to": "2021-12-01",
    "version": 2,
}
MORE_FRAME = [{"kind": "frame_campaign", "row": SECOND_WINTER}, {"kind": "frame_place", "row": MERGED}]


def an_opening(**but: Any) -> dict[str, Any]:
    usual = {
        "place": TOWNSHIP,
        "organisation": LEAGUE,
        "born_month": "2014-05",
        "sex": "female",
        "guardian": "grandparent",
        "category": "left_behind",
        "companion": COMPANION,
        "opened_on": str(DECEMBER),
    }
    return {**usual, **but}


def a_home(**but: Any) -> dict[str, Any]:
    usual = {"place": TOWNSHIP, "organisation": LEAGUE, "premises": "village", "since": SINCE}
    return {**usual, **but}


def a_companion(**but: Any) -> dict[str, Any]:
    return {"place": TOWNSHIP, "organisation": LEAGUE, "since": SINCE, **but}


def a_move(case: UUID, **but: Any) -> dict[str, Any]:
    usual = {
        "case": str(case),
        "place": NEXT_TOWNSHIP,
        "organisation": LEAGUE,
        "companion": NEXT_COMPANION,
        "moved_on": "2021-12-20",
    }
    return {**usual, **but}


def a_closing(case: UUID, **but: Any) -> dict[str, Any]:
    return {"case": str(case), "closed_on": "2022-01-03", "reason": "parent_returned", **but}


def a_visit(case: UUID, **but: Any) -> dict[str, Any]:
    usual = {
        "place": TOWNSHIP,
        "organisation": LEAGUE,
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
    clock: Clock | None = None
    seen: int = 0

    def by(self, *scope: str, roles: tuple[Role, ...] = (Role.RECORDER,), person: UUID | None = None) -> Children:
        """Call as a person."""
        token = a_token(self.site, "children", person or uuid4(), *roles, scope=scope or ("510104",))
        return in_process(Children, self._known, token)

    def by_itself(self) -> Children:
        """Call as the service's own keeper does."""
        return in_process(Children, self._known, self._own_token())

    def due(self) -> list[Due]:
        """List what time alone asks for."""
        with open_desk(self._known, self._own_token()) as desk:
            return store.due(desk.session, desk.now)

    def due_here(self) -> list[Due]:
        """List what is due and needs no other service."""
        return [each for each in self.due() if each.rule != "need_waits"]

    def keep(self) -> None:
        """Do what is due until nothing is, as the keeper does."""
        while listed := self.due_here():
            for each in listed:
                done = getattr(self.by_itself(), each.door)(id=str(each.id), fields=each.fields)
                assert "answer" in done, done

    def on(self, day: date) -> None:
        """Make it past noon of a day, and later than when it was made that day before."""
        self.clock = Clock(datetime(day.year, day.month, day.day, 4, tzinfo=UTC), 1.0, BEGUN)

    def told(self) -> list[Any]:
        """List what was told since this was asked last, or since the test began."""
        with transaction(self.database) as session:
            rows = session.execute(select(event_log).where(event_log.c.id > self.seen).order_by(event_log.c.id)).all()
        self.seen = max([self.seen, *(each.id for each in rows)])
        return list(rows)

    def forget(self) -> None:
        """Forget everything that was told until now."""
        with transaction(self.database) as session:
            self.seen = session.scalar(select(func.max(event_log.c.id))) or 0

    def a_companion(self, id: str = "", **but: Any) -> str:
        """Engage a companion and forget that it was told."""
        companion = id or str(uuid4())
        assert "answer" in self.by("51").engage_companion(id=companion, fields=a_companion(**but))
        self.forget()
        return companion

    def a_home(self, **but: Any) -> str:
        """Open a home and forget that it was told."""
        house = str(uuid4())
        assert "answer" in self.by("51").open_home(id=house, fields=a_home(**but))
        self.forget()
        return house

    def a_case(self, **but: Any) -> UUID:
        """Open a case and forget that it was told."""
        case = uuid4()
        assert "answer" in self.by("51").open_case(id=str(case), fields=an_opening(**but))
        self.forget()
        return case

    def a_case_in_consent(self, **but: Any) -> UUID:
        """Open a case whose guardian consents to its being followed, and forget that it was told."""
        case = self.a_case(**but)
        said = {
            "subject": str(case),
            "place": but.get("place", TOWNSHIP),
            "organisation": but.get("organisation", LEAGUE),
            "identity": {"name": "欧阳小满", "guardian": "欧阳大满", "phone": "13800138000", "address": "三组"},
            "scopes": ["contact"],
            "given_by": "guardian",
            "given_on": but.get("opened_on", str(DECEMBER)),
        }
        assert "answer" in self.by("51").keep_identity(kind="child", id=str(uuid4()), fields=said)
        return case

    def raw(self, query: str, *, scope: str | None = None, **values: Any) -> list[Any]:
        """Ask the database itself, under the application's role, in a scope or in none."""
        with transaction(self.database) as session:
            if scope is not None:
                session.execute(text("SELECT set_config('nuandong.scope', :scope, true)"), {"scope": f"{{{scope}}}"})
            return list(session.execute(text(query), values))

    @property
    def _known(self) -> Settings:
        return Settings("children", self.site.secrets, "test")

    def _own_token(self) -> str:
        return sign(signing_key(self._known), "children", service_identity("children"), "children")
