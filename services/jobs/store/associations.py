"""Every SELECT of 协会."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from services.jobs.model.associations import Association, Membership
from services.jobs.store.said import said
from shared.rows import iso


def memberships_in(session: Session, association: UUID) -> Sequence[Membership]:
    """List the standing memberships of an association."""
    return session.scalars(select(Membership).where(*_standing(association)).order_by(Membership.id)).all()


def membership_of(session: Session, association: UUID, member: UUID) -> UUID | None:
    """Tell by which membership somebody belongs to an association."""
    return session.scalar(select(Membership.id).where(Membership.member == member, *_standing(association)))


def association_shown(session: Session, association: Association) -> dict[str, Any]:
    """Show an association as it stands, with how many belong to it."""
    standing = select(func.count()).where(*_standing(association.id))
    return {
        "id": str(association.id),
        "place": association.place,
        "kind": association.kind,
        "title": association.title,
        "opened_on": str(association.opened_on),
        "closed_on": iso(association.closed_on),
        "members": session.scalar(standing),
    }


def _standing(association: UUID) -> tuple[ColumnElement[bool], ...]:
    return Membership.association == association, Membership.left_on.is_(None), Membership.struck_at.is_(None)


_TOOK_PART = "organisation || joint_organisations"
_MEMBERS = "association JOIN membership ON membership.association = association.id AND struck_at IS NULL"
_KINDS = ("''", "'kind=' || kind")


def _stands(source: str, begins: str, ends: str, item: str) -> tuple[str, ...]:
    days = ((begins, "1", 0), (ends, "0", 1))
    return tuple(said(source, day, value, by, item, _TOOK_PART, turn) for day, value, turn in days for by in _KINDS)


FIGURES: dict[str, tuple[str, ...]] = {
    "associations": _stands("association", "opened_on", "closed_on", "id"),
    "association_members": _stands(_MEMBERS, "admitted_on", "left_on", "membership.id"),
    "members_admitted": tuple(
        said(f"{_MEMBERS} AND joining = 'new'", "admitted_on", breakdown=by, organisations=_TOOK_PART) for by in _KINDS
    ),
}
