"""The doors of training classes: opened, taught in lessons, completed, or called off."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from services.jobs import store
from services.jobs.model import ClassState, Course, Enrolment, EnrolmentState, Lesson, TrainingClass
from services.jobs.model.enrolments import CertificatesStand, NotEnrolled
from services.jobs.schemas.training import CancelLesson, CompleteClass, EndClass, HoldLesson, OpenClass, PlanLesson
from services.jobs.store.training import class_shown, classes_in, classes_open, enrolments_of, lessons_of
from shared.clock import day_of
from shared.desk import DateOutsideCampaign, Desk, envelope, must_be_date, must_cover, place_rules
from shared.eventlog import reverse, tell_many
from shared.identity import Role
from shared.refusals import Refusal, Refused
from shared.worker import read, write


class EnrolmentEndsBeforeOpening(Refusal):
    """报名截止日期不能早于开始报名日期"""


class NobodyCame(Refusal):
    """没有学员到过课,不能结业"""


class ClassDoors:
    """培训班: open, plan and hold lessons, complete, cancel, reopen."""

    @write(OpenClass, Role.RECORDER)
    def open_class(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Open a class of a course that stands on the menu; nothing is counted until it is completed."""
        opened_on, joint = fields["opened_on"], fields.pop("joint_organisations")
        if fields["enrol_until"] < opened_on:
            raise EnrolmentEndsBeforeOpening("enrol_until")
        where = envelope(desk, fields.pop("place"), fields.pop("organisation"), opened_on, joint)
        course = store.kept(desk.session, Course, fields["course"])
        must_cover(desk, course)
        course.must_stand_on(opened_on)
        opened = {"trade": course.trade, "state": ClassState.OPEN.value, "revision": 0}
        desk.session.add(TrainingClass(id=id, **fields, **opened, **TrainingClass.columns(where)))
        return {"training_class": str(id), "state": ClassState.OPEN.value}

    @write(PlanLesson, Role.RECORDER)
    def plan_lesson(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Plan a lesson, at whatever venue and time."""
        training_class, held_on = class_of(desk, fields["training_class"]), day_of(fields["starts_at"])
        training_class.must_be(ClassState.OPEN, "安排课次")
        if desk.frame.campaign_on(held_on) is None:
            raise DateOutsideCampaign("starts_at", day=held_on)
        if broken := list(place_rules(desk, fields["venue"], held_on)):
            raise Refused(broken)
        where = Lesson.columns(training_class.envelope(held_on))
        lesson = Lesson(id=id, **fields, held_on=held_on, attended=[], **where)
        lesson.plan(training_class.opened_on, lessons_of(desk.session, training_class.id))
        desk.session.add(lesson)
        return {"lesson": str(id), "state": lesson.state}

    @write(CancelLesson, Role.RECORDER)
    def cancel_lesson(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Call a lesson off that has not been held."""
        lesson, training_class = _lesson(desk, fields["lesson"])
        training_class.must_be(ClassState.OPEN, "取消课次")
        lesson.cancel()
        return {"lesson": str(lesson.id), "state": lesson.state}

    @write(HoldLesson, Role.RECORDER)
    def hold_lesson(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Note who came to a lesson; said again before the class is completed, it takes the place of what was said."""
        lesson, training_class = _lesson(desk, fields["lesson"])
        training_class.must_be(ClassState.OPEN, "登记考勤")
        must_be_date(desk, lesson.held_on, "lesson")
        attended = set(fields["attended"])
        _must_be_enrolled(desk, training_class, attended)
        lesson.hold(desk.now, attended)
        return {"lesson": str(lesson.id), "state": lesson.state, "attended": len(attended)}

    @write(CompleteClass, Role.RECORDER)
    def complete_class(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """End a class whose lessons are all held or cancelled, and tell who was taught."""
        training_class = class_of(desk, fields["training_class"])
        lessons = lessons_of(desk.session, training_class.id)
        taught = _attend(enrolments_of(desk.session, training_class.id), lessons)
        training_class.complete(lessons, len(taught))
        if not taught:
            raise NobodyCame("training_class")
        must_be_date(desk, training_class.last_day, "training_class")
        told = [(each.taught(training_class), each.attendance_of(training_class)) for each in taught]
        tell_many(desk.session, [(training_class.completed(), training_class.completion), *told], desk.now)
        return {"training_class": str(training_class.id), "state": training_class.state, "taught": len(taught)}

    @write(CompleteClass, service_only=True)
    def remind_class(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Note that a class whose last lesson is long over ought to be completed."""
        training_class = class_of(desk, fields["training_class"])
        training_class.remind(desk.now, lessons_of(desk.session, training_class.id))
        return {"training_class": str(training_class.id), "reminded_on": str(training_class.reminded_on)}

    @write(EndClass, Role.RECORDER)
    def cancel_class(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Call a class off before anything was taught."""
        training_class = class_of(desk, fields["training_class"])
        training_class.cancel(fields["reason"], lessons_of(desk.session, training_class.id))
        return {"training_class": str(training_class.id), "state": training_class.state}

    @write(EndClass, Role.APPROVER)
    def reopen_class(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Take a completion back, so that attendance can be put right; all that was told of it is reversed."""
        training_class = class_of(desk, fields["training_class"])
        training_class.must_be(ClassState.COMPLETED, "撤销结业")
        must_be_date(desk, training_class.last_day, "training_class")
        taught = [each for each in enrolments_of(desk.session, training_class.id) if each.lessons]
        if certified := sum(each.certificate is not None for each in taught):
            raise CertificatesStand("training_class", certified=certified)
        for fact in (training_class.completion, *(each.attendance_of(training_class) for each in taught)):
            reverse(desk.session, fact, desk.now)
        training_class.reopen(fields["reason"])
        return {"training_class": str(training_class.id), "state": training_class.state}

    @read(*Role)
    def training_classes(self, desk: Desk, place: str | None = None) -> list[dict[str, Any]]:
        """List the classes that one may enrol in today, with the places that are left."""
        return classes_open(desk.session, desk.identity.scope, desk.today, place)

    @read(Role.RECORDER, Role.APPROVER)
    def training_class(self, desk: Desk, id: UUID) -> dict[str, Any]:
        """Show a class with its lessons and who is in it or waits."""
        found = store.kept(desk.session, TrainingClass, id)
        must_cover(desk, found)
        course = store.kept(desk.session, Course, found.course)
        return class_shown(found, course, lessons_of(desk.session, id), enrolments_of(desk.session, id))

    @read(Role.RECORDER, Role.APPROVER)
    def classes(
        self,
        desk: Desk,
        state: str | None = None,
        place: str | None = None,
        after: UUID | None = None,
        limit: int = 100,
    ) -> list[dict[str, Any]]:
        """List the classes within the caller's scope, all or those in a state, from after an id."""
        return classes_in(desk.session, desk.identity.scope, state, place, after, limit)


def class_of(desk: Desk, id: UUID) -> TrainingClass:
    """Find a class within the caller's scope and hold it; raises NotFound, OutOfScope."""
    training_class = store.held(desk.session, TrainingClass, id)
    must_cover(desk, training_class)
    return training_class


def _lesson(desk: Desk, id: UUID) -> tuple[Lesson, TrainingClass]:
    """Find a lesson and hold its class, which all that changes a lesson holds first."""
    training_class = class_of(desk, store.kept(desk.session, Lesson, id).training_class)
    return store.held(desk.session, Lesson, id), training_class


def _must_be_enrolled(desk: Desk, training_class: TrainingClass, attended: Collection[UUID]) -> None:
    enrolments = enrolments_of(desk.session, training_class.id)
    had_place = {each.trainee for each in enrolments if each.state != EnrolmentState.WAITING}
    if strangers := set(attended) - had_place:
        raise Refused(NotEnrolled("attended", trainee=each) for each in sorted(strangers))


def _attend(enrolments: Sequence[Enrolment], lessons: Sequence[Lesson]) -> list[Enrolment]:
    """Count for everybody the lessons that were attended, and list those who came at all."""
    came = Counter(trainee for lesson in lessons if lesson.held for trainee in lesson.attended)
    for each in enrolments:
        each.lessons = came[each.trainee]
    return [each for each in enrolments if each.lessons]
