"""The doors of 菜单式培训 from the menu to the certificate, against a real database."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from services.jobs import store
from shared.database import transaction
from shared.identity import Role
from shared.refusals import Refused
from tests.builders import LABOUR, MARKER
from tests.jobs.office import Office
from tests.jobs.taught import (
    a_class,
    a_course,
    a_lesson,
    attendance,
    certification,
    completed,
    ended,
    enrolled,
    offered,
    opened,
    planned,
    told_of,
    trainees,
)


def test_a_course_is_told_when_it_comes_onto_the_menu_and_when_it_is_withdrawn(office: Office) -> None:
    course = offered(office, title=MARKER)
    viewer = office.person("510104", Role.VIEWER)
    assert course in {each["id"] for each in office.ask("courses", token=viewer)}

    office.call("withdraw_course", {"course": course, "withdrawn_on": "2022-01-10"})

    assert course not in {each["id"] for each in office.ask("courses", token=viewer)}
    assert [(row.type, row.data["trade"]) for row in office.told(course)] == [
        ("CourseOffered", "electrics"),
        ("CourseWithdrawn", "electrics"),
    ]
    assert MARKER not in str(office.told(course))


@pytest.mark.parametrize(
    ("but", "rule"),
    [
        ({"title": " "}, "FieldMissing"),
        ({"trade": "juggling"}, "FieldInvalid"),
        ({"least_attended": 101}, "FieldInvalid"),
        ({"offered_on": "2022-01-11"}, "DateInFuture"),
        ({"offered_on": "2021-10-01"}, "DateOutsideCampaign"),
        ({"organisation": str(uuid4())}, "OrganisationUnknown"),
    ],
)
def test_a_course_that_cannot_be_is_refused(office: Office, but: dict[str, Any], rule: str) -> None:
    assert office.rules("offer_course", a_course(**but)) == [rule]


def test_a_course_is_withdrawn_once_and_not_before_it_was_offered(office: Office) -> None:
    course = offered(office)
    assert office.rules("withdraw_course", {"course": course, "withdrawn_on": "2022-01-04"}) == ["CourseNotYetOnMenu"]

    office.call("withdraw_course", {"course": course, "withdrawn_on": "2022-01-10"})

    assert office.rules("withdraw_course", {"course": course, "withdrawn_on": "2022-01-10"}) == ["CourseOffMenu"]


@pytest.mark.parametrize(
    ("but", "rule"),
    [
        ({"course": str(uuid4())}, "NotFound"),
        ({"opened_on": "2022-01-04"}, "CourseNotYetOnMenu"),
        ({"opened_on": "2022-01-09"}, "CourseOffMenu"),
        ({"enrol_until": "2022-01-04"}, "EnrolmentEndsBeforeOpening"),
        ({"capacity": 0}, "FieldInvalid"),
        ({"joint_organisations": [str(uuid4())]}, "OrganisationUnknown"),
    ],
)
def test_a_class_that_cannot_be_is_refused(office: Office, but: dict[str, Any], rule: str) -> None:
    course = offered(office)
    office.call("withdraw_course", {"course": course, "withdrawn_on": "2022-01-09"})

    assert office.rules("open_class", a_class(course) | but) == [rule]


def test_a_lesson_may_be_at_any_venue_but_not_while_the_class_has_another(office: Office) -> None:
    training_class = opened(office)
    planned(office, training_class)

    assert office.rules("plan_lesson", a_lesson(training_class, hour=10)) == ["LessonsOverlap"]
    assert office.call("plan_lesson", a_lesson(training_class, hour=11, venue="510903001000"))["state"] == "planned"


def test_a_cancelled_lesson_makes_room_for_another(office: Office) -> None:
    training_class = opened(office)
    lesson = planned(office, training_class)
    office.call("cancel_lesson", {"lesson": lesson})

    assert planned(office, training_class)
    assert office.rules("cancel_lesson", {"lesson": lesson}) == ["LessonCancelled"]


@pytest.mark.parametrize(
    ("but", "rule"),
    [
        ({"hours": 0}, "LessonEndsBeforeStart"),
        ({"hour": 8, "hours": 13}, "LessonTooLong"),
        ({"day": "2022-01-04"}, "LessonBeforeClass"),
        ({"day": "2022-07-01"}, "DateOutsideCampaign"),
        ({"venue": "510104999000"}, "PlaceUnknown"),
        ({"starts_at": "2022-01-12T09:00:00"}, "FieldInvalid"),
    ],
)
def test_a_lesson_that_cannot_be_is_refused(office: Office, but: dict[str, Any], rule: str) -> None:
    assert office.rules("plan_lesson", a_lesson(opened(office), **but)) == [rule]


def test_attendance_is_noted_after_the_lesson_for_those_who_have_a_place(office: Office) -> None:
    training_class, (one, other) = opened(office, capacity=1), trainees(2)
    enrolled(office, training_class, one, other)
    lesson = planned(office, training_class)

    assert office.rules("hold_lesson", attendance(lesson, one)) == ["DateInFuture"]
    office.today = date(2022, 1, 12)
    assert office.rules("hold_lesson", attendance(lesson, one, other, str(uuid4()))) == ["NotEnrolled"] * 2
    assert office.call("hold_lesson", attendance(lesson, one))["attended"] == 1
    assert office.rules("cancel_lesson", {"lesson": lesson}) == ["LessonHeld"]


def test_nobody_attends_a_lesson_that_is_not_over(office: Office) -> None:
    training_class, (one,) = opened(office), trainees(1)
    enrolled(office, training_class, one)
    afternoon = office.call("plan_lesson", a_lesson(training_class, "2022-01-10", hour=13))["lesson"]

    assert office.rules("hold_lesson", attendance(afternoon, one)) == ["LessonNotOver"]


def test_a_completed_class_tells_itself_and_everybody_who_came(office: Office) -> None:
    one, other, absent = trainees(3)
    training_class, _ = completed(office, [one, other, absent], [one])
    completion, *taught = office.told(training_class)

    assert (completion.type, str(completion.occurred_on)) == ("TrainingCompleted", "2022-01-13")
    assert (completion.data["lessons"], completion.data["taught"], completion.data["trade"]) == (2, 3, "electrics")
    assert completion.data["joint_organisations"] == [LABOUR]
    assert {(row.data["trainee"], row.data["lessons"]) for row in taught} == {(one, 2), (other, 1), (absent, 1)}


def test_attendance_said_again_before_completion_takes_the_place_of_what_was_said(office: Office) -> None:
    training_class, (one, other) = opened(office), trainees(2)
    enrolled(office, training_class, one, other)
    lesson = planned(office, training_class)
    office.today = date(2022, 1, 12)
    office.call("hold_lesson", attendance(lesson, one, other))
    office.call("hold_lesson", attendance(lesson, other))
    office.call("complete_class", {"training_class": training_class})

    assert [row.data["trainee"] for row in office.told(training_class) if row.type == "TraineeTaught"] == [other]


def test_somebody_who_left_after_a_lesson_was_taught_all_the_same(office: Office) -> None:
    training_class, (one, other) = opened(office), trainees(2)
    left, _ = enrolled(office, training_class, one, other)
    lesson = planned(office, training_class)
    office.today = date(2022, 1, 12)
    office.call("hold_lesson", attendance(lesson, one, other))
    office.call("leave_class", {"enrolment": left, "left_on": "2022-01-12"})

    assert office.call("complete_class", {"training_class": training_class})["taught"] == 2


def test_a_class_is_completed_when_all_its_lessons_are_held_or_cancelled(office: Office) -> None:
    training_class, (one,) = opened(office), trainees(1)
    enrolled(office, training_class, one)
    assert office.rules("complete_class", {"training_class": training_class}) == ["NothingTaught"]
    held, remaining = planned(office, training_class), planned(office, training_class, "2022-01-13")
    office.today = date(2022, 1, 14)
    office.call("hold_lesson", attendance(held, one))

    assert office.rules("complete_class", {"training_class": training_class}) == ["LessonsRemain"]
    office.call("cancel_lesson", {"lesson": remaining})
    assert office.call("complete_class", {"training_class": training_class})["state"] == "completed"
    assert office.rules("complete_class", {"training_class": training_class}) == ["ClassNotNext"]
    assert office.rules("hold_lesson", attendance(held, one)) == ["ClassNotNext"]
    assert office.rules("plan_lesson", a_lesson(training_class, "2022-01-15")) == ["ClassNotNext"]


def test_a_cancelled_class_tells_nothing_and_takes_nobody(office: Office) -> None:
    training_class = opened(office)
    assert office.rules("cancel_class", ended(training_class, " ")) == ["FieldInvalid"]
    office.call("cancel_class", ended(training_class))

    assert told_of(office, training_class) == []
    assert office.rules("plan_lesson", a_lesson(training_class)) == ["ClassNotNext"]


def test_a_class_that_taught_somebody_is_not_cancelled(office: Office) -> None:
    training_class, (one,) = opened(office), trainees(1)
    enrolled(office, training_class, one)
    lesson = planned(office, training_class)
    office.today = date(2022, 1, 12)
    office.call("hold_lesson", attendance(lesson, one))

    assert office.rules("cancel_class", ended(training_class)) == ["AlreadyTaught"]


def test_a_reopened_class_reverses_all_it_told_and_may_be_completed_anew(office: Office) -> None:
    one, other = trainees(2)
    training_class, _ = completed(office, [one, other])
    assert office.rules("reopen_class", ended(training_class)) == ["RoleMissing"]

    office.call("reopen_class", ended(training_class), role=Role.APPROVER)
    office.call("complete_class", {"training_class": training_class})

    once = [("TrainingCompleted", "2022-01-12"), *[("TraineeTaught", "2022-01-12")] * 2]
    assert told_of(office, training_class) == [(*each, sign) for sign in (1, -1, 1) for each in once]


def test_who_heard_enough_is_certified_once(office: Office) -> None:
    one, other = trainees(2)
    training_class, (first, second) = completed(office, [one, other], [one])
    office.call("certify_trainee", certification(first, number=MARKER))

    (certified,) = [row for row in office.told(training_class) if row.type == "TraineeCertified"]
    assert (certified.data["trainee"], certified.data["certificate"]) == (one, "skill_level")
    assert MARKER not in str(certified)
    assert office.rules("certify_trainee", certification(first)) == ["AlreadyCertified"]
    assert office.rules("certify_trainee", certification(second)) == ["AttendanceTooLow"]


def test_nobody_is_certified_before_the_class_is_completed(office: Office) -> None:
    training_class = opened(office)
    (first,) = enrolled(office, training_class, *trainees(1))

    assert office.rules("certify_trainee", certification(first, "2022-01-10")) == ["ClassNotNext"]
    _, (early,) = completed(office, trainees(1))
    assert office.rules("certify_trainee", certification(early, "2022-01-11")) == ["CertifiedBeforeCompletion"]


def test_a_revoked_certificate_is_reversed_and_only_then_may_the_class_be_reopened(office: Office) -> None:
    training_class, (first,) = completed(office, trainees(1))
    office.call("certify_trainee", certification(first))
    assert office.rules("reopen_class", ended(training_class), role=Role.APPROVER) == ["CertificatesStand"]

    revoked = {"enrolment": first, "reason": "录错"}
    office.call("revoke_certificate", revoked, role=Role.APPROVER)

    assert told_of(office, training_class)[-1] == ("TraineeCertified", "2022-01-20", -1)
    assert office.rules("revoke_certificate", revoked, role=Role.APPROVER) == ["NotCertified"]
    assert office.call("reopen_class", ended(training_class), role=Role.APPROVER)["state"] == "open"


@pytest.mark.parametrize("door", ["open_class", "plan_lesson", "complete_class", "cancel_class"])
def test_a_class_outside_the_scope_is_refused(office: Office, door: str) -> None:
    course = offered(office)
    training_class = str(office.call("open_class", a_class(course))["training_class"])
    content = {
        "open_class": a_class(course),
        "plan_lesson": a_lesson(training_class),
        "complete_class": {"training_class": training_class},
        "cancel_class": ended(training_class),
    }

    assert office.rules(door, content[door], scope="5103") == ["OutOfScope"]


def test_a_repeated_completion_is_answered_as_the_first_time(office: Office) -> None:
    training_class, (one,) = opened(office), trainees(1)
    enrolled(office, training_class, one)
    lesson, id = planned(office, training_class), str(uuid4())
    office.today = date(2022, 1, 12)
    office.call("hold_lesson", attendance(lesson, one))
    first = office.call("complete_class", {"training_class": training_class}, id=id)

    assert office.call("complete_class", {"training_class": training_class}, id=id) == first
    assert len(office.told(training_class)) == 2


def reminders(office: Office, training_class: str) -> list[Any]:
    with transaction(office.engine) as session:
        session.connection().exec_driver_sql("SELECT set_config('nuandong.scope', '{\"\"}', true)")
        return [each for each in store.due(session, office.now()) if str(each.subject) == training_class]


def test_a_class_that_nobody_completes_is_reminded_of_once(office: Office) -> None:
    training_class = opened(office)
    planned(office, training_class)
    office.today = date(2022, 1, 18)
    assert reminders(office, training_class) == []
    with pytest.raises(Refused) as caught:
        office.ask("remind_class", token=office.keeper(), id=str(uuid4()), fields={"training_class": training_class})
    assert [each.rule for each in caught.value.refusals] == ["NotYetUntidy"]

    office.today = date(2022, 1, 20)
    (due,) = reminders(office, training_class)
    office.ask(due.door, token=office.keeper(), id=str(due.id), fields=due.fields)

    assert reminders(office, training_class) == []
    shown = office.ask("training_class", token=office.person("51", Role.RECORDER), id=training_class)
    assert shown["reminded_on"] == "2022-01-20"
