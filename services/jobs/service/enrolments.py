"""The doors of enrolments: a place or a turn to wait for one, and a certificate in the end."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from services.jobs import store
from services.jobs.model import ClassState, Course, Enrolment, EnrolmentState, TrainingClass
from services.jobs.model.enrolments import (
    AlreadyEnrolled,
    CapacityBelowEnrolled,
    ClassFull,
    EnrolmentBeforeClass,
    EnrolmentOver,
    NotCertified,
    must_deserve,
)
from services.jobs.schemas.training import CertifyTrainee, Enrol, LeaveClass, ResizeClass, RevokeCertificate
from services.jobs.service.classes import class_of
from services.jobs.store.training import Asked, asked_by, certificate_shown, enrolment_of, waiting_first
from shared.desk import Desk, must_be_date
from shared.eventlog import reverse, tell
from shared.identity import Role
from shared.worker import read, write


class EnrolmentDoors:
    """报名: enrol, leave, make room, certify, revoke."""

    @write(Enrol, Role.RECORDER)
    def enrol(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Give somebody a place in a class, or else a turn on its waiting list."""
        training_class = class_of(desk, fields["training_class"])
        _must_be_open(desk, training_class, fields)
        enrolment = enrolment_of(desk.session, training_class.id, fields["trainee"])
        if enrolment and enrolment.state != EnrolmentState.LEFT:
            raise AlreadyEnrolled("trainee", state=EnrolmentState(enrolment.state).label)
        asked = asked_by(desk.session, training_class.id)
        state = _room(training_class, asked)
        if enrolment is None:
            where = Enrolment.columns(training_class.envelope(fields["enrolled_on"]))
            enrolment = Enrolment(id=id, **fields, lessons=0, **where)
            desk.session.add(enrolment)
        enrolment.enrol(state, asked.turns + 1, fields["enrolled_on"])
        return {"enrolment": str(enrolment.id), "state": enrolment.state, "turn": enrolment.turn}

    @write(LeaveClass, Role.RECORDER)
    def leave_class(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Give up a place, which goes to whoever has waited longest."""
        enrolment, training_class = _enrolment(desk, fields["enrolment"])
        training_class.must_be(ClassState.OPEN, "退出")
        must_be_date(desk, fields["left_on"], "left_on")
        enrolment.leave(fields["left_on"])
        return {"enrolment": str(enrolment.id), "state": enrolment.state, "moved_up": _move_up(desk, training_class)}

    @write(ResizeClass, Role.RECORDER)
    def resize_class(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Change how many places a class has; new ones go to those who have waited longest."""
        training_class = class_of(desk, fields["training_class"])
        training_class.must_be(ClassState.OPEN, "调整名额")
        enrolled = asked_by(desk.session, training_class.id).enrolled
        if fields["capacity"] < enrolled:
            raise CapacityBelowEnrolled("capacity", enrolled=enrolled)
        training_class.capacity = fields["capacity"]
        return {"training_class": str(training_class.id), "moved_up": _move_up(desk, training_class)}

    @write(CertifyTrainee, Role.RECORDER)
    def certify_trainee(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Note the certificate of somebody who heard enough of a class that is completed."""
        enrolment, training_class = _enrolment(desk, fields["enrolment"])
        course, on = store.kept(desk.session, Course, training_class.course), fields["certified_on"]
        must_be_date(desk, on, "certified_on")
        must_deserve(training_class, enrolment, course.least_attended, on)
        enrolment.certify(id, fields["certificate"], fields["number"], on)
        tell(desk.session, enrolment.certified(training_class), id, desk.now)
        return {"enrolment": str(enrolment.id), "certified_on": str(on)}

    @write(RevokeCertificate, Role.APPROVER)
    def revoke_certificate(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Take back a certificate that was noted wrongly."""
        enrolment, _ = _enrolment(desk, fields["enrolment"])
        if enrolment.certified_on:
            must_be_date(desk, enrolment.certified_on, "enrolment")
        reverse(desk.session, enrolment.revoke(), desk.now)
        return {"enrolment": str(enrolment.id), "certified_on": None}

    @read(service_only=True)
    def training_record(self, desk: Desk, id: UUID) -> dict[str, Any]:
        """Tell what can be attested of an enrolment: its certificate; raises NotCertified."""
        enrolment = store.kept(desk.session, Enrolment, id)
        training_class = store.kept(desk.session, TrainingClass, enrolment.training_class)
        if enrolment.certified_on is None:
            raise NotCertified("enrolment")
        return certificate_shown(training_class, store.kept(desk.session, Course, training_class.course), enrolment)


def _enrolment(desk: Desk, id: UUID) -> tuple[Enrolment, TrainingClass]:
    """Find an enrolment and hold its class, which all that changes an enrolment holds first."""
    training_class = class_of(desk, store.kept(desk.session, Enrolment, id).training_class)
    return store.held(desk.session, Enrolment, id), training_class


def _must_be_open(desk: Desk, training_class: TrainingClass, fields: dict[str, Any]) -> None:
    training_class.must_be(ClassState.OPEN, "报名")
    must_be_date(desk, fields["enrolled_on"], "enrolled_on")
    if fields["enrolled_on"] < training_class.opened_on:
        raise EnrolmentBeforeClass("enrolled_on", opened_on=training_class.opened_on)
    if fields["enrolled_on"] > training_class.enrol_until:
        raise EnrolmentOver("enrolled_on", enrol_until=training_class.enrol_until)


def _room(training_class: TrainingClass, asked: Asked) -> EnrolmentState:
    if asked.enrolled < training_class.capacity:
        return EnrolmentState.ENROLLED
    if asked.waiting < training_class.waiting_places:
        return EnrolmentState.WAITING
    raise ClassFull("training_class", capacity=training_class.capacity, waiting_places=training_class.waiting_places)


def _move_up(desk: Desk, training_class: TrainingClass) -> list[str]:
    desk.session.flush()
    enrolled = asked_by(desk.session, training_class.id).enrolled
    moved = waiting_first(desk.session, training_class.id, max(0, training_class.capacity - enrolled))
    for each in moved:
        each.state = EnrolmentState.ENROLLED.value
    return [str(each.id) for each in moved]
