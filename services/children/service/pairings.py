"""The doors of students and pairings, and what a service to a paired child must keep to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID, uuid5

from services.children.facts.pairings import PairingEnd
from services.children.facts.returns import ParentsAway
from services.children.model import Pairing, Returning, Student
from services.children.model.pairings import PairedAlready, StudentState
from services.children.schemas.pairings import BarStudent, EndPairing, PairChild, ReportStudent, SignCode, VetStudent
from services.children.service.listing import in_state
from services.children.service.stays import held, standing_in_season
from services.children.service.visits import PlaceIsNotTheCases, standing
from services.children.store import pairings as store
from services.children.store.pages import page
from services.children.store.stays import Stood, stays_of
from shared.acts import Derived
from shared.desk import DateInFuture, Desk, envelope, must_be_date
from shared.eventlog import tell, tell_many
from shared.identity import Role
from shared.refusals import Refusal
from shared.worker import read, write


class PairingUnknown(Refusal):
    """在您的授权范围内没有这个结对"""


class PairingNotStanding(Refusal):
    """该结对在 {day} 不存续"""


class StudentDoors:
    """报到大学生: who may look after children, and who may not any more."""

    @write(ReportStudent, Role.RECORDER)
    def report_student(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Register a student who offers to help."""
        where = envelope(desk, fields["place"], fields["organisation"], fields["reported_on"])
        student = Student(
            id=id,
            programmes=[each.value for each in fields["programmes"]],
            state=StudentState.REPORTED.value,
            reported_on=fields["reported_on"],
            reported_by=desk.identity.somebody,
            **Student.columns(where),
        )
        desk.session.add(student)
        told = [(student.reported(each), uuid5(id, f"reported:{each.value}")) for each in fields["programmes"]]
        tell_many(desk.session, told, desk.now)
        return _answer(student)

    @write(VetStudent, Role.APPROVER)
    def vet_student(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Say whether a student may be near children, by another person than registered the student."""
        student = store.student_held(desk.session, fields["student"])
        student.vet(desk.identity.somebody, desk.now, fields["verdict"])
        return _answer(student)

    @write(SignCode, Role.RECORDER)
    def sign_code(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Note that a vetted student has signed the code of conduct."""
        student = store.student_held(desk.session, fields["student"])
        must_be_date(desk, fields["signed_on"], "signed_on")
        student.sign(fields["signed_on"], fields["edition"])
        return _answer(student)

    @write(BarStudent, Role.APPROVER)
    def bar_student(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Let a student near no child any more: all pairings end."""
        student, on = store.student_held(desk.session, fields["student"]), fields["barred_on"]
        must_be_date(desk, on, "barred_on")
        student.bar(on, fields["reason"])
        ended = store.standing_pairings(desk.session, student.id)
        for each in ended:
            each.end(max(on, each.since), PairingEnd.BARRED)
        return {**_answer(student), "ended": [str(each.id) for each in ended]}

    @read(Role.RECORDER, Role.APPROVER, Role.OFFICER)
    def student(self, desk: Desk, id: UUID) -> dict[str, Any]:
        """Show a student as registered."""
        return store.student_shown(desk.session, store.student_kept(desk.session, id))

    @read(Role.RECORDER, Role.APPROVER, Role.OFFICER)
    def students(
        self, desk: Desk, state: str, place: str | None = None, after: UUID | None = None, limit: int = 100
    ) -> list[dict[str, Any]]:
        """List the students in a state, such as those who wait to be vetted, from after an id."""
        found = in_state(desk, Student, StudentState, state, place, after, limit)
        return [store.student_shown(desk.session, each) for each in found]


class PairingDoors:
    """大学生结对: who looks after which child, from when to when."""

    @write(PairChild, Role.RECORDER)
    def pair_child(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Let a student who is vetted and bound by the code look after a registered child."""
        case, since = held(desk, fields["case"]), fields["since"]
        where = envelope(desk, case.place, case.organisation, since)
        stay = standing_in_season(desk, case, since, "since")
        stay.must_cover(since, "since")
        student = store.student_held(desk.session, fields["student"])
        student.must_be_ready(since, store.standing_children(desk.session, student.id))
        if store.paired_now(desk.session, student.id, case.id):
            raise PairedAlready("case")
        pairing = Pairing(
            id=id, student=student.id, case_id=case.id, child=stay.child, since=since, **Pairing.columns(where)
        )
        desk.session.add(pairing)
        tell(desk.session, pairing.begun(), pairing.fact_id, desk.now)
        return {"pairing": str(id), "since": str(since)}

    @write(EndPairing, Role.RECORDER)
    def end_pairing(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """End a pairing."""
        pairing, until = store.pairing_held(desk.session, fields["pairing"]), fields["until"]
        if until > desk.today:
            raise DateInFuture("until", day=until, today=desk.today)
        pairing.end(until, fields["reason"])
        return {"pairing": str(pairing.id), "until": str(until)}

    @read(Role.RECORDER, Role.OFFICER)
    def pairings(self, desk: Desk, place: str, after: UUID | None = None, limit: int = 100) -> list[dict[str, Any]]:
        """List the pairings of a place that stand, from after an id."""
        found = page(desk.session, Pairing, desk.identity.scope, Pairing.until.is_(None), place, after, limit)
        return [store.pairing_shown(each) for each in found]


def children_of_services(desk: Desk, said: Sequence[Mapping[str, Any]]) -> list[Derived]:
    """Find whom each service was for and whether both parents were away that day, or the rule that it breaks."""
    pairings = store.pairings_among(desk.session, {each["pairing"] for each in said})
    cases = {each.case_id for each in pairings.values()}
    stays, known = stays_of(desk.session, cases), store.known_of_parents(desk.session, cases)
    return [_served(desk, each, pairings.get(each["pairing"]), stays, known) for each in said]


def _served(
    desk: Desk,
    said: Mapping[str, Any],
    pairing: Pairing | None,
    stays: Mapping[UUID, Sequence[Stood]],
    known: Mapping[UUID, Sequence[Returning]],
) -> Derived:
    on = said["occurred_on"]
    if pairing is None:
        return PairingUnknown("pairing")
    if not pairing.stands_on(on):
        return PairingNotStanding("pairing", day=on)
    there = standing(desk, said, stays.get(pairing.case_id, ()))
    if isinstance(there, Refusal):
        return there
    if said["place"] not in {each.place for each in there}:
        return PlaceIsNotTheCases("place", day=on)
    child = there[-1].child
    return {"child": child, "parents_away": _away(child, on, known.get(pairing.case_id, ()))}


def _away(child: UUID, on: date, known: Sequence[Returning]) -> ParentsAway:
    """Tell whether what was known of that day, under the season's key, says that both parents were away."""
    last = [each for each in known if each.child == child and each.as_of <= on][-1:]
    return ParentsAway.YES if any(each.both_away for each in last) else ParentsAway.NO


def _answer(student: Student) -> dict[str, Any]:
    return {"student": str(student.id), "state": student.state}
