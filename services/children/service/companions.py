"""The doors of 童伴妈妈: nobody leaves while a child is hers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy.exc import IntegrityError

from services.children.model import Case, Companion, HandOver, House
from services.children.model.cases import EVERY_CHILD_HAS_A_COMPANION, TownshipNeeded
from services.children.schemas.registers import ChangeCompanion, EngageCompanion, ReleaseCompanion
from services.children.service.entries import enter, tell_anew, tell_end
from services.children.service.houses import HomeNotOpen, HomeUnknown
from services.children.store.cases import cases_of, own_cases
from services.children.store.registers import children_of, entries_in, entry_held, entry_kept, hand_overs_of, shown
from shared.desk import Desk, envelope, must_be_date
from shared.facts import level_of
from shared.identity import Role
from shared.refusals import NotFound, Refusal
from shared.worker import Doors, follow, read, write

MOST_OF_HERS = 500


class CompanionUnknown(Refusal):
    """在您的授权范围内没有这位童伴妈妈"""


class CompanionNotServing(Refusal):
    """这位童伴妈妈在 {day} 未到任或已离任"""


class HomeElsewhere(Refusal):
    """该童伴之家不在童伴妈妈所在的乡镇或街道"""


class SuccessorNeeded(Refusal):
    """她还有 {children} 名在册儿童,离任须写明由哪位童伴妈妈接任"""


class SuccessorIsHerself(Refusal):
    """接任的须是另一位童伴妈妈"""


class ChildrenElsewhere(Refusal):
    """她还有您授权范围以外的在册儿童,须由上级办理离任"""


class CompanionDoors(Doors):
    """童伴妈妈: engage, put right, release with a hand-over of all her children."""

    @write(EngageCompanion, Role.RECORDER)
    def engage_companion(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Enter a companion who looks after children from a day on."""
        where = Companion.columns(envelope(desk, fields["place"], fields["organisation"], fields["since"]))
        _must_fit(desk, fields["house"], where["place"], fields["since"])
        return enter(desk, Companion(id=id, revision=1, house=fields["house"], since=fields["since"], **where))

    @write(ChangeCompanion, Role.RECORDER)
    def change_companion(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Put right where a companion serves: her entry is reversed and told again."""
        companion = entry_held(desk.session, Companion, fields["companion"], "companion")
        where = Companion.columns(envelope(desk, fields["place"], fields["organisation"], companion.since))
        _must_fit(desk, fields["house"], where["place"], companion.since)
        before = companion.opening
        companion.put_right(fields["revision"], house=fields["house"], **where)
        follow(self, desk, companion.id, where)
        return tell_anew(desk, companion, before)

    @write(ReleaseCompanion, Role.RECORDER)
    def release_companion(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Let a companion go, and hand all her children over to another: all or none."""
        companion, on = entry_held(desk.session, Companion, fields["companion"], "companion"), fields["until"]
        must_be_date(desk, on, "until")
        children = children_of(desk.session, companion.id)
        if children:
            successor = _successor(desk, companion, fields["successor"], on, children)
            for each in children:
                hand_over(desk, each, successor.id, on, id)
        desk.session.flush()
        companion.end(on, "until")
        _must_leave_no_child(desk)
        return {**tell_end(desk, companion), "handed_over": len(children)}

    @read(Role.RECORDER, Role.OFFICER)
    def companion(self, desk: Desk, id: UUID) -> dict[str, Any]:
        """Show a companion as she stands."""
        found = desk.session.get(Companion, id)
        if found is None:
            raise NotFound("id")
        return shown(found)

    @read(Role.RECORDER, Role.OFFICER)
    def companions(self, desk: Desk, place: str, after: UUID | None = None, limit: int = 100) -> list[dict[str, Any]]:
        """List the companions who serve in a place, from after an id."""
        return entries_in(desk.session, Companion, place, after, limit)

    @read(Role.RECORDER, Role.OFFICER)
    def cases_of_companion(
        self, desk: Desk, companion: UUID, after: UUID | None = None, limit: int = 100
    ) -> list[dict[str, Any]]:
        """List the children whom a companion looks after, from after a case."""
        return cases_of(desk.session, companion, after, limit)

    @read()
    def my_children(self, desk: Desk) -> list[dict[str, Any]]:
        """List the children of the companion or student who signed in, and of nobody else."""
        return own_cases(desk.session, desk.identity.somebody, MOST_OF_HERS)

    @read(Role.RECORDER, Role.OFFICER)
    def hand_overs(self, desk: Desk, case: UUID) -> list[dict[str, Any]]:
        """List who handed a child over to whom."""
        return hand_overs_of(desk.session, case)


def must_serve(desk: Desk, id: UUID, on: date, field: str = "companion") -> Companion:
    """Find a companion who serves from a day on, and keep her; raises CompanionUnknown, CompanionNotServing."""
    companion = entry_kept(desk.session, Companion, id)
    if companion is None:
        raise CompanionUnknown(field)
    if companion.until is not None or on < companion.since:
        raise CompanionNotServing(field, day=on)
    return companion


def hand_over(desk: Desk, case: Case, taker: UUID, on: date, call: UUID) -> None:
    """Give a child to another companion, and remember from whom."""
    desk.session.add(
        HandOver(
            id=uuid5(call, str(case.id)),
            case_id=case.id,
            giver=case.companion,
            taker=taker,
            handed_on=on,
            recorded_by=desk.identity.person,
            **case.where(),
        )
    )
    case.companion = taker


def _successor(
    desk: Desk, companion: Companion, successor: UUID | None, on: date, children: Sequence[Case]
) -> Companion:
    if successor is None:
        raise SuccessorNeeded("successor", children=len(children))
    if successor == companion.id:
        raise SuccessorIsHerself("successor")
    return must_serve(desk, successor, on, "successor")


def _must_leave_no_child(desk: Desk) -> None:
    """Let the database look for children of hers that this caller cannot see; raises ChildrenElsewhere."""
    try:
        desk.session.flush()
    except IntegrityError as error:
        driver: Any = error.orig
        if driver.diag.constraint_name == EVERY_CHILD_HAS_A_COMPANION:
            raise ChildrenElsewhere("companion") from error
        raise


def _must_fit(desk: Desk, house: UUID | None, place: str, on: date) -> None:
    if level_of(place) != "township":
        raise TownshipNeeded("place")
    if house is not None:
        _must_be_here(entry_kept(desk.session, House, house), place, on)


def _must_be_here(house: House | None, place: str, on: date) -> None:
    if house is None:
        raise HomeUnknown("house")
    if house.until is not None or not house.stands_on(on):
        raise HomeNotOpen("house", day=on)
    if house.place != place:
        raise HomeElsewhere("house")
