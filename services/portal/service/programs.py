"""The doors of programs: tokens of organisations for the JSON API."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from services.portal import store
from services.portal.model import ApiToken
from services.portal.schemas import Deed, IssueApiToken, RevokeApiToken
from services.portal.service.audit import write as write_deed
from shared.desk import Desk, OrganisationUnknown
from shared.facts import stem
from shared.identity import MOST_SECONDS, Role, sign, signing_key
from shared.refusals import NotFound, OutOfScope, Refusal, Refused
from shared.worker import Doors, anyone, read, write

OF_PROGRAMS = frozenset({Role.RECORDER, Role.VIEWER})
LONGEST = timedelta(days=366)
MOST_LISTED = 500


class ApiTokenEnded(Refusal):
    """接口令牌无效、已过期或已吊销"""


class RoleNotForPrograms(Refusal):
    """接口令牌只能填报或查看;审批和管理人员须由本人办理"""


class ApiTokenTooLong(Refusal):
    """接口令牌须在今天({today})至 {latest} 之间到期"""


class ProgramDoors(Doors):
    """Programs: the tokens they carry, for which an organisation answers."""

    @anyone
    def program_token(self, desk: Desk, secret: str, audience: str) -> dict[str, Any]:
        """Sign who a program is for one service, for a minute; raises ApiTokenEnded."""
        found = _carried(desk, secret)
        key = signing_key(self.transactions.settings)
        signed = sign(key, self.name, found.identity(desk.frame.version), audience)
        return {"token": signed, "expires_at": int(datetime.now(UTC).timestamp()) + MOST_SECONDS}

    @anyone
    def whose_program(self, desk: Desk, secret: str) -> dict[str, Any]:
        """Tell what a program's token is good for; raises ApiTokenEnded."""
        return _shown(_carried(desk, secret))

    @write(IssueApiToken, Role.OFFICER)
    def issue_api_token(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, str]:
        """Issue a token to an organisation, for a scope within the scope of whoever issues it."""
        organisation = desk.frame.organisation(fields["organisation"], desk.today)
        if organisation is None:
            raise OrganisationUnknown("organisation", organisation=fields["organisation"], day=desk.today)
        scope = [stem(place) for place in fields.pop("scope")]
        if not all(desk.identity.covers(each) for each in (*scope, organisation.place)):
            raise OutOfScope("scope")
        roles = _must_be_for_programs(desk, fields.pop("roles"), fields["expires_on"])
        where = {"place": organisation.place, "roles": roles, "scope": scope}
        issued = {"issued_by": desk.identity.person, "issued_at": desk.now}
        token = ApiToken(id=id, **fields, **where, **issued)
        desk.session.add(token)
        _write_down(desk, Deed.ISSUED_TOKEN, token)
        return {"token": str(id)}

    @write(RevokeApiToken, Role.OFFICER)
    def revoke_api_token(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Revoke a token: within a minute no service believes it any more; a repeat changes nothing."""
        found = store.api_token(desk.session, fields["token"])
        if found is None:
            raise NotFound("token")
        if found.revoked_at is None:
            found.revoked_at = desk.now
            _write_down(desk, Deed.REVOKED_TOKEN, found)
        return _shown(found)

    @read(Role.OFFICER)
    def api_tokens(self, desk: Desk) -> list[dict[str, Any]]:
        """List the tokens within one's scope, the newest first."""
        found = store.api_tokens(desk.session, MOST_LISTED)
        return [{**_shown(each), "holds": each.holds(desk.today)} for each in found]


def _carried(desk: Desk, secret: str) -> ApiToken:
    found = store.token_carried(desk.session, secret)
    if found is None or not found.holds(desk.today):
        raise ApiTokenEnded("Authorization")
    return found


def _must_be_for_programs(desk: Desk, roles: list[Role], expires_on: date) -> list[str]:
    broken: list[Refusal] = []
    if not OF_PROGRAMS.issuperset(roles):
        broken.append(RoleNotForPrograms("roles"))
    latest = desk.today + LONGEST
    if not desk.today <= expires_on <= latest:
        broken.append(ApiTokenTooLong("expires_on", today=desk.today, latest=latest))
    if broken:
        raise Refused(broken)
    return [role.value for role in roles]


def _write_down(desk: Desk, kind: Deed, token: ApiToken) -> None:
    caller = desk.identity
    where = {"place": token.place, "concerning": token.place, "about": str(token.id)}
    write_deed(desk, kind, person=caller.person, organisation=caller.organisation, **where)


def _shown(token: ApiToken) -> dict[str, Any]:
    return {
        "token": str(token.id),
        "title": token.title,
        "organisation": str(token.organisation),
        "place": token.place,
        "roles": token.roles,
        "scope": token.scope,
        "issued_at": token.issued_at.isoformat(),
        "expires_on": str(token.expires_on),
        "revoked_at": token.revoked_at.isoformat() if token.revoked_at else None,
    }
