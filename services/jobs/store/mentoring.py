"""Every SELECT of “1+10”."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.jobs.facts.mentoring import QUOTA
from services.jobs.model.mentoring import Mentor, MentorLoad, MentorPair
from services.jobs.store.rows import iso
from services.jobs.store.said import said


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
