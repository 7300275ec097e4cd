"""Consent: who gave it, when, for what, and when it was withdrawn."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, Row, SQLColumnExpression, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from shared.clock import day_of
from shared.facts import Code
from shared.refusals import Refusal
from shared.vault.chain import Deed, note
from shared.vault.opening import Vault
from shared.vault.tables import vault_consent, vault_subject


class ConsentScope(Code):
    """同意范围"""

    CONTACT = "contact", "联系与服务"
    REFERRAL = "referral", "转介有关部门"
    PUBLICITY = "publicity", "宣传报道"


class ConsentBy(Code):
    """同意人"""

    SELF = "self", "本人"
    GUARDIAN = "guardian", "监护人"


class ConsentMissing(Refusal):
    """未取得“{scope}”范围的同意,或同意已撤回"""


class ConsentInFuture(Refusal):
    """同意或撤回的日期 {day} 晚于今天"""


class WithdrawnBeforeGiven(Refusal):
    """撤回日期 {day} 早于同意日期 {given}"""


def give(vault: Vault, subject: UUID, scopes: Iterable[ConsentScope], by: ConsentBy, on: date) -> None:
    """Record consents; one that stands already stays as it is."""
    if on > day_of(vault.now):
        raise ConsentInFuture("given_on", day=on)
    rows = [
        {
            "id": uuid4(),
            "subject": subject,
            "scope": scope.value,
            "given_by": by.value,
            "given_on": on,
            "recorded_by": vault.identity.somebody,
        }
        for scope in scopes
    ]
    vault.session.execute(insert(vault_consent).values(rows).on_conflict_do_nothing())
    note(vault, Deed.CONSENTED, subject)


def withdraw(vault: Vault, subject: UUID, scope: ConsentScope, on: date) -> None:
    """Record that a consent was withdrawn; raises ConsentMissing, ConsentInFuture, WithdrawnBeforeGiven."""
    given = _standing(vault.session, subject, scope)
    if given is None:
        raise ConsentMissing("scope", scope=scope.label)
    if on > day_of(vault.now):
        raise ConsentInFuture("withdrawn_on", day=on)
    if on < given.given_on:
        raise WithdrawnBeforeGiven("withdrawn_on", day=on, given=given.given_on)
    values = {"withdrawn_on": on, "withdrawn_by": vault.identity.somebody}
    vault.session.execute(update(vault_consent).where(vault_consent.c.id == given.id).values(**values))
    note(vault, Deed.WITHDREW, subject, purpose=scope)


def must_stand(session: Session, subject: UUID, scope: ConsentScope) -> None:
    """Refuse what nobody consented to; raises ConsentMissing."""
    if _standing(session, subject, scope) is None:
        raise ConsentMissing("purpose", scope=scope.label)


def consents_of(session: Session, subject: UUID) -> Sequence[Row[Any]]:
    """List every consent of a subject, withdrawn ones too."""
    query = select(vault_consent).where(vault_consent.c.subject == subject)
    return session.execute(query.order_by(vault_consent.c.given_on, vault_consent.c.scope)).all()


def standing_scopes(session: Session, subject: UUID) -> list[str]:
    """Tell for what a subject's consent stands."""
    query = select(vault_consent.c.scope).where(vault_consent.c.subject == subject)
    return list(session.scalars(query.where(vault_consent.c.withdrawn_on.is_(None)).order_by(vault_consent.c.scope)))


def consented(subject: SQLColumnExpression[UUID], scope: ConsentScope, on: date) -> ColumnElement[bool]:
    """Say, as a condition of a query, that a consent stands and the identity may still be kept on a day."""
    kept = select(vault_subject.c.id).join(vault_consent, vault_consent.c.subject == vault_subject.c.id)
    standing = (vault_consent.c.scope == scope.value) & vault_consent.c.withdrawn_on.is_(None)
    keeps = vault_subject.c.data_key.is_not(None) & (vault_subject.c.retain_until >= on)
    return kept.where(vault_subject.c.id == subject, keeps, standing).exists()


def _standing(session: Session, subject: UUID, scope: ConsentScope) -> Row[Any] | None:
    standing = (vault_consent.c.scope == scope.value) & vault_consent.c.withdrawn_on.is_(None)
    query = select(vault_consent).where(vault_consent.c.subject == subject, standing)
    return session.execute(query.with_for_update()).first()
