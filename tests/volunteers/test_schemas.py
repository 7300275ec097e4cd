from typing import Any
from uuid import uuid4

import pytest

from services.volunteers.facts import Post
from services.volunteers.schemas import CancelShift, CompleteShift, OpenShift, OpenStation
from shared.forms import Form, load
from shared.refusals import Refused


def a_plan(**but: Any) -> dict[str, Any]:
    usual = {
        "station": str(uuid4()),
        "starts_at": "2022-01-17T08:00:00+08:00",
        "ends_at": "2022-01-17T12:00:00+08:00",
        "posts": [{"post": "order", "needed": 2}, {"post": "tickets", "needed": 1}],
    }
    return {**usual, **but}


def refusals(form: type[Form], content: dict[str, Any]) -> list[tuple[str, str]]:
    with pytest.raises(Refused) as refused:
        load(form(), content)
    return [(each.rule, each.field) for each in refused.value.refusals]


def test_a_shift_is_planned_with_what_each_post_needs() -> None:
    planned = load(OpenShift(), a_plan())

    assert [(each["post"], each["needed"]) for each in planned["posts"]] == [(Post.ORDER, 2), (Post.TICKETS, 1)]
    assert planned["starts_at"].utcoffset() is not None


def test_a_shift_without_posts_is_refused() -> None:
    assert refusals(OpenShift, a_plan(posts=[])) == [("FieldInvalid", "posts")]


def test_a_post_named_twice_is_refused() -> None:
    twice = [{"post": "order", "needed": 2}, {"post": "order", "needed": 1}]

    assert refusals(OpenShift, a_plan(posts=twice)) == [("FieldInvalid", "posts")]


@pytest.mark.parametrize("needed", [0, -1, 501, 1.5, True, "two", None])
def test_a_post_needs_between_one_and_five_hundred_people(needed: object) -> None:
    (refusal,) = refusals(OpenShift, a_plan(posts=[{"post": "order", "needed": needed}]))

    assert refusal[1] == "posts.0.needed"


def test_an_unknown_post_is_refused() -> None:
    assert refusals(OpenShift, a_plan(posts=[{"post": "cook", "needed": 1}])) == [("FieldInvalid", "posts.0.post")]


def test_an_unknown_field_is_refused_in_a_row_as_in_the_form() -> None:
    row = {"post": "order", "needed": 1, "name": "x"}

    assert refusals(OpenShift, a_plan(posts=[row])) == [("FieldUnknown", "posts.0.name")]
    assert refusals(OpenShift, a_plan(name="x")) == [("FieldUnknown", "name")]


def test_an_instant_without_its_offset_is_refused() -> None:
    assert refusals(OpenShift, a_plan(starts_at="2022-01-17T08:00:00")) == [("FieldInvalid", "starts_at")]


def test_a_shift_may_have_served_nobody() -> None:
    assert load(CompleteShift(), {"shift": str(uuid4())})["served"] == []


@pytest.mark.parametrize("people", [0, -5, 200_001])
def test_people_served_are_counted_plausibly(people: int) -> None:
    served = {"shift": str(uuid4()), "served": [{"post": "order", "people": people}]}

    assert refusals(CompleteShift, served) == [("FieldInvalid", "served.0.people")]


@pytest.mark.parametrize("reason", ["", "   "])
def test_a_reason_says_something(reason: str) -> None:
    assert refusals(CancelShift, {"shift": str(uuid4()), "reason": reason}) == [("FieldInvalid", "reason")]


def test_a_station_needs_its_hub() -> None:
    content = {"place": "510104017000", "organisation": str(uuid4()), "opened_on": "2021-11-18", "hub_kind": "railway"}

    assert refusals(OpenStation, content) == [("FieldMissing", "hub")]
