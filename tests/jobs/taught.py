"""What people say at the doors of training, and classes as they stand in the middle of a test."""

from datetime import date
from typing import Any
from uuid import uuid4

from tests.builders import COUNTY, LABOUR, LEAGUE, TOWNSHIP
from tests.jobs.office import Office

OPENED = "2022-01-05"


def a_course(**but: Any) -> dict[str, Any]:
    return {
        "place": COUNTY,
        "organisation": LEAGUE,
        "title": "电焊培训",
        "trade": "electrics",
        "hours": 24,
        "least_attended": 60,
        "offered_on": OPENED,
        **but,
    }


def offered(office: Office, **but: Any) -> str:
    return str(office.call("offer_course", a_course(**but))["course"])


def a_class(course: str, **but: Any) -> dict[str, Any]:
    return {
        "course": course,
        "place": COUNTY,
        "organisation": LEAGUE,
        "joint_organisations": [LABOUR],
        "opened_on": OPENED,
        "enrol_until": "2022-01-20",
        "capacity": 3,
        "waiting_places": 2,
        **but,
    }


def opened(office: Office, **but: Any) -> str:
    return str(office.call("open_class", a_class(offered(office), **but))["training_class"])


def a_lesson(training_class: str, day: str = "2022-01-12", hour: int = 9, hours: int = 2, **but: Any) -> dict[str, Any]:
    return {
        "training_class": training_class,
        "venue": TOWNSHIP,
        "starts_at": f"{day}T{hour:02}:00:00+08:00",
        "ends_at": f"{day}T{hour + hours:02}:00:00+08:00",
        **but,
    }


def planned(office: Office, training_class: str, day: str = "2022-01-12") -> str:
    return str(office.call("plan_lesson", a_lesson(training_class, day))["lesson"])


def enrolment(training_class: str, trainee: str | None = None, on: str = "2022-01-06") -> dict[str, Any]:
    return {"training_class": training_class, "trainee": trainee or str(uuid4()), "enrolled_on": on}


def enrolled(office: Office, training_class: str, *trainees: str) -> list[str]:
    return [office.call("enrol", enrolment(training_class, each))["enrolment"] for each in trainees]


def attendance(lesson: str, *trainees: str) -> dict[str, Any]:
    return {"lesson": lesson, "attended": list(trainees)}


def trainees(number: int) -> list[str]:
    return [str(uuid4()) for _ in range(number)]


def completed(office: Office, *attended: list[str], **but: Any) -> tuple[str, list[str]]:
    """Hold a class with a lesson a day for those who attended each; answer it and the enrolments of the first day."""
    training_class = opened(office, **but)
    enrolments = enrolled(office, training_class, *attended[0])
    lessons = [planned(office, training_class, f"2022-01-{12 + number}") for number in range(len(attended))]
    office.today = date(2022, 1, 20)
    for lesson, present in zip(lessons, attended, strict=True):
        office.call("hold_lesson", attendance(lesson, *present))
    office.call("complete_class", {"training_class": training_class})
    return training_class, enrolments


def certification(enrolment: str, on: str = "2022-01-20", **but: Any) -> dict[str, Any]:
    return {"enrolment": enrolment, "certified_on": on, "certificate": "skill_level", "number": "", **but}


def ended(training_class: str, reason: str = "考勤有误") -> dict[str, Any]:
    return {"training_class": training_class, "reason": reason}


def told_of(office: Office, training_class: str) -> list[tuple[str, str, int]]:
    return [(row.type, str(row.occurred_on), row.sign) for row in office.told(training_class)]
