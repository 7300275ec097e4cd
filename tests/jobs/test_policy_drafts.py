"""What is drafted for 政策清单 row by row, against a real database."""

from typing import Any
from uuid import uuid4

import pytest

from deploy.demo.world import World, organisation_id
from shared.identity import Role
from tests.builders import LEAGUE, MARKER, TOWNSHIP
from tests.jobs.office import Office
from tests.jobs.test_policy_lists import a_revision, an_item

COUNTIES = iter([each["code"] for each in World().places if each["level"] == "county"][::-1])  # lists take the first


def a_draft(place: str, **but: Any) -> dict[str, Any]:
    terms = {name: value for name, value in an_item().items() if name != "id"}
    return {"place": place, "organisation": organisation_id("league", place), **terms, **but}


def drafted(office: Office, place: str, **but: Any) -> str:
    return str(office.call("draft_policy_item", a_draft(place, **but))["item"])


def published(office: Office, place: str, **but: Any) -> dict[str, Any]:
    fields = {"place": place, "organisation": organisation_id("league", place), "title": "政策清单"}
    return dict(office.call("publish_policy_list", {**fields, "published_on": "2022-01-03", **but}))


def waiting(office: Office, place: str) -> list[str]:
    viewer = office.person("51", Role.VIEWER)
    return [each["id"] for each in office.ask("policy_drafts", token=viewer, place=place)]


def told_of(office: Office, item: str) -> list[str]:
    return [row.type for row in office.told() if row.data.get("item") == item]


def test_a_draft_tells_nothing_until_a_version_takes_it(office: Office) -> None:
    place = next(COUNTIES)
    item = drafted(office, place, title=MARKER)
    assert told_of(office, item) == []
    assert waiting(office, place) == [item]

    assert published(office, place)["listed"] == 1
    assert told_of(office, item) == ["PolicyItemListed"]
    assert waiting(office, place) == []


def test_a_revision_that_says_nothing_keeps_what_stands_and_takes_what_was_drafted(office: Office) -> None:
    place = next(COUNTIES)
    stays = an_item()
    policy_list = published(office, place, items=[stays])["policy_list"]
    item = drafted(office, place)
    revision = {name: value for name, value in a_revision(policy_list).items() if name != "items"}
    answer = office.call("revise_policy_list", revision)

    assert (answer["listed"], answer["dropped"]) == (1, 0)
    shown = office.ask("policy_list", token=office.person("51", Role.VIEWER), id=policy_list)
    assert {each["id"] for each in shown["items"]} == {stays["id"], item}


def test_what_lapsed_before_a_revision_leaves_for_the_day_after_its_last(office: Office) -> None:
    place = next(COUNTIES)
    lapsed = an_item(valid_to="2022-01-04")
    policy_list = published(office, place, items=[lapsed, an_item()])["policy_list"]
    revision = {name: value for name, value in a_revision(policy_list, on="2022-01-08").items() if name != "items"}
    office.call("revise_policy_list", revision)
    left = [row for row in office.told() if row.data.get("item") == lapsed["id"]][-1]

    assert (left.type, str(left.occurred_on), left.data["reason"]) == ("PolicyItemDropped", "2022-01-05", "lapsed")


def test_a_list_without_items_is_refused(office: Office) -> None:
    place = next(COUNTIES)
    fields = {"place": place, "organisation": organisation_id("league", place), "title": "政策清单"}

    assert office.rules("publish_policy_list", {**fields, "published_on": "2022-01-03"}) == ["NothingListed"]


def test_a_list_of_more_than_five_hundred_items_is_refused(office: Office) -> None:
    place = next(COUNTIES)
    drafted(office, place)
    fields = {"place": place, "organisation": organisation_id("league", place), "title": "政策清单"}
    items = [an_item() for _ in range(500)]
    many = {**fields, "published_on": "2022-01-03", "items": items}

    assert office.rules("publish_policy_list", many) == ["TooManyItems"]


@pytest.mark.parametrize(
    ("but", "rule"),
    [
        ({"title": " "}, "FieldInvalid"),
        ({"valid_to": "2022-01-09"}, "PolicyItemExpired"),
        ({"valid_from": "2022-03-01", "valid_to": "2022-02-01"}, "ValidityReversed"),
        ({"place": TOWNSHIP, "organisation": LEAGUE}, "ListOfTownship"),
        ({"organisation": str(uuid4())}, "OrganisationUnknown"),
    ],
)
def test_a_draft_that_cannot_be_is_refused(office: Office, but: dict[str, Any], rule: str) -> None:
    assert office.rules("draft_policy_item", a_draft(next(COUNTIES)) | but) == [rule]


def test_a_draft_is_discarded_until_it_is_listed(office: Office) -> None:
    place = next(COUNTIES)
    gone, taken = drafted(office, place), drafted(office, place)
    office.call("discard_policy_draft", {"item": gone})
    published(office, place)

    assert told_of(office, gone) == []
    assert office.rules("discard_policy_draft", {"item": gone}) == ["NotFound"]
    assert office.rules("discard_policy_draft", {"item": taken}) == ["DraftListed"]


def test_another_citys_draft_is_not_touched(office: Office) -> None:
    place = next(COUNTIES)
    item = drafted(office, place)

    assert office.rules("draft_policy_item", a_draft(place), scope="5101") == ["OutOfScope"]
    assert office.rules("discard_policy_draft", {"item": item}, scope="5101") == ["OutOfScope"]


def test_a_sheet_of_drafts_enters_at_once_or_not_at_all(office: Office) -> None:
    place, recorder = next(COUNTIES), office.person("51", Role.RECORDER)
    rows = [{"id": str(uuid4()), **a_draft(place)} for _ in range(3)]
    office.ask("enter_many", token=recorder, kind="policy_item", rows=rows)

    assert sorted(waiting(office, place)) == sorted(each["id"] for each in rows)
