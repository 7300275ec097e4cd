"""The doors of 专场招聘会, against a real database."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from shared.identity import Role
from tests.builders import COUNTY, LABOUR, LEAGUE, TOWNSHIP
from tests.jobs.office import Office
from tests.jobs.said import (
    a_fair,
    closing,
    expire,
    held,
    hired,
    opened,
    outcome,
    published,
    said,
)


def test_an_opened_fair_tells_nothing_yet(office: Office) -> None:
    fair = opened(office)

    assert said(office, fair) == []
    assert office.ask("fair", token=office.person("51", Role.VIEWER), id=fair)["state"] == "opened"


def test_a_fair_tells_only_the_postings_that_were_really_shown(office: Office) -> None:
    came, stayed_away = str(uuid4()), str(uuid4())
    shown, filled = published(office, employer=came), published(office, employer=came)
    never_shown = published(office, employer=stayed_away)
    office.call("close_posting", closing(filled))
    fair = opened(
        office,
        {"employer": came, "postings": [shown, filled]},
        {"employer": stayed_away, "postings": [never_shown]},
        joint_organisations=[LABOUR],
    )
    office.today = date(2022, 1, 20)
    answer = office.call("hold_fair", outcome(fair, came))

    assert (answer["offered"], answer["not_offered"]) == ([shown], [filled])
    held, offered = office.told(fair)
    assert (held.type, held.data["employers"], held.data["window"]) == ("FairHeld", 1, "homeward")
    assert (offered.type, offered.data["posting"], offered.data["headcount"]) == ("PostingOffered", shown, 5)
    assert held.data["joint_organisations"] == offered.data["joint_organisations"] == [LABOUR]


def test_whether_a_posting_stood_at_a_fair_does_not_depend_on_when_its_expiry_was_noticed(office: Office) -> None:
    employer = str(uuid4())
    posting = published(office, employer=employer)
    office.today = date(2022, 2, 1)
    expire(office, posting)
    fair = opened(office, {"employer": employer, "postings": [posting]})

    assert office.call("hold_fair", outcome(fair, employer))["offered"] == [posting]


def test_of_two_fairs_on_one_day_the_one_that_was_told_later_shows_the_posting(office: Office) -> None:
    employer = str(uuid4())
    posting = published(office, employer=employer)
    booth = {"employer": employer, "postings": [posting]}
    first, second = opened(office, booth), opened(office, booth, place=TOWNSHIP)
    for office.today, fair in ((date(2022, 1, 21), first), (date(2022, 1, 20), second)):
        office.call("hold_fair", outcome(fair, employer))
    said = [each for each in office.counts("fair_vacancies") if each["item"] == posting]

    assert len({each["on"] for each in said}) == 1
    assert max(said, key=lambda each: int(each["turn"]))["place"] == COUNTY


def test_a_posting_shown_on_the_way_home_still_counts_there_when_it_is_shown_again(office: Office) -> None:
    employer = str(uuid4())
    posting = published(office, employer=employer, closes_on="2022-02-20")
    for day in ("2022-01-20", "2022-02-10"):
        fair = opened(office, {"employer": employer, "postings": [posting]}, planned_on=day)
        office.today = date.fromisoformat(day)
        office.call("hold_fair", outcome(fair, employer, on=day))
    offered = [row for row in office.told() if row.type == "PostingOffered" and row.data["posting"] == posting]

    assert len({row.data["showing"] for row in offered}) == 2
    assert [row.data["window"] for row in offered] == ["homeward", "outward"]


@pytest.mark.parametrize(
    ("but", "rule"),
    [
        ({"planned_on": "2022-04-01"}, "DateOutsideCampaign"),
        ({"place": "510104999000"}, "PlaceUnknown"),
        ({"organisation": str(uuid4())}, "OrganisationUnknown"),
        ({"joint_organisations": [str(uuid4())]}, "OrganisationUnknown"),
        ({"booths": [{"employer": LEAGUE, "postings": []}] * 2}, "BoothTwice"),
        ({"booths": [{"employer": LEAGUE, "postings": [str(uuid4())]}]}, "PostingUnknown"),
    ],
)
def test_a_fair_that_cannot_be_is_refused(office: Office, but: dict[str, Any], rule: str) -> None:
    assert office.rules("open_fair", a_fair(**but)) == [rule]


def test_a_booth_brings_only_postings_of_its_employer(office: Office) -> None:
    booth = {"employer": str(uuid4()), "postings": [published(office)]}

    assert office.rules("open_fair", a_fair(booth)) == ["PostingOfAnother"]


@pytest.mark.parametrize("door", ["open_fair", "hold_fair", "confirm_hires"])
def test_a_fair_outside_the_scope_is_refused(office: Office, door: str) -> None:
    fair = held(office)
    content = {"open_fair": a_fair(), "hold_fair": outcome(fair, str(uuid4())), "confirm_hires": hired(fair)}

    assert office.rules(door, content[door], scope="5103") == ["OutOfScope"]


@pytest.mark.parametrize(
    ("but", "rule"),
    [
        ({"on": "2022-01-21"}, "DateInFuture"),
        ({"on": "2021-10-31"}, "DateOutsideCampaign"),
        ({"visitors": 30, "intents": 31}, "IntentsOverVisitors"),
        ({"visitors": -1}, "FieldInvalid"),
    ],
)
def test_an_outcome_that_cannot_be_is_refused(office: Office, but: dict[str, Any], rule: str) -> None:
    employer = str(uuid4())
    fair = opened(office, {"employer": employer, "postings": []})
    office.today = date(2022, 1, 20)

    assert office.rules("hold_fair", outcome(fair, employer, **but)) == [rule]


def test_an_employer_who_was_not_invited_is_refused(office: Office) -> None:
    fair = opened(office)
    office.today = date(2022, 1, 20)

    assert office.rules("hold_fair", outcome(fair, str(uuid4()), str(uuid4()))) == ["EmployerNotInvited"] * 2


def test_a_fair_is_held_once(office: Office) -> None:
    assert office.rules("hold_fair", outcome(held(office), str(uuid4()))) == ["NotNext"]


def test_hires_are_told_for_the_day_they_were_confirmed_in_the_window_of_their_fair(office: Office) -> None:
    fair = held(office)
    office.call("confirm_hires", hired(fair))

    confirmed = office.told(fair)[-1]
    assert (confirmed.type, str(confirmed.occurred_on), confirmed.data["hires"]) == ("HiresConfirmed", "2022-02-20", 30)
    assert confirmed.data["window"] == "homeward"


@pytest.mark.parametrize(
    ("but", "rule"),
    [
        ({"hires": 41}, "HiresOverIntents"),
        ({"on": "2022-01-19"}, "BeforeFair"),
        ({"on": "2022-02-21"}, "DateInFuture"),
    ],
)
def test_hires_that_cannot_be_are_refused(office: Office, but: dict[str, Any], rule: str) -> None:
    assert office.rules("confirm_hires", hired(held(office), **but)) == [rule]


def test_hires_of_a_fair_not_yet_held_or_confirmed_before_are_refused(office: Office) -> None:
    fair = held(office)
    office.call("confirm_hires", hired(fair))

    assert office.rules("confirm_hires", hired(fair, on="2022-02-19")) == ["NotNext"]
    assert office.rules("confirm_hires", hired(opened(office))) == ["NotNext"]


def test_a_fair_in_late_november_may_be_entered_in_april(office: Office) -> None:
    office.today = date(2022, 4, 20)

    assert opened(office, planned_on="2021-11-27")


def test_after_the_season_has_closed_no_fair_is_opened(office: Office) -> None:
    office.today = date(2022, 5, 1)

    assert office.rules("open_fair", a_fair()) == ["CampaignClosed"]


def test_counters_at_several_doors_add_up_and_a_repeated_count_counts_once(office: Office) -> None:
    fair, first = opened(office), str(uuid4())
    office.today = date(2022, 1, 20)

    office.call("count_at_fair", {"fair": fair, "visitors": 10}, id=first)
    office.call("count_at_fair", {"fair": fair, "visitors": 10}, id=first)
    office.call("count_at_fair", {"fair": fair, "visitors": 5, "intents": 2})
    total = office.call("count_at_fair", {"fair": fair, "visitors": -1})

    assert (total["visitors"], total["intents"]) == (14, 2)
    shown = office.ask("fair", token=office.person("51", Role.VIEWER), id=fair)
    assert shown["counted"] == {"visitors": 14, "intents": 2}
    assert said(office, fair) == []


def test_counting_begins_on_the_day_ends_with_the_result_and_never_falls_below_zero(office: Office) -> None:
    employer = str(uuid4())
    fair = opened(office, {"employer": employer, "postings": []})

    assert office.rules("count_at_fair", {"fair": fair, "visitors": 1}) == ["FairNotToday"]
    office.today = date(2022, 1, 20)
    assert office.rules("count_at_fair", {"fair": fair, "intents": -1}) == ["CountBelowZero"]
    office.call("hold_fair", outcome(fair, employer))
    assert office.rules("count_at_fair", {"fair": fair, "visitors": 1}) == ["NotNext"]


def test_fairs_are_listed_within_the_scope_all_or_by_their_state(office: Office) -> None:
    fair = opened(office)

    def listed(scope: str, **more: Any) -> list[str]:
        found = office.ask("fairs", token=office.person(scope, Role.VIEWER), limit=1_000, **more)
        return [each["id"] for each in found]

    assert fair in listed("5101")
    assert fair in listed("5101", state="opened")
    assert fair not in listed("5101", state="held")
    assert fair not in listed("5109")
