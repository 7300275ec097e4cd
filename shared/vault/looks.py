"""Looks: each is asked for with a purpose, used once, by whoever asked, within a few minutes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, insert, select, update

from shared.facts import Code
from shared.refusals import Refusal
from shared.vault.chain import Deed, note
from shared.vault.consents import ConsentScope, must_stand
from shared.vault.opening import Vault
from shared.vault.subjects import held
from shared.vault.tables import vault_look

LASTS = timedelta(minutes=10)


class LookUnknown(Refusal):
    """您没有申请过这次查看"""


class LookUsed(Refusal):
    """这次查看已经用过;每次查看只能用一次,请说明目的后重新申请"""


class LookExpired(Refusal):
    """这次查看已过期,请重新申请"""


class Purpose(Code):
    """查看目的"""

    CONTACT = "contact", "联系与走访"
    CHECK = "check", "核对与更正"
    SAFETY = "safety", "安全与紧急救助"
    REFERRAL = "referral", "转介有关部门"
    PUBLICITY = "publicity", "宣传报道"


ALLOWED_BY: Mapping[Purpose, ConsentScope] = {
    Purpose.CONTACT: ConsentScope.CONTACT,
    Purpose.CHECK: ConsentScope.CONTACT,
    Purpose.SAFETY: ConsentScope.CONTACT,
    Purpose.REFERRAL: ConsentScope.REFERRAL,
    Purpose.PUBLICITY: ConsentScope.PUBLICITY,
}
"""Which consent a purpose rests on."""


def ask(vault: Vault, id: UUID, subject: UUID, purpose: Purpose) -> None:
    """Ask for one look; raises ConsentMissing, and IdentityMissing where no person asks."""
    must_stand(vault.session, subject, ALLOWED_BY[purpose])
    person = vault.identity.somebody
    vault.session.execute(insert(vault_look).values(id=id, subject=subject, person=person, purpose=purpose.value))
    note(vault, Deed.ASKED, subject, purpose=purpose, look=id)


def use(vault: Vault, id: UUID) -> Row[Any]:
    """Use a look up, and give whom it shows; raises LookUnknown, LookUsed, LookExpired, and as asking does."""
    fresh = (vault_look.c.asked_at > func.clock_timestamp() - LASTS).label("fresh")
    mine = (vault_look.c.id == id) & (vault_look.c.person == vault.identity.somebody)
    look = vault.session.execute(select(vault_look, fresh).where(mine).with_for_update()).first()
    if look is None:
        raise LookUnknown("id")
    if look.used_at:
        raise LookUsed("id")
    if not look.fresh:
        raise LookExpired("id")
    subject, purpose = held(vault, look.subject), Purpose(look.purpose)
    must_stand(vault.session, look.subject, ALLOWED_BY[purpose])
    vault.session.execute(update(vault_look).where(vault_look.c.id == id).values(used_at=func.clock_timestamp()))
    note(vault, Deed.LOOKED, look.subject, purpose=purpose, look=id)
    return subject
