"""The doors that explain a figure: the facts behind it, its corrections, and who has looked."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from services.reporting import store
from services.reporting.indicators import Catalogue
from services.reporting.model import Look
from services.reporting.schemas import PAGE, Period, offset_of, period_of
from services.reporting.service.figures import indicator_asked, place_asked
from services.reporting.shown import first_day, indicator_shown
from shared.desk import Desk
from shared.eventlog import order_of
from shared.facts import Counted, Line, Stock, facts_of, stem
from shared.identity import Role
from shared.refusals import Refusal
from shared.rpc import RpcClient, ServiceTokens
from shared.settings import Settings
from shared.worker import Doors, read

COUNTY_STEM = 6


class ChildrenNearbyOnly(Refusal):
    """留守儿童的逐条记录只对所在县、乡开放"""


class BehindDoors(Doors):
    """What stands behind each figure; every look is kept."""

    @read(*Role)
    def facts_behind(
        self, desk: Desk, place: str, indicator: str, period: str, after: list[str] | None = None
    ) -> dict[str, Any]:
        """List the facts behind a figure, of all services in one order, after [place, date, id]; a ratio its part's."""
        counted, told = self._asked(desk, place, indicator, period, after, corrections=False)
        page, more = page_of(told, [order_of(each) for each in told])
        return {"indicator": counted, "facts": page, "next": more}

    @read(*Role)
    def corrections_behind(
        self, desk: Desk, place: str, indicator: str, period: str, after: list[str] | None = None
    ) -> dict[str, Any]:
        """List what a figure counted once: each fact, when it was reversed, and what replaced it, if anything."""
        counted, told = self._asked(desk, place, indicator, period, after, corrections=True)
        page, more = page_of(told, [order_of(each["fact"]) for each in told])
        return {"indicator": counted, "corrections": [_within_scope(desk, each) for each in page], "next": more}

    @read(Role.OFFICER, Role.APPROVER)
    def who_has_looked(
        self, desk: Desk, place: str, indicator: str, period: str, page: int = 1
    ) -> list[dict[str, Any]]:
        """List who looked behind a figure, newest first."""
        asked, offset = period_of(period), offset_of(page)
        place_asked(desk, place, asked.until)
        indicator_asked(store.live_catalogue(desk.session), indicator)
        return store.looks(desk.session, place, indicator, asked.id, offset, PAGE)

    def _asked(
        self, desk: Desk, place: str, indicator: str, period: str, after: list[str] | None, *, corrections: bool
    ) -> tuple[dict[str, Any], list[dict[str, Any]]]:
        """Ask every service that tells such facts for one more than a page, and keep that somebody looked."""
        asked = period_of(period)
        place_asked(desk, place, asked.until)
        catalogue = store.live_catalogue(desk.session)
        counted = catalogue.counted_part(indicator_asked(catalogue, indicator))
        must_be_near(desk, counted)
        keep_look(desk, place, indicator, asked.id, corrections=corrections)
        question = question_of(desk, catalogue, counted, place, asked)
        rpc = asking(self.transactions.settings)
        answers = [
            rpc.call(service, "told_behind", **question, after=after, limit=PAGE + 1, corrections=corrections)
            for service in catalogue.services_of(counted)
        ]
        listed = "corrections" if corrections else "facts"
        return indicator_shown(catalogue, counted), [each for answer in answers for each in answer[listed]]


@cache
def asking(settings: Settings) -> RpcClient:
    """Ask as the service itself: the caller's scope was checked here, and the sources are asked for no more than it."""
    return RpcClient(settings, ServiceTokens(settings))


def must_be_near(desk: Desk, counted: Counted) -> None:
    """Refuse to show facts of children to whoever is not of their county or township; raises ChildrenNearbyOnly."""
    if all(fact.line is not Line.CHILDREN for fact in facts_of(counted)):
        return
    if desk.identity.person and any(len(each) < COUNTY_STEM for each in desk.identity.scope):
        raise ChildrenNearbyOnly("indicator")


def question_of(desk: Desk, catalogue: Catalogue, counted: Counted, place: str, asked: Period) -> dict[str, Any]:
    """Say which facts stand behind a figure, as a source is asked for them."""
    return {
        "kinds": [fact.__name__ for fact in facts_of(counted)],
        "place_stem": stem(place),
        "since": str(first_day(desk.frame) if isinstance(counted, Stock) else asked.since),
        "until": str(asked.until),
        "where": {field: code.value for field, code in getattr(counted, "where", {}).items()},
        "joint": counted in catalogue.of_all,
    }


def _within_scope(desk: Desk, correction: dict[str, Any]) -> dict[str, Any]:
    """Tell no more of a fact that was moved to where the caller has no say than that it was."""
    successor = correction["replaced_by"]
    place = successor and (successor["place"] if successor["place"].startswith("51") else successor["home"])
    away = bool(successor) and not desk.identity.covers(place)
    return {**correction, "replaced_by": None if away else successor, "moved_away": away}


def page_of(told: Sequence[Any], keys: Sequence[tuple[str, ...]]) -> tuple[list[Any], list[str] | None]:
    """Put what several services answered in one order; give a page of it, and from where the next one goes on."""
    order = sorted(range(len(told)), key=keys.__getitem__)
    more = list(keys[order[PAGE - 1]]) if len(order) > PAGE else None
    return [told[index] for index in order[:PAGE]], more


def keep_look(desk: Desk, place: str, indicator: str, period: str, *, corrections: bool) -> None:
    """Keep that somebody looked."""
    who = desk.identity
    look = Look(at=desk.now, person=who.person, service=who.service, place=place, corrections=corrections)
    look.indicator, look.period = indicator, period
    desk.session.add(look)
