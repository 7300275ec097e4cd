"""The doors by which 岗位 and 招聘会 stand, fall and are put right, against a real database."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from services.jobs import store
from shared.database import transaction
from shared.identity import Role
from shared.refusals import Refused
from tests.jobs.office import Office
from tests.jobs.said import (
    a_change,
    a_posting,
    closing,
    expire,
    held,
    hired,
    opened,
    outcome,
    published,
    said,
    verification,
)


def filling(posting: str, filled: int, on: str = "2022-01-10") -> dict[str, Any]:
    return {"posting": posting, "filled_on": on, "filled": filled}


def reopening(posting: str, closes_on: str = "2022-01-31") -> dict[str, Any]:
    return {"posting": posting, "closes_on": closes_on, "reason": "用人单位追加招聘"}


def announcement(posting: str, channel: str = "league_media", on: str = "2022-01-08") -> dict[str, Any]:
    return {"posting": posting, "channel": channel, "announced_on": on}


def taking_back(fair: str) -> dict[str, Any]:
    return {"fair": fair, "reason": "进场人次填错"}


def reminders(office: Office, posting: str) -> list[Any]:
    with transaction(office.engine) as session:
        return [each for each in store.due(session, office.now()) if str(each.subject) == posting]


def test_of_eight_who_publish_one_external_id_at_once_one_does_and_the_others_hear_which_it_became(
    office: Office,
) -> None:
    token, fields = office.person("51", Role.RECORDER), a_posting(external_id="川A-17")
    published(office, employer=fields["employer"], external_id="川A-16")

    def publish(id: str) -> tuple[str, str]:
        try:
            return "published", str(office.ask("publish_posting", token=token, id=id, fields=fields)["posting"])
        except Refused as refused:
            return refused.refusals[0].rule, str(refused.refusals[0].details["posting"])

    with ThreadPoolExecutor(8) as crowd:
        answers = list(crowd.map(publish, [str(uuid4()) for _ in range(8)]))

    assert Counter(rule for rule, _ in answers) == {"published": 1, "PostingKnown": 7}
    assert len({posting for _, posting in answers}) == 1


def test_a_posting_that_appears_again_is_one_more_publication(office: Office) -> None:
    posting = published(office, channels=["league_media"])
    office.call("announce_posting", announcement(posting))

    assert said(office, posting)[1:] == [("PostingPublished", "2022-01-05", 1), ("PostingPublished", "2022-01-08", 1)]
    shown = office.ask("posting", token=office.person("51", Role.VIEWER), id=posting)
    assert shown["channels"] == ["league_media"]


@pytest.mark.parametrize(
    ("on", "rule"),
    [
        ("2022-01-05", "AnnouncedAlready"),
        ("2022-01-04", "BeforeOpeningDay"),
        ("2022-01-11", "DateInFuture"),
        ("2022-01-09", "PostingClosed"),
    ],
)
def test_an_announcement_that_cannot_be_is_refused(office: Office, on: str, rule: str) -> None:
    posting = published(office, channels=["league_media"])
    office.call("close_posting", closing(posting, on="2022-01-09"))

    assert office.rules("announce_posting", announcement(posting, on=on)) == [rule]


def test_a_posting_put_right_is_reversed_and_told_again(office: Office) -> None:
    posting = published(office)

    assert office.call("change_posting", a_change(posting, headcount=9))["revision"] == 2

    assert said(office, posting) == [("JobPosted", "2022-01-05", sign) for sign in (1, -1, 1)]
    assert [row.data["headcount"] for row in office.told(posting)] == [5, 5, 9]
    assert office.rules("change_posting", a_change(posting, headcount=7)) == ["StaleRevision"]
    assert office.call("change_posting", a_change(posting, 2, headcount=7))["revision"] == 3


@pytest.mark.parametrize(
    ("but", "rule"),
    [
        ({"headcount": 2}, "HeadcountUnderFilled"),
        ({"closes_on": "2022-01-09"}, "ClosesInPast"),
        ({"closes_on": "2023-02-01"}, "OpenTooLong"),
        ({"wage_low_fen": 500_000}, "WageReversed"),
    ],
)
def test_a_change_that_cannot_be_is_refused(office: Office, but: dict[str, Any], rule: str) -> None:
    posting = published(office)
    office.call("fill_posting", filling(posting, 3))

    assert office.rules("change_posting", a_change(posting, **but)) == [rule]


def test_a_closed_posting_is_not_changed(office: Office) -> None:
    posting = published(office)
    office.call("close_posting", closing(posting))

    assert office.rules("change_posting", a_change(posting)) == ["PostingClosed"]


def test_the_last_of_those_wanted_closes_the_posting(office: Office) -> None:
    posting = published(office)
    assert office.call("fill_posting", filling(posting, 3)) == {"posting": posting, "filled": 3, "open": True}
    assert office.call("fill_posting", filling(posting, 5))["open"] is False

    (_, closed) = office.told(posting)
    assert (closed.type, closed.data["reason"], closed.data["filled"]) == ("JobClosed", "filled", 5)
    assert office.rules("fill_posting", filling(posting, 4)) == ["PostingClosed"]


@pytest.mark.parametrize(
    ("filled", "on", "rule"),
    [
        (6, "2022-01-10", "FilledOverHeadcount"),
        (3, "2022-01-04", "BeforeOpeningDay"),
        (3, "2022-01-11", "DateInFuture"),
    ],
)
def test_a_filling_that_cannot_be_is_refused(office: Office, filled: int, on: str, rule: str) -> None:
    assert office.rules("fill_posting", filling(published(office), filled, on)) == [rule]


def test_that_all_were_found_takes_the_place_of_an_expiry(office: Office) -> None:
    posting = published(office)
    office.today = date(2022, 1, 26)
    expire(office, posting)
    assert office.rules("fill_posting", filling(posting, 4, "2022-01-20")) == ["PostingClosed"]
    office.call("fill_posting", filling(posting, 5, "2022-01-20"))

    assert said(office, posting)[1:] == [
        ("JobClosed", "2022-01-26", 1),
        ("JobClosed", "2022-01-26", -1),
        ("JobClosed", "2022-01-20", 1),
    ]


def test_those_found_before_the_last_day_are_told_when_the_posting_expires(office: Office) -> None:
    posting = published(office)
    office.call("fill_posting", filling(posting, 2))
    office.today = date(2022, 1, 26)
    expire(office, posting)

    assert office.told(posting)[-1].data["filled"] == 2


def test_a_posting_closed_by_mistake_is_opened_again_and_expires_in_its_time(office: Office) -> None:
    posting = published(office)
    assert office.rules("reopen_posting", reopening(posting)) == ["StillOpen"]
    office.call("close_posting", closing(posting))
    assert office.rules("reopen_posting", reopening(posting, "2022-01-09")) == ["ClosesInPast"]
    office.call("reopen_posting", reopening(posting))
    office.today = date(2022, 2, 1)
    expire(office, posting)
    office.call("reopen_posting", reopening(posting, "2022-02-10"))
    office.call("close_posting", closing(posting, on="2022-02-01"))

    assert said(office, posting)[1:] == [
        ("JobClosed", "2022-01-10", 1),
        ("JobClosed", "2022-01-10", -1),
        ("JobClosed", "2022-02-01", 1),
        ("JobClosed", "2022-02-01", -1),
        ("JobClosed", "2022-02-01", 1),
    ]


def test_a_posting_that_nobody_verifies_is_reminded_of_once_until_somebody_does(office: Office) -> None:
    posting = published(office, closes_on="2022-03-20")
    office.today = date(2022, 1, 19)
    assert reminders(office, posting) == []
    early = {"id": str(uuid4()), "fields": {"posting": posting}}
    with pytest.raises(Refused) as caught:
        office.ask("remind_posting", token=office.keeper(), **early)
    assert [each.rule for each in caught.value.refusals] == ["NotStale"]

    office.today = date(2022, 1, 20)
    (due,) = reminders(office, posting)
    office.ask(due.door, token=office.keeper(), id=str(due.id), fields=due.fields)
    assert reminders(office, posting) == []

    office.call("verify_posting", verification(posting, "2022-01-20"))
    office.today = date(2022, 2, 4)
    assert [each.rule for each in reminders(office, posting)] == ["verify"]


def test_the_stale_among_the_open_postings_are_listed_apart(office: Office) -> None:
    fresh, stale = (published(office, closes_on="2022-03-20", opens_on=day) for day in ("2022-01-09", "2022-01-02"))
    office.today = date(2022, 1, 20)
    listed = office.ask("postings", token=office.person("510104", Role.VIEWER), state="stale", limit=1_000)

    assert {fresh, stale} & {each["id"] for each in listed} == {stale}


def test_an_employer_gets_a_booth_at_a_fair_that_is_still_planned(office: Office) -> None:
    employer = str(uuid4())
    posting, fair = published(office, employer=employer), opened(office, booths=[])
    invitation = {"fair": fair, "employer": employer, "postings": [posting]}

    assert office.call("invite_employer", invitation)["booths"] == 1
    assert office.rules("invite_employer", invitation) == ["BoothTwice"]
    assert office.rules("invite_employer", {**invitation, "employer": str(uuid4())}) == ["PostingOfAnother"]
    office.today = date(2022, 1, 20)
    assert office.call("hold_fair", outcome(fair, employer))["offered"] == [posting]
    assert office.rules("invite_employer", {"fair": fair, "employer": str(uuid4())}) == ["NotNext"]


def test_a_fair_taken_back_reverses_what_it_told_and_is_held_anew(office: Office) -> None:
    employer = str(uuid4())
    posting = published(office, employer=employer)
    fair = opened(office, {"employer": employer, "postings": [posting]})
    office.today = date(2022, 1, 20)
    office.call("hold_fair", outcome(fair, employer, visitors=30, intents=3))
    office.call("take_back_fair", taking_back(fair), role=Role.APPROVER)
    office.call("hold_fair", outcome(fair, employer))

    once = ["FairHeld", "PostingOffered"]
    assert [(row.type, row.sign) for row in office.told(fair)] == [(each, sign) for sign in (1, -1, 1) for each in once]
    assert [row.data["visitors"] for row in office.told(fair) if row.type == "FairHeld"] == [30, 30, 300]


def test_hires_taken_back_are_confirmed_anew(office: Office) -> None:
    fair = held(office)
    office.call("confirm_hires", hired(fair, hires=3))
    assert office.rules("take_back_fair", taking_back(fair)) == ["RoleMissing"]
    office.call("take_back_fair", taking_back(fair), role=Role.APPROVER)
    office.call("confirm_hires", hired(fair))

    hires = [(row.sign, row.data["hires"]) for row in office.told(fair) if row.type == "HiresConfirmed"]
    assert hires == [(1, 3), (-1, 3), (1, 30)]


def test_a_fair_that_is_only_planned_has_nothing_to_take_back(office: Office) -> None:
    assert office.rules("take_back_fair", taking_back(opened(office)), role=Role.APPROVER) == ["NothingToTakeBack"]
