"""The doors of invitations: a level invites the one below, and whoever holds the link chooses a name and a password."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from services.portal import store
from services.portal.model import INVITATION_LASTS, Invitation, Person
from services.portal.schemas import Deed, Invite, Join, TakeBackInvitation
from services.portal.schemas.positions import Position, positions
from services.portal.service.audit import write as write_deed
from services.portal.service.audit import write_of
from services.portal.service.passwords import hashed
from services.portal.service.people import is_above, must_be_free
from shared.desk import Desk, OrganisationUnknown
from shared.facts import level_of, stem
from shared.forms import load
from shared.frame import Organisation
from shared.identity import Role
from shared.refusals import NotFound, OutOfScope, Refusal, Refused
from shared.worker import Doors, anyone, read, write

LISTED_FOR = timedelta(days=60)
MOST_LISTED = 200

_JOIN = Join()


class PositionUnknown(Refusal):
    """没有这个职位"""


class PositionElsewhere(Refusal):
    """“{title}”不设在这一级地点"""


class PositionOfOthers(Refusal):
    """“{title}”不属于这类组织"""


class OfferedByLevelAbove(Refusal):
    """“{title}”由上一级邀请"""


class InvitationEnded(Refusal):
    """邀请无效、已被使用、已收回或已过期;请联系邀请您的人"""


class InvitationDoors(Doors):
    """Invitations: how people come to have accounts."""

    @write(Invite, Role.OFFICER)
    def invite(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, str]:
        """Offer a position in a place to whoever holds the secret that only the inviter knows."""
        organisation = desk.frame.organisation(fields["organisation"], desk.today)
        if organisation is None:
            raise OrganisationUnknown("organisation", organisation=fields["organisation"], day=desk.today)
        _must_be_offered(desk, fields["position"], stem(fields["place"]), organisation, level_of(fields["place"]))
        now = datetime.now(UTC)
        row = Invitation(
            id=id,
            **{**fields, "place": organisation.place},
            scope=[stem(fields["place"])],
            invited_by=desk.identity.person,
            invited_at=now,
            expires_at=now + INVITATION_LASTS,
        )
        desk.session.add(row)
        _note(desk, Deed.INVITED, row)
        return {"invitation": str(id), "expires_at": row.expires_at.isoformat()}

    @write(TakeBackInvitation, Role.OFFICER)
    def take_back_invitation(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, str]:
        """Take an invitation back that nobody has accepted yet; a repeat changes nothing."""
        row = desk.session.get(Invitation, fields["invitation"], with_for_update=True)
        if row is None:
            raise NotFound("invitation")
        if row.accepted_by is not None:
            raise InvitationEnded("invitation")
        row.taken_back_at = row.taken_back_at or datetime.now(UTC)
        _note(desk, Deed.TOOK_BACK_INVITATION, row)
        return {"invitation": str(row.id)}

    @read(Role.OFFICER)
    def invitations(self, desk: Desk) -> list[dict[str, Any]]:
        """List the invitations of the last months within one's scope, the newest first."""
        now = datetime.now(UTC)
        found = store.invitations(desk.session, now - LISTED_FOR, MOST_LISTED)
        return [{**_shown(each), "open": each.is_open(now)} for each in found]

    @anyone
    def invitation(self, desk: Desk, secret: str) -> dict[str, Any]:
        """Show what is offered to whoever holds the secret; raises InvitationEnded."""
        return _shown(_open(desk, secret))

    @anyone
    def join(self, desk: Desk, secret: str, id: UUID, fields: dict[str, Any]) -> dict[str, str]:
        """Accept an invitation under a login and a password of one's own; the call's id becomes the person's."""
        said = load(_JOIN, fields)
        row = store.invitation_held(desk.session, secret)
        if row is not None and row.accepted_by == id:
            return {"person": str(id)}
        row = _open(desk, secret)
        must_be_free(desk, said["login"], id)
        store.become(desk.session, id)
        person = Person(
            id=id,
            login=said["login"],
            name=said["name"],
            password_hash=hashed(said["password"]),
            organisation=row.organisation,
            place=row.place,
            position=row.position,
            roles=sorted(role.value for role in positions()[row.position].roles),
            scope=row.scope,
        )
        desk.session.add(person)
        row.accepted_by = id
        write_of(desk, Deed.JOINED, person, invitation=str(row.id))
        return {"person": str(id)}


def _must_be_offered(desk: Desk, code: str, scope: str, organisation: Organisation, level: str) -> None:
    """Refuse a position that there is not, not there, not for these, or not for whoever offers to give."""
    position = positions().get(code)
    if position is None:
        raise PositionUnknown("position")
    if broken := [*_misplaced(position, organisation, level), *_beyond(desk, position, scope, organisation)]:
        raise Refused(broken)


def _misplaced(position: Position, organisation: Organisation, level: str) -> list[Refusal]:
    broken: list[Refusal] = []
    if level not in position.levels:
        broken.append(PositionElsewhere("place", title=position.title))
    if organisation.kind not in [kind.value for kind in position.kinds]:
        broken.append(PositionOfOthers("organisation", title=position.title))
    return broken


def _beyond(desk: Desk, position: Position, scope: str, organisation: Organisation) -> list[Refusal]:
    if not (desk.identity.covers(scope) and desk.identity.covers(organisation.place)):
        return [OutOfScope("place")]
    if position.decides and not is_above(desk, [scope]):
        return [OfferedByLevelAbove("position", title=position.title)]
    return []


def _open(desk: Desk, secret: str) -> Invitation:
    row = store.invitation_held(desk.session, secret)
    if row is None or not row.is_open(datetime.now(UTC)):
        raise InvitationEnded("secret")
    return row


def _note(desk: Desk, deed: Deed, row: Invitation) -> None:
    caller = desk.identity
    columns = {"person": caller.person, "organisation": caller.organisation, "place": row.place}
    write_deed(desk, deed, **columns, concerning=row.place, about=str(row.id), detail={"position": row.position})


def _shown(row: Invitation) -> dict[str, Any]:
    names = ("id", "position", "for_whom", "organisation", "place", "scope", "invited_by", "accepted_by")
    told = {name: getattr(row, name) for name in names}
    times = {name: getattr(row, name) for name in ("invited_at", "expires_at", "taken_back_at")}
    return told | {name: at.isoformat() if at else None for name, at in times.items()}
