"""The doors of 培训报名: places, turns to wait, and races for the last place, against a real database."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest

from shared.identity import Role
from shared.refusals import Refused
from tests.jobs.office import Office
from tests.jobs.taught import ended, enrolled, enrolment, opened, trainees

RACERS = 30


def test_after_the_last_place_people_wait_and_after_the_last_turn_they_are_refused(office: Office) -> None:
    training_class = opened(office, capacity=1, waiting_places=1)
    first, second = (office.call("enrol", enrolment(training_class)) for _ in range(2))

    assert [(each["state"], each["turn"]) for each in (first, second)] == [("enrolled", 1), ("waiting", 2)]
    assert office.rules("enrol", enrolment(training_class)) == ["ClassFull"]


def test_of_thirty_who_ask_for_the_last_place_at_once_one_gets_it_and_the_others_are_told_why(office: Office) -> None:
    training_class = opened(office, capacity=1, waiting_places=2)
    token = office.person("51", Role.RECORDER)

    def ask(trainee: str) -> str:
        try:
            answer = office.ask("enrol", token=token, id=str(uuid4()), fields=enrolment(training_class, trainee))
        except Refused as refused:
            return refused.refusals[0].rule
        return str(answer["state"])

    with ThreadPoolExecutor(8) as crowd:
        answers = Counter(crowd.map(ask, trainees(RACERS)))

    assert answers == {"enrolled": 1, "waiting": 2, "ClassFull": RACERS - 3}
    shown = office.ask("training_class", token=token, id=training_class)["enrolments"]
    assert [(each["turn"], each["state"]) for each in shown] == [(1, "enrolled"), (2, "waiting"), (3, "waiting")]


def test_somebody_has_one_enrolment_in_a_class(office: Office) -> None:
    training_class, (one,) = opened(office), trainees(1)
    enrolled(office, training_class, one)

    assert office.rules("enrol", enrolment(training_class, one)) == ["AlreadyEnrolled"]


def test_a_place_that_is_given_up_goes_to_whoever_has_waited_longest(office: Office) -> None:
    training_class = opened(office, capacity=1, waiting_places=2)
    first, second, third = enrolled(office, training_class, *trainees(3))

    left = office.call("leave_class", {"enrolment": first, "left_on": "2022-01-08"})

    assert left["moved_up"] == [second]
    assert office.call("leave_class", {"enrolment": third, "left_on": "2022-01-08"})["moved_up"] == []


def test_who_left_may_enrol_again_at_the_end_of_the_line(office: Office) -> None:
    training_class, (one, other) = opened(office, capacity=1), trainees(2)
    first, _ = enrolled(office, training_class, one, other)
    office.call("leave_class", {"enrolment": first, "left_on": "2022-01-08"})

    again = office.call("enrol", enrolment(training_class, one, "2022-01-09"))

    assert (again["enrolment"], again["state"], again["turn"]) == (first, "waiting", 3)


@pytest.mark.parametrize(("left_on", "rule"), [("2022-01-05", "LeftBeforeEnrolling"), ("2022-01-11", "DateInFuture")])
def test_nobody_leaves_before_enrolling_or_in_the_future(office: Office, left_on: str, rule: str) -> None:
    (first,) = enrolled(office, opened(office), *trainees(1))

    assert office.rules("leave_class", {"enrolment": first, "left_on": left_on}) == [rule]


def test_nobody_leaves_twice(office: Office) -> None:
    (first,) = enrolled(office, opened(office), *trainees(1))
    office.call("leave_class", {"enrolment": first, "left_on": "2022-01-08"})

    assert office.rules("leave_class", {"enrolment": first, "left_on": "2022-01-09"}) == ["AlreadyLeft"]


def test_more_places_go_to_those_who_have_waited_longest_and_nobody_is_put_out(office: Office) -> None:
    training_class = opened(office, capacity=1, waiting_places=3)
    _, second, third, _ = enrolled(office, training_class, *trainees(4))

    more = office.call("resize_class", {"training_class": training_class, "capacity": 3})

    assert more["moved_up"] == [second, third]
    fewer = {"training_class": training_class, "capacity": 2}
    assert office.rules("resize_class", fewer) == ["CapacityBelowEnrolled"]


@pytest.mark.parametrize(
    ("but", "rule"),
    [
        ({"enrolled_on": "2022-01-04"}, "EnrolmentBeforeClass"),
        ({"enrolled_on": "2022-01-10"}, "EnrolmentOver"),
        ({"enrolled_on": "2022-01-11"}, "DateInFuture"),
        ({"training_class": str(uuid4())}, "NotFound"),
        ({"trainee": "王小明"}, "FieldInvalid"),
    ],
)
def test_an_enrolment_that_cannot_be_is_refused(office: Office, but: dict[str, Any], rule: str) -> None:
    training_class = opened(office, enrol_until="2022-01-09")

    assert office.rules("enrol", enrolment(training_class) | but) == [rule]


def test_a_cancelled_class_takes_nobody(office: Office) -> None:
    training_class = opened(office)
    office.call("cancel_class", ended(training_class))

    assert office.rules("enrol", enrolment(training_class)) == ["ClassNotNext"]


def test_another_citys_class_takes_nobody_from_here(office: Office) -> None:
    training_class = opened(office)
    (first,) = enrolled(office, training_class, *trainees(1))

    assert office.rules("enrol", enrolment(training_class), scope="5103") == ["OutOfScope"]
    gone = {"enrolment": first, "left_on": "2022-01-08"}
    assert office.rules("leave_class", gone, scope="5103") == ["NotFound"]


def test_the_classes_that_one_may_enrol_in_are_listed_with_the_places_that_are_left(office: Office) -> None:
    viewer = office.person("510104", Role.VIEWER)
    training_class, full, over = opened(office), opened(office, capacity=1), opened(office, enrol_until="2022-01-09")
    enrolled(office, training_class, *trainees(2))
    enrolled(office, full, *trainees(2))

    left = {each["id"]: each["left"] for each in office.ask("training_classes", token=viewer)}

    assert (left[training_class], left[full]) == (1, 0)
    assert over not in left
    assert office.ask("training_classes", token=office.person("5103", Role.VIEWER)) == []
