"""The doors of people: who belongs to the site, and what becomes of their accounts."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from services.portal import store
from services.portal.model import Person, SecondFactor
from services.portal.schemas import AddPerson, Deed, HandOver, NamePerson
from services.portal.schemas.positions import DECIDING
from services.portal.service.audit import write as write_deed
from services.portal.service.passwords import hashed
from shared.desk import Desk, OrganisationUnknown
from shared.facts import stem
from shared.identity import Role
from shared.refusals import NotFound, OutOfScope, Refusal
from shared.worker import Doors, read, write

MOST_LISTED = 200


class LoginTaken(Refusal):
    """登录名“{login}”已被使用"""


class NotBelow(Refusal):
    """干部和审批人的账号由上一级办理;本级只办理其他人员"""


class OtherOrganisation(Refusal):
    """只能移交给同一组织的人员:未办结的事项属于组织,不随人走"""


class ToOneself(Refusal):
    """不能移交给本人"""


class PeopleDoors(Doors):
    """People: who they are, and what they may."""

    @write(AddPerson, Role.OFFICER)
    def add_person(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, str]:
        """Register a person, whose scope lies within the scope of whoever registers."""
        organisation = desk.frame.organisation(fields["organisation"], desk.today)
        if organisation is None:
            raise OrganisationUnknown("organisation", organisation=fields["organisation"], day=desk.today)
        scope = [stem(place) for place in fields.pop("scope")]
        if not all(desk.identity.covers(each) for each in (*scope, organisation.place)):
            raise OutOfScope("scope")
        must_be_free(desk, fields["login"], id)
        password_hash = hashed(fields.pop("password"))
        roles = [role.value for role in fields.pop("roles")]
        person = Person(
            id=id, password_hash=password_hash, place=organisation.place, roles=roles, scope=scope, **fields
        )
        desk.session.add(person)
        _note(desk, Deed.REGISTERED, person)
        return {"person": str(id)}

    @read(Role.OFFICER)
    def people(
        self,
        desk: Desk,
        place: str | None = None,
        words: str | None = None,
        after: list[str] | None = None,
        limit: int = 50,
    ) -> list[dict[str, Any]]:
        """List people whose organisation lies within one's scope, by place and login, from after [place, login]."""
        start = (after[0], after[1]) if after else None
        found = store.staff(desk.session, stem(place) if place else None, words, start, min(limit, MOST_LISTED))
        proved = store.with_second_factor(desk.session, [each.id for each in found])
        return [{**_shown(desk, each), "second_factor": each.id in proved} for each in found]

    @read(Role.OFFICER)
    def person(self, desk: Desk, id: UUID) -> dict[str, Any]:
        """Show a person, and whether one may close the account, reset its second factor, or hand it over."""
        found = _held(desk, id)
        proved = store.with_second_factor(desk.session, [id])
        return {**_shown(desk, found), "second_factor": bool(proved), "mine": _is_below(desk, found)}

    @write(NamePerson, Role.OFFICER)
    def close_account(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, str]:
        """Close an account from today on, and end its sessions."""
        person = _below(desk, fields["person"])
        _close(desk, person)
        _note(desk, Deed.LEFT, person)
        return {"person": str(person.id)}

    @write(NamePerson, Role.OFFICER)
    def reset_second_factor(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, str]:
        """Take a lost telephone off an account, which enrols another when its person next signs in."""
        person = _below(desk, fields["person"])
        factor = desk.session.get(SecondFactor, person.id)
        if factor is not None:
            desk.session.delete(factor)
        store.end_sessions(desk.session, person.id)
        _note(desk, Deed.RESET_SECOND_FACTOR, person)
        return {"person": str(person.id)}

    @write(HandOver, Role.OFFICER)
    def hand_over(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, str]:
        """Let a colleague of the same organisation answer for what somebody answered for, whose account is closed."""
        person, to = _below(desk, fields["person"]), _below(desk, fields["to"])
        if person.id == to.id:
            raise ToOneself("to")
        if person.organisation != to.organisation:
            raise OtherOrganisation("to")
        to.roles = sorted({*to.roles, *person.roles})
        to.scope = sorted({*to.scope, *person.scope})
        store.hand_over_invitations(desk.session, person.id, to.id)
        store.hand_over_views(desk.session, person.id, to.id)
        _close(desk, person)
        _note(desk, Deed.HANDED_OVER, person, to=str(to.id))
        return {"person": str(person.id), "to": str(to.id)}


def must_be_free(desk: Desk, login: str, id: UUID) -> None:
    """Refuse a login that somebody has already, wherever they are."""
    if store.login_taken(desk.session, login, by_other_than=id):
        raise LoginTaken("login", login=login)


def is_above(desk: Desk, scope: list[str]) -> bool:
    """Tell whether whoever calls answers for more than all of a scope."""
    return all(any(len(own) < len(each) and each.startswith(own) for own in desk.identity.scope) for each in scope)


def _is_below(desk: Desk, person: Person) -> bool:
    decides = bool(DECIDING & set(map(Role, person.roles)))
    covered = all(desk.identity.covers(each) for each in person.scope)
    return is_above(desk, person.scope) if decides else covered


def _held(desk: Desk, id: UUID) -> Person:
    person = desk.session.get(Person, id, with_for_update=True)
    if person is None:
        raise NotFound("person")
    return person


def _below(desk: Desk, id: UUID) -> Person:
    person = _held(desk, id)
    if not _is_below(desk, person):
        raise NotBelow("person")
    return person


def _close(desk: Desk, person: Person) -> None:
    person.valid_to = min(person.valid_to or desk.today, desk.today)
    store.end_sessions(desk.session, person.id)
    store.forget_views(desk.session, person.id)


def _note(desk: Desk, deed: Deed, person: Person, **detail: str) -> None:
    caller = desk.identity
    columns = {"person": caller.person, "organisation": caller.organisation, "place": person.place}
    write_deed(desk, deed, **columns, concerning=person.place, about=str(person.id), detail=detail)


def _shown(desk: Desk, person: Person) -> dict[str, Any]:
    names = ("id", "login", "name", "organisation", "place", "position", "roles", "scope", "valid_to")
    return {**{name: getattr(person, name) for name in names}, "belongs": person.belongs(desk.today)}
