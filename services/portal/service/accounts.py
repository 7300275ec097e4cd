"""The doors of one's own account: whoever holds a session may look after it, also before a second factor is there."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from services.portal import store
from services.portal.model import LinkedIdentity, SignIn
from services.portal.schemas import Deed, NewPassword
from services.portal.service import second_factor
from services.portal.service.audit import shown, write_of
from services.portal.service.passwords import hashed, matches
from services.portal.service.second_factor import CodeRefused
from services.portal.service.sessions import keep_refusal, note_failure, proved, whose
from shared.desk import Desk
from shared.forms import load
from shared.refusals import NotFound, Refusal
from shared.worker import Doors, anyone

MOST_DEEDS = 20

_NEW_PASSWORD = NewPassword()


class PasswordWrong(Refusal):
    """原口令不正确"""


class SecondFactorThere(Refusal):
    """动态码已经启用;更换手机请由上级重置"""


class LinkedToAnother(Refusal):
    """这个统一身份认证账号已关联另一位人员"""


class AccountDoors(Doors):
    """One's own account."""

    @anyone
    def account(self, desk: Desk, session: str) -> dict[str, Any]:
        """Show one's account: its sessions, what proves who one is, and what was done with it lately."""
        person, current = whose(desk, session)
        sessions = store.sessions_of(desk.session, person.id, datetime.now(UTC))
        return {
            "login": person.login,
            "second_factor": second_factor.confirmed(desk.session, person.id) is not None,
            "linked": store.is_linked(desk.session, person.id),
            "sessions": [_session_shown(each, current) for each in sessions],
            "deeds": [shown(each, person.name) for each in store.deeds_of(desk.session, person.id, MOST_DEEDS)],
        }

    @anyone
    def end_session(self, desk: Desk, session: str, id: UUID) -> None:
        """End another session of one's own; one that has ended already is well."""
        person, _ = whose(desk, session)
        store.end_sessions(desk.session, person.id, only=id)
        write_of(desk, Deed.SIGNED_OUT, person)

    @anyone
    def sign_out_everywhere(self, desk: Desk, session: str) -> None:
        """End all of one's sessions, this one too: within a minute no service believes any of them."""
        person, _ = whose(desk, session)
        store.end_sessions(desk.session, person.id)
        write_of(desk, Deed.SIGNED_OUT_EVERYWHERE, person)

    @anyone
    def change_password(self, desk: Desk, session: str, fields: dict[str, Any]) -> None:
        """Take another password, given the old one; all other sessions end."""
        said = load(_NEW_PASSWORD, fields)
        person, current = whose(desk, session)
        if not person.may_sign_in(desk.today, datetime.now(UTC)) or not matches(person.password_hash, said["old"]):
            note_failure(desk, person)
            raise PasswordWrong("old")
        person.password_hash = hashed(said["new"])
        store.end_sessions(desk.session, person.id, but=current.id)
        write_of(desk, Deed.CHANGED_PASSWORD, person)

    @anyone
    def begin_second_factor(self, desk: Desk, session: str) -> str:
        """Draw a secret for a telephone, which is in use once a code of it was shown; answers its address."""
        person, _ = whose(desk, session)
        if second_factor.confirmed(desk.session, person.id):
            raise SecondFactorThere("session")
        return second_factor.begin(desk.session, self.transactions.settings, person)

    @anyone
    def confirm_second_factor(self, desk: Desk, session: str, code: str) -> None:
        """Show a code of the telephone: from now on every sign-in by password asks for one."""
        person, _ = whose(desk, session)
        factor = store.second_factor(desk.session, person.id)
        if factor is None:
            raise NotFound("code")
        if not second_factor.accepts(self.transactions.settings, factor, code):
            raise CodeRefused("code")
        factor.confirmed_at = factor.confirmed_at or desk.now
        write_of(desk, Deed.SET_SECOND_FACTOR, person)

    @anyone
    def link_identity(self, desk: Desk, session: str, id_token: str, nonce: str) -> None:
        """Remember who one is at the identity provider, to sign in there from now on."""
        person, _ = whose(desk, session)
        issuer, subject = proved(desk, id_token, nonce, person)
        found = store.linked_identity(desk.session, issuer, subject)
        if found is not None and found.person != person.id:
            keep_refusal(desk, person, LinkedToAnother.__name__)
            raise LinkedToAnother("id_token")
        store.unlink(desk.session, person.id)
        desk.session.add(LinkedIdentity(issuer=issuer, subject=subject, person=person.id, linked_at=desk.now))
        write_of(desk, Deed.LINKED, person)

    @anyone
    def unlink_identity(self, desk: Desk, session: str) -> None:
        """Forget who one is at the identity provider."""
        person, _ = whose(desk, session)
        store.unlink(desk.session, person.id)
        write_of(desk, Deed.UNLINKED, person)


def _session_shown(row: SignIn, current: SignIn) -> dict[str, Any]:
    return {
        "id": str(row.id),
        "begun_at": row.begun_at.isoformat(),
        "expires_at": row.expires_at.isoformat(),
        "through": row.through,
        "this": row.id == current.id,
    }
