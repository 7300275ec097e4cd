"""Every SELECT of students and pairings, and what their tables say of each figure."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from services.children.facts.pairings import PairingEnd, Programme
from services.children.model import Case, Pairing, Returning, Student
from shared.clock import day_of
from shared.duty import DUE_AT_ONCE, Due
from shared.frame import current
from shared.rows import held, kept
from shared.tally import LEAF


def student_held(session: Session, id: UUID) -> Student:
    """Find a student and hold the row until the transaction ends; raises NotFound, also outside the scope."""
    return held(session, Student, id)


def student_kept(session: Session, id: UUID) -> Student:
    """Find a student to look at; raises NotFound, also outside the scope."""
    return kept(session, Student, id)


def student_shown(session: Session, found: Student) -> dict[str, Any]:
    """Show a student as registered, and how many children are looked after."""
    days = ("reported_on", "code_signed_on", "barred_on")
    return {
        "id": str(found.id),
        **{name: getattr(found, name) for name in ("place", "programmes", "state", "vetting", "code_edition")},
        **{name: str(getattr(found, name)) if getattr(found, name) else None for name in days},
        "children": standing_children(session, found.id),
    }


def standing_children(session: Session, student: UUID) -> int:
    """Count the children that a student looks after now."""
    mine = select(func.count()).where(Pairing.student == student, Pairing.until.is_(None))
    return session.scalar(mine) or 0


def paired_now(session: Session, student: UUID, case: UUID) -> bool:
    """Tell whether a student looks after a child already."""
    mine = select(Pairing.id).where(Pairing.student == student, Pairing.case_id == case, Pairing.until.is_(None))
    return session.scalar(mine) is not None


def pairing_held(session: Session, id: UUID) -> Pairing:
    """Find a pairing and hold it until the transaction ends; raises NotFound, also outside the scope."""
    return held(session, Pairing, id)


def standing_pairings(session: Session, student: UUID) -> Sequence[Pairing]:
    """List the pairings of a student that have not ended, and hold them."""
    mine = select(Pairing).where(Pairing.student == student, Pairing.until.is_(None))
    return session.scalars(mine.order_by(Pairing.id).with_for_update()).all()


def pairings_among(session: Session, ids: Collection[UUID]) -> dict[UUID, Pairing]:
    """Find the pairings that exist among some ids, as far as they lie within the scope."""
    return {each.id: each for each in session.scalars(select(Pairing).where(Pairing.id.in_(ids)))}


def pairing_shown(pairing: Pairing) -> dict[str, Any]:
    """Show who looks after whom since when, by their numbers."""
    names = ("id", "student", "case_id", "since")
    return {name.removesuffix("_id"): str(getattr(pairing, name)) for name in names} | {"place": pairing.place}


def known_of_parents(session: Session, cases: Collection[UUID]) -> dict[UUID, list[Returning]]:
    """List what became known of the parents of some children, the earliest first."""
    query = select(Returning).where(Returning.case_id.in_(cases), Returning.taken_back.is_(False))
    known: dict[UUID, list[Returning]] = {}
    for each in session.scalars(query.order_by(Returning.case_id, Returning.ordinal, Returning.turn)):
        known.setdefault(each.case_id, []).append(each)
    return known


def due(session: Session, now: datetime) -> list[Due]:
    """List what time alone asks of pairings: to end where the child has left, and when the season is over."""
    campaign = current(session).campaign_on(day_of(now))
    if campaign is None:
        return []
    return [*_left(session, day_of(now)), *_over(session, campaign.starts_on)]


def _left(session: Session, today: date) -> Iterator[Due]:
    gone = (
        select(Pairing.id, Pairing.since, Case.closed_on)
        .join(Case, Case.id == Pairing.case_id)
        .where(Pairing.until.is_(None), or_(Case.closed_on.is_not(None), Case.place != Pairing.place))
    )
    for pairing, since, closed_on in _rows(session, gone):
        yield _ending(pairing, max(since, closed_on or today), PairingEnd.CHILD_LEFT)


def _over(session: Session, season_starts_on: date) -> Iterator[Due]:
    past = select(Pairing.id, Pairing.since).where(Pairing.until.is_(None), Pairing.since < season_starts_on)
    for pairing, since in _rows(session, past):
        yield _ending(pairing, max(since, season_starts_on - timedelta(days=1)), PairingEnd.SEASON_OVER)


def _rows(session: Session, query: Any) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in session.execute(query.order_by(Pairing.id).limit(DUE_AT_ONCE))]


def _ending(pairing: UUID, on: date, reason: PairingEnd) -> Due:
    fields = {"pairing": str(pairing), "until": str(on), "reason": reason.value}
    return Due(f"pairing_{reason.value}", pairing, "end_pairing", fields, on)


def _said(source: str, day: str, item: str, where: str = "true") -> str:
    return f"""SELECT {LEAF} AS place, {day} AS day, ARRAY[organisation] AS organisations, '' AS breakdown,
        {item}::text AS item, 1::bigint AS value, 0 AS turn FROM {source} WHERE {where}"""  # noqa: S608 - our own columns


def _came_through(programme: Programme) -> tuple[str, ...]:
    return (_said("student", "reported_on", "id", f"'{programme.value}' = ANY(programmes)"),)


FIGURES: dict[str, tuple[str, ...]] = {
    "students_reported": _came_through(Programme.COMMUNITY),
    "students_practising": _came_through(Programme.HOME_PRACTICE),
    "students_paired": (_said("pairing", "since", "student"),),
    "children_paired": (_said("pairing", "since", "child"),),
}
