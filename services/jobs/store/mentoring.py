"""Every SELECT of “1+10”."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from services.jobs.facts.mentoring import QUOTA
from services.jobs.model.mentoring import Mentor, MentorLoad, MentorPair
from services.jobs.store.said import said
from shared.facts import stem
from shared.rows import iso


def pairs_of(session: Session, mentor: UUID) -> Sequence[MentorPair]:
    """List everybody with whom a mentor is or was linked."""
    pairs = select(MentorPair).where(MentorPair.mentor == mentor)
    return session.scalars(pairs.order_by(MentorPair.paired_on, MentorPair.id)).all()


def loads_of(session: Session, mentor: UUID) -> dict[date, MentorLoad]:
    """Find what was told of a mentor's load, day by day."""
    return {each.day: each for each in session.scalars(select(MentorLoad).where(MentorLoad.mentor == mentor))}


def mentors_among(session: Session, ids: Collection[UUID]) -> dict[UUID, Mentor]:
    """Find the mentors that exist among some ids."""
    return {each.id: each for each in session.scalars(select(Mentor).where(Mentor.id.in_(ids)))}


def pairs_among(session: Session, mentors: Collection[UUID]) -> Sequence[MentorPair]:
    """List the pairs of some mentors."""
    return session.scalars(select(MentorPair).where(MentorPair.mentor.in_(mentors))).all()


def mentors_in(
    session: Session, today: date, place: str | None = None, after: UUID | None = None, limit: int = 100
) -> list[dict[str, Any]]:
    """List the mentors of a place who have not retired, with how many are missing to the quota, from after an id."""
    linked = (MentorPair.mentor == Mentor.id, MentorPair.struck_at.is_(None), MentorPair.paired_on <= today)
    still = or_(MentorPair.released_on.is_(None), MentorPair.released_on > today)
    query = select(Mentor.id, Mentor.place, func.count(MentorPair.id).label("mentees"))
    query = query.outerjoin(MentorPair, and_(*linked, still)).where(Mentor.retired_on.is_(None)).group_by(Mentor.id)
    if place:
        query = query.where(Mentor.place.startswith(stem(place), autoescape=True))
    if after:
        query = query.where(Mentor.id > after)
    rows = session.execute(query.order_by(Mentor.id).limit(min(limit, 1_000)))
    return [
        {"id": str(row.id), "place": row.place, "mentees": row.mentees, "missing": max(0, QUOTA - row.mentees)}
        for row in rows
    ]


def mentor_shown(session: Session, mentor: Mentor, today: date) -> dict[str, Any]:
    """Show a mentor with those linked today, and how many are missing to the quota."""
    linked = [each for each in pairs_of(session, mentor.id) if each.stands_on(today)]
    return {
        "id": str(mentor.id),
        "place": mentor.place,
        "association": str(mentor.association) if mentor.association else None,
        "enrolled_on": str(mentor.enrolled_on),
        "retired_on": iso(mentor.retired_on),
        "mentees": [
            {"pair": str(each.id), "mentee": str(each.mentee), "paired_on": str(each.paired_on)} for each in linked
        ],
        "missing": max(0, QUOTA - len(linked)),
    }


_PAIRS = "mentor JOIN mentor_pair ON mentor_pair.mentor = mentor.id AND struck_at IS NULL"
_LOADS = """mentor JOIN (
    SELECT days.mentor AS whose, days.day, count(pair.id) AS mentees
    FROM mentor_load AS days LEFT JOIN mentor_pair AS pair ON pair.mentor = days.mentor AND struck_at IS NULL
        AND paired_on <= days.day AND (released_on IS NULL OR days.day < released_on)
    GROUP BY 1, 2) AS load ON load.whose = mentor.id"""

FIGURES: dict[str, tuple[str, ...]] = {
    "mentors": (said(_PAIRS, "paired_on", item="mentor.id"),),
    "mentees": (said(_PAIRS, "paired_on", item="mentee"),),
    "pairs": (
        said(_PAIRS, "paired_on", item="mentor_pair.id"),
        said(_PAIRS, "released_on", "0", item="mentor_pair.id", turn=1),
    ),
    "mentors_linked": (said(_LOADS, "day", "(mentees > 0)::int", item="mentor.id"),),
    "mentors_full": (said(_LOADS, "day", f"(mentees >= {QUOTA})::int", item="mentor.id"),),
}
