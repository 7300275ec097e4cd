"""Children's doors: one method, one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, ClassVar, cast
from uuid import UUID

from services.children import store
from services.children.facts import ChildVisited, Medium
from services.children.model import Case, Stay, child_key
from services.children.schemas import CloseCase, EnterSeason, LeaveSeason, MoveCase, OpenCase
from shared.desk import Desk, envelope, must_be_date
from shared.eventlog import tell
from shared.facts import Line
from shared.identity import Role
from shared.refusals import Refusal, RoleMissing
from shared.worker import ActDoors, FactDoors, Transactions, read, write

INSTANT = timedelta(microseconds=1)


class CaseUnknown(Refusal):
    """在您的授权范围内没有这个个案"""


class CaseNotOpen(Refusal):
    """该个案在 {day} 不在册"""


class PlaceIsNotTheCases(Refusal):
    """地点不是该个案在 {day} 登记的乡镇或街道;只有到学校走访可以在别处"""


class NothingMoves(Refusal):
    """地点、组织和童伴妈妈都与现在相同,无须变更"""


class NotYetInSeason(Refusal):
    """该个案还未转入 {day} 所在的季,请稍后再办"""


class SeasonNotOver(Refusal):
    """该个案在 {day} 没有需要转出的往季登记"""


class StillInSeason(Refusal):
    """该个案在 {day} 还有未转出的登记"""


def child_of_case(desk: Desk, said: Mapping[str, Any]) -> dict[str, UUID]:
    """Find the key under which a visited child is told; raises CaseUnknown, CaseNotOpen, PlaceIsNotTheCases."""
    on, season = said["occurred_on"], season_of(desk, said["occurred_on"])
    stays = store.stays_of(desk.session, said["case"])
    if not stays:
        raise CaseUnknown("case")
    there = [each for each in stays if each.season == season and each.since <= on <= (each.until or on)]
    if not there:
        raise CaseNotOpen("case", day=on)
    if said["medium"] is not Medium.SCHOOL and said["place"] not in {each.place for each in there}:
        raise PlaceIsNotTheCases("place", day=on)
    return {"child": there[-1].child}


def season_of(desk: Desk, on: date) -> str | None:
    """Tell the season of a day, None between two."""
    campaign = desk.frame.campaign_on(on)
    return campaign.id if campaign else None


class Children(ActDoors, FactDoors):
    """六 留守儿童关爱."""

    name = "children"
    kinds = (ChildVisited,)
    derive: ClassVar = {ChildVisited: child_of_case}
    figures = store.FIGURES
    due = staticmethod(store.due)
    transactions = Transactions("children")

    @write(OpenCase, Role.RECORDER)
    def open_case(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Put a child on the register of its township."""
        on = fields["opened_on"]
        must_be_date(desk, on, "opened_on")
        where = envelope(desk, fields.pop("place"), fields.pop("organisation"), on)
        case = Case(id=id, **fields, **Case.columns(where))
        case.must_belong(on)
        desk.session.add(case)
        self._begin_stay(desk, case, on)
        return {"case": str(id), "opened_on": str(on)}

    @write(MoveCase, Role.RECORDER)
    def move_case(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Say where a child is from now on, and who looks after it; the caller's scope covers both places."""
        on, case = fields["moved_on"], _held(desk, fields["case"])
        must_be_date(desk, on, "moved_on")
        where = Case.columns(envelope(desk, fields["place"], fields["organisation"], on))
        stay = store.standing_stay(desk.session, case.id)
        if stay and stay.season != season_of(desk, on):
            raise NotYetInSeason("moved_on", day=on)
        if stay and stay.is_at(where) and case.companion == fields["companion"]:
            raise NothingMoves("place")
        case.companion = fields["companion"]
        if stay is None or not stay.is_at(where):
            self._move(desk, case, stay, where, on)
        return {"case": str(case.id), "place": case.place}

    @write(CloseCase, Role.RECORDER)
    def close_case(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Take a child off the register."""
        on, case = fields["closed_on"], _held(desk, fields["case"])
        must_be_date(desk, on, "closed_on")
        case.close(on, fields["reason"])
        if stay := store.standing_stay(desk.session, case.id):
            _end_stay(desk, stay, on, "closed_on")
        return {"case": str(case.id), "closed_on": str(on)}

    @write(LeaveSeason)
    def leave_season(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Tell, once a season is over, that the key of that season stands for nobody any more."""
        _must_be_due_work(desk)
        on, case = fields["left_on"], _held(desk, fields["case"])
        must_be_date(desk, on, "left_on")
        stay = store.standing_stay(desk.session, case.id)
        if stay is None or stay.season == season_of(desk, on):
            raise SeasonNotOver("left_on", day=on)
        _end_stay(desk, stay, on, "left_on")
        return {"case": str(case.id), "left_on": str(on)}

    @write(EnterSeason)
    def enter_season(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Tell a child again, under the key of the season that begins."""
        _must_be_due_work(desk)
        on, case = fields["entered_on"], _held(desk, fields["case"])
        envelope(desk, case.place, case.organisation, on)
        case.must_belong(on)
        if store.standing_stay(desk.session, case.id):
            raise StillInSeason("entered_on", day=on)
        self._begin_stay(desk, case, on)
        return {"case": str(case.id), "entered_on": str(on)}

    @read(Role.RECORDER, Role.OFFICER)
    def case(self, desk: Desk, id: UUID) -> dict[str, Any]:
        """Show a case as it stands."""
        return store.case_shown(desk.session, id)

    @read(Role.RECORDER, Role.OFFICER)
    def cases(self, desk: Desk, place: str, after: UUID | None = None, limit: int = 100) -> list[dict[str, Any]]:
        """List the open cases of a place, from after an id."""
        return store.cases_in(desk.session, place, after, limit)

    def _move(self, desk: Desk, case: Case, stay: Stay | None, where: dict[str, Any], on: date) -> None:
        if stay:
            _end_stay(desk, stay, on, "moved_on")
        for name, value in where.items():
            setattr(case, name, value)
        case.must_belong(on)
        self._begin_stay(desk, case, on)

    def _begin_stay(self, desk: Desk, case: Case, on: date) -> None:
        season = cast("str", season_of(desk, on))
        desk.session.flush()
        stay = Stay(
            case_id=case.id,
            ordinal=store.next_ordinal(desk.session, case.id),
            season=season,
            child=child_key(self._secret(), case.id, season, Line.CHILDREN),
            since=on,
            **case.where(),
        )
        desk.session.add(stay)
        # A move closes and opens at one time: of the two, the opening is the later.
        tell(desk.session, stay.opened(), stay.fact_id("opened"), desk.now + INSTANT)

    def _secret(self) -> bytes:
        return bytes.fromhex(self.transactions.settings.secret("pseudonym.key"))


def _held(desk: Desk, id: UUID) -> Case:
    case = store.case_held(desk.session, id)
    case.must_be_open()
    return case


def _end_stay(desk: Desk, stay: Stay, on: date, field: str) -> None:
    stay.end(on, field)
    tell(desk.session, stay.closed(), stay.fact_id("closed"), desk.now)


def _must_be_due_work(desk: Desk) -> None:
    if desk.identity.service is None:
        raise RoleMissing("token", roles="系统")
