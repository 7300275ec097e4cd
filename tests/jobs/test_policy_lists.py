"""The doors of 政策清单, against a real database."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from deploy.demo.world import World, organisation_id
from services.jobs import store
from shared.database import transaction
from shared.identity import Role
from shared.refusals import Refused
from tests.builders import AWAY, LABOUR, LEAGUE, MARKER, TOWNSHIP
from tests.jobs.office import Office

COUNTIES = iter([each["code"] for each in World().places if each["level"] == "county"])


def an_item(**but: Any) -> dict[str, Any]:
    return {
        "id": str(uuid4()),
        "department": "labour",
        "title": "创业担保贷款",
        "benefit": MARKER,
        "eligibility": "返乡创业青年",
        "how_to_apply": "向县人社局提出",
        "valid_from": "2021-01-01",
        **but,
    }


def a_list(*items: dict[str, Any], **but: Any) -> dict[str, Any]:
    """Say the first list of a county that has none yet."""
    place = next(COUNTIES)
    return {
        "place": place,
        "organisation": organisation_id("league", place),
        "title": "创业扶持政策清单",
        "published_on": "2021-12-01",
        "items": list(items) or [an_item()],
        **but,
    }


def published(office: Office, *items: dict[str, Any], **but: Any) -> str:
    return str(office.call("publish_policy_list", a_list(*items, **but))["policy_list"])


def a_revision(policy_list: str, *items: dict[str, Any], version: int = 1, on: str = "2022-01-05") -> dict[str, Any]:
    return {
        "policy_list": policy_list,
        "version": version,
        "title": "创业扶持政策清单",
        "published_on": on,
        "items": list(items) or [an_item()],
    }


def closing(policy_list: str, on: str = "2022-01-06") -> dict[str, Any]:
    return {"policy_list": policy_list, "closed_on": on}


def told(office: Office, id: str) -> list[tuple[str, str, int]]:
    return [(row.type, str(row.occurred_on), row.sign) for row in office.told() if id in row.data.values()]


def due(office: Office, item: str) -> list[Any]:
    with transaction(office.engine) as session:
        return [each for each in store.due(session, office.now()) if str(each.subject) == item]


def lapse(office: Office, item: str) -> None:
    (each,) = due(office, item)
    office.ask(each.door, token=office.keeper(), id=str(each.id), fields=each.fields)


def test_a_list_is_told_with_each_of_its_items(office: Office) -> None:
    first, second = an_item(), an_item(department="tax")
    policy_list = published(office, first, second)

    assert [each[0] for each in told(office, policy_list)] == ["PolicyListPublished", *["PolicyItemListed"] * 2]
    assert told(office, first["id"]) == [("PolicyItemListed", "2021-12-01", 1)]


def test_what_a_policy_says_stays_at_home(office: Office) -> None:
    published(office, an_item(title=MARKER, eligibility=MARKER))

    assert [row for row in office.told() if MARKER in str(row)] == []


def test_a_new_version_lists_what_is_new_and_takes_off_what_it_leaves_out(office: Office) -> None:
    stays, goes, comes = an_item(), an_item(), an_item()
    policy_list = published(office, stays, goes)
    answer = office.call("revise_policy_list", a_revision(policy_list, stays, comes))

    assert (answer["version"], answer["listed"], answer["dropped"]) == (2, 1, 1)
    assert told(office, stays["id"]) == [("PolicyItemListed", "2021-12-01", 1)]
    assert told(office, goes["id"])[-1] == ("PolicyItemDropped", "2022-01-05", 1)
    assert told(office, comes["id"]) == [("PolicyItemListed", "2022-01-05", 1)]


def test_every_version_is_kept_as_it_was(office: Office) -> None:
    item = an_item(title="一次性创业补贴")
    policy_list = published(office, item)
    office.call("revise_policy_list", a_revision(policy_list, {**item, "title": "创业补贴"}))
    viewer = office.person("51", Role.VIEWER)
    titles = [
        office.ask("policy_list", token=viewer, id=policy_list, **asked)["items"][0]["title"]
        for asked in ({"version": 1}, {"version": 2}, {})
    ]

    assert titles == ["一次性创业补贴", "创业补贴", "创业补贴"]


def test_a_stale_version_is_refused_and_both_versions_are_shown(office: Office) -> None:
    policy_list = published(office)
    office.call("revise_policy_list", a_revision(policy_list))
    with pytest.raises(Refused) as caught:
        office.call("revise_policy_list", a_revision(policy_list))

    assert caught.value.refusals[0].rule == "StaleRevision"
    assert caught.value.refusals[0].message == "您依据的是第 1 版,现在已是第 2 版,请核对后再改"


def test_a_version_that_does_not_exist_is_not_found(office: Office) -> None:
    policy_list = published(office)
    with pytest.raises(Refused) as caught:
        office.ask("policy_list", token=office.person("51", Role.VIEWER), id=policy_list, version=2)

    assert [each.rule for each in caught.value.refusals] == ["NotFound"]


@pytest.mark.parametrize(
    ("but", "rule"),
    [
        ({"published_on": "2022-01-11"}, "DateInFuture"),
        ({"published_on": "2021-10-31"}, "DateOutsideCampaign"),
        ({"place": TOWNSHIP, "organisation": LEAGUE}, "ListOfTownship"),
        ({"place": AWAY, "organisation": LEAGUE}, "ListOfTownship"),
        ({"organisation": str(uuid4())}, "OrganisationUnknown"),
        ({"joint_organisations": [str(uuid4())]}, "OrganisationUnknown"),
        ({"title": "  "}, "FieldInvalid"),
        ({"items": []}, "NothingListed"),
        ({"items": [an_item(title=" ")]}, "FieldInvalid"),
        ({"items": [an_item(department="church")]}, "FieldInvalid"),
        ({"items": [an_item(valid_from="2021-12-01", valid_to="2021-11-30")]}, "ValidityReversed PolicyItemExpired"),
        ({"items": [an_item(valid_to="2021-11-30")]}, "PolicyItemExpired"),
        ({"items": [an_item(id=LABOUR), an_item(id=LABOUR)]}, "PolicyItemTwice"),
    ],
)
def test_a_list_that_cannot_be_is_refused(office: Office, but: dict[str, Any], rule: str) -> None:
    assert " ".join(office.rules("publish_policy_list", a_list(**but))) == rule


def test_a_list_outside_the_scope_is_refused(office: Office) -> None:
    assert office.rules("publish_policy_list", a_list(), scope="5399") == ["OutOfScope"]
    assert office.rules("revise_policy_list", a_revision(published(office)), scope="5399") == ["OutOfScope"]


def test_an_item_of_another_list_is_refused(office: Office) -> None:
    item = an_item()
    published(office, item)

    assert office.rules("publish_policy_list", a_list(item)) == ["PolicyItemOfAnother"]


def test_an_item_that_was_taken_off_comes_back_under_a_new_id_only(office: Office) -> None:
    item = an_item()
    policy_list = published(office, item)
    office.call("revise_policy_list", a_revision(policy_list))

    assert office.rules("revise_policy_list", a_revision(policy_list, item, version=2)) == ["PolicyItemGone"]


def test_an_item_keeps_its_department(office: Office) -> None:
    item = an_item()
    policy_list = published(office, item)
    changed = a_revision(policy_list, {**item, "department": "tax"})

    assert office.rules("revise_policy_list", changed) == ["PolicyItemOfDepartment"]


def test_a_version_is_not_older_than_the_one_before(office: Office) -> None:
    policy_list = published(office)

    assert office.rules("revise_policy_list", a_revision(policy_list, on="2021-11-30")) == ["BeforeLastVersion"]
    assert office.rules("close_policy_list", closing(policy_list, "2021-11-30")) == ["BeforeLastVersion"]


def test_a_place_has_one_list_in_use(office: Office) -> None:
    fields = a_list()
    policy_list = office.call("publish_policy_list", fields)["policy_list"]
    again = {**fields, "items": [an_item()]}

    assert office.rules("publish_policy_list", again) == ["PolicyListInUse"]
    office.call("close_policy_list", closing(policy_list))
    assert office.call("publish_policy_list", again | {"published_on": "2022-01-07"})


def test_of_eight_who_publish_a_countys_list_at_once_one_wins_and_the_others_are_told_why(office: Office) -> None:
    fields = a_list()

    def publish(_: int) -> str:
        try:
            office.call("publish_policy_list", {**fields, "items": [an_item()]})
        except Refused as refused:
            return refused.refusals[0].rule
        return "published"

    with ThreadPoolExecutor(8) as clerks:
        assert sorted(clerks.map(publish, range(8))) == ["PolicyListInUse"] * 7 + ["published"]


def test_of_two_who_revise_one_version_at_once_one_wins_and_the_other_is_told_why(office: Office) -> None:
    policy_list = published(office)

    def revise(_: int) -> str:
        try:
            office.call("revise_policy_list", a_revision(policy_list))
        except Refused as refused:
            return refused.refusals[0].rule
        return "revised"

    with ThreadPoolExecutor(2) as clerks:
        assert sorted(clerks.map(revise, range(2))) == ["StaleRevision", "revised"]


def test_a_closed_list_takes_everything_off_and_is_not_touched_again(office: Office) -> None:
    item = an_item()
    policy_list = published(office, item)

    assert office.call("close_policy_list", closing(policy_list))["dropped"] == 1
    assert told(office, item["id"])[-1] == ("PolicyItemDropped", "2022-01-06", 1)
    assert office.rules("close_policy_list", closing(policy_list)) == ["PolicyListClosed"]
    assert office.rules("revise_policy_list", a_revision(policy_list)) == ["PolicyListClosed"]


def test_an_item_lapses_for_the_day_after_its_last_however_late_it_is_noticed(office: Office) -> None:
    item = an_item(valid_to="2021-12-31")
    published(office, item)
    office.today = date(2021, 12, 31)
    assert due(office, item["id"]) == []
    office.today = date(2022, 1, 20)
    lapse(office, item["id"])

    assert told(office, item["id"])[-1] == ("PolicyItemDropped", "2022-01-01", 1)
    assert due(office, item["id"]) == []


def test_a_version_recorded_late_takes_the_place_of_a_lapse(office: Office) -> None:
    item, other = an_item(valid_to="2022-01-08"), an_item()
    policy_list = published(office, item)
    lapse(office, item["id"])
    office.call("revise_policy_list", a_revision(policy_list, other, on="2022-01-05"))

    assert told(office, item["id"])[1:] == [
        ("PolicyItemDropped", "2022-01-09", 1),
        ("PolicyItemDropped", "2022-01-09", -1),
        ("PolicyItemDropped", "2022-01-05", 1),
    ]


def test_a_lapsed_item_is_not_made_to_last_longer(office: Office) -> None:
    item = an_item(valid_to="2022-01-08")
    policy_list = published(office, item)
    lapse(office, item["id"])
    longer = {**item, "valid_to": "2022-12-31"}

    assert office.rules("revise_policy_list", a_revision(policy_list, longer, on="2022-01-05")) == ["PolicyItemGone"]
    assert office.rules("revise_policy_list", a_revision(policy_list, item, on="2022-01-10")) == [
        "PolicyItemGone",
        "PolicyItemExpired",
    ]


def test_no_person_makes_an_item_lapse(office: Office) -> None:
    item = an_item(valid_to="2021-12-31")
    published(office, item)

    assert office.rules("lapse_policy_item", {"item": item["id"]}) == ["ServicesOnly"]


def test_an_item_that_has_not_lapsed_stays(office: Office) -> None:
    item = an_item(valid_to="2022-01-10")
    published(office, item)
    with pytest.raises(Refused) as caught:
        office.ask("lapse_policy_item", token=office.keeper(), id=str(uuid4()), fields={"item": item["id"]})

    assert [each.rule for each in caught.value.refusals] == ["PolicyItemNotLapsed"]


def test_the_listing_shows_the_lists_in_use_of_the_scope(office: Office) -> None:
    fields = a_list()
    policy_list = office.call("publish_policy_list", fields)["policy_list"]
    viewer = office.person(fields["place"][:6], Role.VIEWER)

    assert [each["id"] for each in office.ask("policy_lists", token=viewer)] == [policy_list]
    office.call("close_policy_list", closing(policy_list))
    assert office.ask("policy_lists", token=viewer) == []
