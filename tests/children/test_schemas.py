from typing import Any
from uuid import uuid4

import pytest

from services.children.facts.visits import ChildVisited, FollowUp, Medium
from services.children.schemas.cases import CloseCase, OpenCase
from shared.forms import load, schema_of
from shared.refusals import Refused


def an_opening(**but: Any) -> dict[str, Any]:
    return {
        "place": "510104017000",
        "organisation": str(uuid4()),
        "born_month": "2014-05",
        "sex": "female",
        "guardian": "grandparent",
        "category": "left_behind",
        "companion": str(uuid4()),
        "opened_on": "2021-12-05",
        **but,
    }


def a_visit(**but: Any) -> dict[str, Any]:
    return {
        "place": "510104017000",
        "organisation": str(uuid4()),
        "occurred_on": "2021-12-05",
        "case": str(uuid4()),
        "medium": "home",
        "reached": "yes",
        "minutes": 30,
        **but,
    }


def refused(schema: Any, content: dict[str, Any]) -> list[tuple[str, str]]:
    with pytest.raises(Refused) as caught:
        load(schema, content)
    return [(each.rule, each.field) for each in caught.value.refusals]


@pytest.mark.parametrize(
    "month", ["2014-5", "2014-13", "2014-00", "2014", "2014-05-01", "2014-05\n", 201405, "", "abc"]
)
def test_a_birth_is_a_year_and_a_month(month: object) -> None:
    assert refused(OpenCase(), an_opening(born_month=month)) == [("FieldInvalid", "born_month")]


@pytest.mark.parametrize("field", list(an_opening()))
def test_an_opening_lacks_nothing(field: str) -> None:
    content = an_opening()
    del content[field]

    assert refused(OpenCase(), content) == [("FieldMissing", field)]


def test_a_name_has_no_place_in_an_opening() -> None:
    assert refused(OpenCase(), an_opening(name="王小明")) == [("FieldUnknown", "name")]


def test_an_unknown_reason_closes_nothing() -> None:
    content = {"case": str(uuid4()), "closed_on": "2021-12-05", "reason": "tired"}

    assert refused(CloseCase(), content) == [("FieldInvalid", "reason")]


def test_a_visit_asks_for_the_case_and_never_for_the_key() -> None:
    said = load(schema_of(ChildVisited), a_visit())

    assert (said["medium"], said["follow_up"], said["topics"]) == (Medium.HOME, FollowUp.NONE, ())
    assert refused(schema_of(ChildVisited), a_visit(child=str(uuid4()))) == [("FieldUnknown", "child")]


@pytest.mark.parametrize("minutes", [-1, 601, 12.5, True, "many"])
def test_the_minutes_of_a_visit_are_a_plausible_number(minutes: object) -> None:
    assert refused(schema_of(ChildVisited), a_visit(minutes=minutes)) == [("FieldInvalid", "minutes")]
