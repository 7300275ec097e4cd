"""Bootcamps, classes online and programs, recorded as acts."""

from typing import Any
from uuid import uuid4

import pytest

from shared.identity import Role
from shared.refusals import Refused
from tests.builders import COUNTY, LABOUR, LEAGUE, MARKER
from tests.jobs.office import Office


def an_act(**told: Any) -> dict[str, Any]:
    return {"place": COUNTY, "organisation": LEAGUE, "occurred_on": "2022-01-08", "note": MARKER, **told}


def a_bootcamp(**but: Any) -> dict[str, Any]:
    attendees = [str(uuid4()) for _ in range(3)]
    told = {"departments": ["agriculture", "commerce"], "sessions": 2, "attendance": 6, "attendees": attendees}
    return an_act(**told | but)


def a_cloud_class(**but: Any) -> dict[str, Any]:
    return an_act(**{"departments": ["revival"], "sessions": 1, "online_views": 4_000} | but)


def a_promotion(**but: Any) -> dict[str, Any]:
    return an_act(**{"brand": "revival_loan", "reached": 80} | but)


def a_joining(**but: Any) -> dict[str, Any]:
    return an_act(**{"program": "rural_partner", "youths": [str(uuid4()), str(uuid4())]} | but)


ACTS = [
    ("BootcampHeld", a_bootcamp),
    ("CloudClassHeld", a_cloud_class),
    ("ProgramPromoted", a_promotion),
    ("ProgramJoined", a_joining),
]


def recorded(office: Office, kind: str, fields: dict[str, Any], id: str | None = None) -> Any:
    return office.ask(
        "record", token=office.person("51", Role.RECORDER), kind=kind, id=id or str(uuid4()), fields=fields
    )


def rules(office: Office, kind: str, fields: dict[str, Any]) -> list[str]:
    with pytest.raises(Refused) as caught:
        recorded(office, kind, fields)
    return [each.rule for each in caught.value.refusals]


@pytest.mark.parametrize(("kind", "content"), ACTS)
def test_an_act_is_told_once_however_often_it_is_sent_and_its_note_stays_at_home(
    office: Office, kind: str, content: Any
) -> None:
    before, id, fields = len(office.told()), str(uuid4()), content(joint_organisations=[LABOUR])
    answers = [recorded(office, kind, fields, id) for _ in range(2)]
    told = office.told()[before:]

    assert answers[0] == answers[1]
    assert [(row.type, row.line) for row in told] == [(kind, "ventures")]
    assert told[0].data["joint_organisations"] == [LABOUR]
    assert MARKER not in str(told)


def test_everybody_who_is_named_is_told_by_a_random_id(office: Office) -> None:
    fields = a_bootcamp()
    recorded(office, "BootcampHeld", fields)

    assert office.told()[-1].data["attendees"] == fields["attendees"]


def test_a_bootcamp_without_names_tells_only_how_many_came(office: Office) -> None:
    recorded(office, "BootcampHeld", a_bootcamp(attendees=[], attendance=120))

    assert office.told()[-1].data["attendees"] == []
    assert office.told()[-1].data["attendance"] == 120


@pytest.mark.parametrize(
    ("but", "rule"),
    [
        ({"attendance": 2}, "FewerThanNamed"),
        ({"attendance": 7}, "MoreThanSeats"),
        ({"attendees": [LEAGUE, LEAGUE]}, "FieldInvalid"),
        ({"attendees": [str(uuid4()) for _ in range(501)]}, "FieldInvalid"),
        ({"departments": ["church"]}, "FieldInvalid"),
        ({"sessions": 0}, "FieldInvalid"),
        ({"occurred_on": "2022-01-11"}, "DateInFuture"),
        ({"organisation": str(uuid4())}, "OrganisationUnknown"),
    ],
)
def test_a_bootcamp_that_cannot_be_is_refused(office: Office, but: dict[str, Any], rule: str) -> None:
    assert rules(office, "BootcampHeld", a_bootcamp(**but)) == [rule]


@pytest.mark.parametrize(
    ("kind", "fields", "rule"),
    [
        ("CloudClassHeld", a_cloud_class(online_views=-1), "FieldInvalid"),
        ("ProgramPromoted", a_promotion(brand="lottery"), "FieldInvalid"),
        ("ProgramJoined", a_joining(program="revival_loan"), "FieldInvalid"),
        ("ProgramJoined", a_joining(youths=[]), "NobodyJoined"),
        ("ProgramJoined", {**an_act(program="rural_partner")}, "FieldMissing"),
    ],
)
def test_an_act_that_cannot_be_is_refused(office: Office, kind: str, fields: dict[str, Any], rule: str) -> None:
    assert rules(office, kind, fields) == [rule]
