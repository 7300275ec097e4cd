"""Every SELECT of training, and what its tables say of each figure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from services.jobs.model import ClassState, Course, Enrolment, EnrolmentState, Lesson, LessonState, TrainingClass
from services.jobs.model.classes import UNTIDY_AFTER
from services.jobs.store.said import said
from shared.clock import day_of
from shared.duty import DUE_AT_ONCE, Due
from shared.facts import stem
from shared.rows import iso


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


class Asked(NamedTuple):
    """How many have a place in a class, how many wait for one, and how many have asked so far."""

    enrolled: int
    waiting: int
    turns: int


def asked_by(session: Session, training_class: UUID) -> Asked:
    """Count who has asked for a place in a class."""
    counted = select(
        func.count().filter(Enrolment.state == EnrolmentState.ENROLLED.value),
        func.count().filter(Enrolment.state == EnrolmentState.WAITING.value),
        func.coalesce(func.max(Enrolment.turn), 0),
    ).where(Enrolment.training_class == training_class)
    return Asked(*session.execute(counted).one())


def waiting_first(session: Session, training_class: UUID, places: int) -> Sequence[Enrolment]:
    """List those who have waited longest, so many at most."""
    waiting = select(Enrolment).where(
        Enrolment.training_class == training_class, Enrolment.state == EnrolmentState.WAITING.value
    )
    return session.scalars(waiting.order_by(Enrolment.turn).limit(places)).all()


def classes_open(session: Session, scope: Collection[str], today: date, place: str | None) -> list[dict[str, Any]]:
    """List the classes within a scope that one may enrol in today, with the places that are left."""
    query = select(TrainingClass).where(
        TrainingClass.state == ClassState.OPEN.value,
        TrainingClass.opened_on <= today,
        TrainingClass.enrol_until >= today,
        or_(*(column.startswith(each) for each in scope for column in (TrainingClass.place, TrainingClass.home))),
    )
    if place:
        query = query.where(TrainingClass.place.startswith(stem(place), autoescape=True))
    found = session.scalars(query.order_by(TrainingClass.enrol_until, TrainingClass.id).limit(1_000)).all()
    enrolled = _enrolled_in(session, [each.id for each in found])
    return [_class_told(each) | {"left": max(0, each.capacity - enrolled.get(each.id, 0))} for each in found]


def classes_in(
    session: Session, scope: Collection[str], state: str | None, place: str | None, after: UUID | None, limit: int
) -> list[dict[str, Any]]:
    """List the classes within a scope with the title of their course, by id, from after one."""
    query = select(TrainingClass, Course.title).join(Course, Course.id == TrainingClass.course)
    query = query.where(
        or_(*(column.startswith(each) for each in scope for column in (TrainingClass.place, TrainingClass.home)))
    )
    if state:
        query = query.where(TrainingClass.state == state)
    if place:
        query = query.where(TrainingClass.place.startswith(stem(place), autoescape=True))
    if after:
        query = query.where(TrainingClass.id > after)
    found = session.execute(query.order_by(TrainingClass.id).limit(min(limit, 1_000))).all()
    enrolled = _enrolled_in(session, [each.id for each, _ in found])
    return [_class_told(each) | {"title": title, "enrolled": enrolled.get(each.id, 0)} for each, title in found]


def _enrolled_in(session: Session, classes: Sequence[UUID]) -> dict[UUID, int]:
    have_places = select(Enrolment.training_class, func.count().label("people")).where(
        Enrolment.training_class.in_(classes), Enrolment.state == EnrolmentState.ENROLLED.value
    )
    grouped = session.execute(have_places.group_by(Enrolment.training_class))
    return {row.training_class: row.people for row in grouped}


def classes_due(session: Session, now: datetime) -> list[Due]:
    """List the classes to remind of because their last lesson is long over and they are not completed."""
    ended = func.max(Lesson.ends_at)
    forgotten = (
        select(TrainingClass.id, ended.label("ended"))
        .join(Lesson, Lesson.training_class == TrainingClass.id)
        .where(TrainingClass.state == ClassState.OPEN.value, TrainingClass.reminded_on.is_(None))
        .where(Lesson.state != LessonState.CANCELLED.value)
        .group_by(TrainingClass.id)
        .having(ended < now - UNTIDY_AFTER)
    )
    return [
        Due(
            rule="complete",
            subject=row.id,
            door="remind_class",
            fields={"training_class": str(row.id)},
            on=day_of(row.ended + UNTIDY_AFTER),
        )
        for row in session.execute(forgotten.order_by(ended, TrainingClass.id).limit(DUE_AT_ONCE))
    ]


def class_shown(
    training_class: TrainingClass, course: Course, lessons: Sequence[Lesson], enrolments: Sequence[Enrolment]
) -> dict[str, Any]:
    """Show a class as it stands, with its course, its lessons and who is in it or waits."""
    return {
        **_class_told(training_class),
        **{name: getattr(course, name) for name in ("title", "hours", "least_attended")},
        "lessons": [_lesson_shown(each) for each in lessons],
        "enrolments": [_enrolment_shown(each) for each in enrolments],
    }


def _class_told(training_class: TrainingClass) -> dict[str, Any]:
    whole = ("state", "place", "trade", "capacity", "waiting_places", "taught")
    days = ("opened_on", "enrol_until", "completed_on", "reminded_on")
    return {
        "id": str(training_class.id),
        "course": str(training_class.course),
        "organisation": str(training_class.organisation),
        **{name: getattr(training_class, name) for name in whole},
        **{name: iso(getattr(training_class, name)) for name in days},
    }


def _lesson_shown(lesson: Lesson) -> dict[str, Any]:
    return {
        "id": str(lesson.id),
        "venue": lesson.venue,
        "state": lesson.state,
        "starts_at": lesson.starts_at.isoformat(),
        "ends_at": lesson.ends_at.isoformat(),
        "attended": len(lesson.attended),
        "present": [str(each) for each in lesson.attended],
    }


def certificate_shown(training_class: TrainingClass, course: Course, enrolment: Enrolment) -> dict[str, Any]:
    """Show what a certificate says beside the name on it."""
    return {
        "place": enrolment.place,
        "organisation": str(training_class.organisation),
        "title": course.title,
        "trade": course.trade,
        "hours": course.hours,
        "completed_on": iso(training_class.completed_on),
        "certificate": enrolment.certificate_kind,
        "number": enrolment.certificate_number,
        "certified_on": iso(enrolment.certified_on),
    }


def _enrolment_shown(enrolment: Enrolment) -> dict[str, Any]:
    return {
        "id": str(enrolment.id),
        "trainee": str(enrolment.trainee),
        "state": enrolment.state,
        "turn": enrolment.turn,
        "lessons": enrolment.lessons,
        "certificate": enrolment.certificate_kind,
        "number": enrolment.certificate_number,
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
