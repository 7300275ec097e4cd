"""What a form says, read from what a browser sends."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from deploy.demo.world import organisation_id
from services.outreach.facts import LectureHeld
from services.outreach.schemas.aid import ProposeAid
from services.portal.web.app import create
from services.portal.web.asking import COOKIE
from services.portal.web.forms import fields_of, said, unplaced
from services.portal.web.forms.controls import Control
from services.volunteers.schemas.shift import OpenShift
from shared.forms import schema_of
from shared.refusals import FieldInvalid, NotFound
from tests.journeys.live import Live


@pytest.fixture(scope="module")
def app(live: Live) -> Flask:
    return create(live.settings("web"))


@pytest.fixture
def signed_in(app: Flask, live: Live) -> Iterator[None]:
    """Be in the middle of a request of the recorder of 成都市."""
    begun = live.operator.call("portal", "sign_in", login="recorder", password=live.password)
    with app.test_request_context(headers={"Cookie": f"{COOKIE}={begun['session']}"}):
        yield


@pytest.mark.usefixtures("signed_in")
def test_places_and_organisations_are_said_by_name_and_travel_by_code() -> None:
    form = MultiDict([("place", "510104000000 成都市锦江区"), ("topics", "epidemic"), ("note", " ")])
    form["organisation"] = "成都市团委"

    found = said(schema_of(LectureHeld), form)

    lead = organisation_id("league", "510100000000")
    assert found == {"place": "510104000000", "topics": ["epidemic"], "organisation": lead}


@pytest.mark.usefixtures("signed_in")
@pytest.mark.parametrize(
    ("typed", "fen"), [("12", 1200), ("12.5", 1250), ("1,000.01", 100_001), ("1.005", "1.005"), ("many", "many")]
)
def test_money_is_said_in_yuan_and_kept_in_fen(typed: str, fen: object) -> None:
    assert said(ProposeAid(), MultiDict({"cash_fen": typed})) == {"cash_fen": fen}


@pytest.mark.usefixtures("signed_in")
def test_instants_are_said_in_the_time_of_shanghai_and_rows_one_by_one() -> None:
    form = MultiDict([("starts_at", "2022-02-11T08:00"), ("posts-0-post", "order"), ("posts-0-needed", "3")])
    form.add("posts-1-needed", "")

    found = said(OpenShift(), form)

    assert found["starts_at"] == "2022-02-11T08:00:00+08:00"
    assert found["posts"] == [{"post": "order", "needed": 3}]


@pytest.mark.usefixtures("signed_in")
def test_what_was_refused_stands_beside_its_field_and_the_rest_above_the_form() -> None:
    schema = ProposeAid()
    refusals = [FieldInvalid("cash_fen", label="慰问金额(分)", reason="须为整数"), NotFound("")]

    shown = {each.name: each for each in fields_of(schema, {"cash_fen": "many"}, refusals)}

    money = shown["cash_fen"]
    assert (money.label, money.control, money.value) == ("慰问金额(元)", Control.MONEY, "many")
    assert money.errors == ["须为金额:0.00 至 100,000.00 元"]
    assert shown["place"].required
    assert [each.rule for each in unplaced(schema, refusals)] == ["NotFound"]


@pytest.mark.usefixtures("signed_in")
def test_a_spare_row_asks_for_nothing_while_the_first_of_what_must_be_said_does() -> None:
    [posts] = [each for each in fields_of(OpenShift(), {}) if each.name == "posts"]
    [stated] = [each for each in fields_of(OpenShift(), {"posts": [{}, {}]}) if each.name == "posts"]

    assert [[each.required for each in row] for row in posts.rows] == [[True, True], [False, False]]
    assert [[each.required for each in row] for row in stated.rows][:2] == [[True, True], [True, True]]
