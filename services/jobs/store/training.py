"""Every SELECT of training, and what its tables say of each figure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from services.jobs.model import Course, Enrolment, EnrolmentState, Lesson, TrainingClass
from services.jobs.store.rows import iso
from services.jobs.store.said import said
from shared.facts import stem


def menu(session: Session, scope: Collection[str], today: date, place: str | None) -> list[dict[str, Any]]:
    """List the courses that stand on the menu today within a scope."""
    query = select(Course).where(
        or_(Course.withdrawn_on.is_(None), Course.withdrawn_on > today),
        or_(*(column.startswith(each) for each in scope for column in (Course.place, Course.home))),
    )
    if place:
        query = query.where(Course.place.startswith(stem(place), autoescape=True))
    return [_course_shown(each) for each in session.scalars(query.order_by(Course.trade, Course.id).limit(1_000))]


def _course_shown(course: Course) -> dict[str, Any]:
    whole = ("place", "title", "trade", "hours", "least_attended")
    return {
        "id": str(course.id),
        **{name: getattr(course, name) for name in whole},
        **{name: iso(getattr(course, name)) for name in ("offered_on", "withdrawn_on")},
    }


def lessons_of(session: Session, training_class: UUID) -> Sequence[Lesson]:
    """List a class's lessons in their order."""
    return session.scalars(
        select(Lesson).where(Lesson.training_class == training_class).order_by(Lesson.starts_at, Lesson.id)
    ).all()


def enrolments_of(session: Session, training_class: UUID) -> Sequence[Enrolment]:
    """List everybody who ever asked for a place in a class, in the order of asking."""
    return session.scalars(
        select(Enrolment).where(Enrolment.training_class == training_class).order_by(Enrolment.turn)
    ).all()


def enrolment_of(session: Session, training_class: UUID, trainee: UUID) -> Enrolment | None:
    """Find somebody's enrolment in a class."""
    return session.scalar(
        select(Enrolment).where(Enrolment.training_class == training_class, Enrolment.trainee == trainee)
    )


def asked_by(session: Session, training_class: UUID) -> dict[str, int]:
    """Count a class's enrolments by their state."""
    states = select(Enrolment.state, func.count().label("asked")).where(Enrolment.training_class == training_class)
    return {row.state: row.asked for row in session.execute(states.group_by(Enrolment.state))}


def waiting_first(session: Session, training_class: UUID, places: int) -> Sequence[Enrolment]:
    """List those who have waited longest, so many at most."""
    waiting = select(Enrolment).where(
        Enrolment.training_class == training_class, Enrolment.state == EnrolmentState.WAITING.value
    )
    return session.scalars(waiting.order_by(Enrolment.turn).limit(places)).all()


def last_turn(session: Session, training_class: UUID) -> int:
    """Tell how many have asked for a place in a class."""
    return session.scalar(select(func.max(Enrolment.turn)).where(Enrolment.training_class == training_class)) or 0


def class_shown(
    training_class: TrainingClass, lessons: Sequence[Lesson], enrolments: Sequence[Enrolment]
) -> dict[str, Any]:
    """Show a class as it stands, with its lessons and who is in it or waits."""
    whole = ("state", "place", "trade", "capacity", "waiting_places", "taught")
    return {
        "id": str(training_class.id),
        "course": str(training_class.course),
        **{name: getattr(training_class, name) for name in whole},
        **{name: iso(getattr(training_class, name)) for name in ("opened_on", "enrol_until", "completed_on")},
        "lessons": [_lesson_shown(each) for each in lessons],
        "enrolments": [_enrolment_shown(each) for each in enrolments],
    }


def _lesson_shown(lesson: Lesson) -> dict[str, Any]:
    return {
        "id": str(lesson.id),
        "venue": lesson.venue,
        "state": lesson.state,
        "starts_at": lesson.starts_at.isoformat(),
        "ends_at": lesson.ends_at.isoformat(),
        "attended": len(lesson.attended),
    }


def _enrolment_shown(enrolment: Enrolment) -> dict[str, Any]:
    return {
        "id": str(enrolment.id),
        "trainee": str(enrolment.trainee),
        "state": enrolment.state,
        "turn": enrolment.turn,
        "lessons": enrolment.lessons,
        "certified_on": iso(enrolment.certified_on),
    }


_TOOK_PART = "organisation || joint_organisations"
_TAUGHT = """(SELECT enrolment.*, completed_on, joint_organisations
    FROM enrolment JOIN training_class ON training_class.id = training_class
    WHERE enrolment.lessons > 0 AND completed_on IS NOT NULL) AS taught"""


def _course(day: str, value: str, by: str, turn: int = 0) -> str:
    return said("course", day, value, by, "id", turn=turn)


def _class(by: str = "''") -> str:
    return said("training_class", "completed_on", breakdown=by, organisations=_TOOK_PART)


def _taught(day: str = "completed_on", item: str = "NULL") -> str:
    return said(_TAUGHT, day, item=item, organisations=_TOOK_PART)


_TRADE = "'trade=' || trade"

FIGURES: dict[str, tuple[str, ...]] = {
    "training_courses": tuple(
        each for by in ("''", _TRADE) for each in (_course("offered_on", "1", by), _course("withdrawn_on", "0", by, 1))
    ),
    "training_classes": (_class(), _class(_TRADE)),
    "training_attendances": (_taught(),),
    "trainees": (_taught(item="trainee"),),
    "training_certificates": (_taught("certified_on"),),
}
