"""The doors of 岗位, against a real database."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest

from services.jobs import store
from shared.database import transaction
from shared.identity import Role
from tests.builders import MARKER, TOWNSHIP
from tests.jobs.office import Office
from tests.jobs.said import (
    a_fair,
    a_posting,
    closing,
    expire,
    published,
    said,
    verification,
)


def test_a_posting_is_told_once_and_once_for_each_channel(office: Office) -> None:
    posting = published(office, channels=["workers_site", "league_media"])

    assert said(office, posting) == [
        ("JobPosted", "2022-01-05", 1),
        ("PostingPublished", "2022-01-05", 1),
        ("PostingPublished", "2022-01-05", 1),
    ]


def test_what_is_told_of_a_posting_holds_neither_its_title_nor_its_external_id(office: Office) -> None:
    posting = published(office, title=MARKER, external_id=MARKER)

    assert office.ask("posting", token=office.person("51", Role.VIEWER), id=posting)["title"] == MARKER
    assert [row for row in office.told(posting) if MARKER in str(row)] == []


def test_a_repeated_call_is_answered_as_the_first_time_and_told_once(office: Office) -> None:
    id, fields = str(uuid4()), a_posting()
    first = office.call("publish_posting", fields, id=id)

    assert office.call("publish_posting", fields, id=id) == first
    assert len(office.told(id)) == 1


@pytest.mark.parametrize(("door", "content"), [("publish_posting", a_posting), ("open_fair", a_fair)])
def test_other_content_under_the_same_id_is_refused(office: Office, door: str, content: Any) -> None:
    id = str(uuid4())
    office.call(door, content(), id=id)

    assert office.rules(door, content(), id=id) == ["IdAlreadyUsed"]


def test_a_posting_outside_the_scope_is_refused(office: Office) -> None:
    assert office.rules("publish_posting", a_posting(), scope="5103") == ["OutOfScope"]


@pytest.mark.parametrize(
    ("door", "content"),
    [("verify_posting", lambda posting: verification(posting, "2022-01-10")), ("close_posting", closing)],
)
def test_another_citys_posting_is_not_touched(office: Office, door: str, content: Any) -> None:
    assert office.rules(door, content(published(office)), scope="5103") == ["OutOfScope"]


def test_only_recorders_publish(office: Office) -> None:
    assert office.rules("publish_posting", a_posting(), role=Role.VIEWER) == ["RoleMissing"]


@pytest.mark.parametrize(
    ("but", "rule"),
    [
        ({"opens_on": "2022-01-11"}, "DateInFuture"),
        ({"opens_on": "2021-10-31"}, "DateOutsideCampaign"),
        ({"place": "510104999000"}, "PlaceUnknown"),
        ({"organisation": str(uuid4())}, "OrganisationUnknown"),
        ({"title": "  "}, "FieldMissing"),
        ({"headcount": 0}, "FieldInvalid"),
        ({"wage_low_fen": 500_000, "wage_high_fen": 400_000}, "WageReversed"),
        ({"closes_on": "2022-01-04"}, "ClosesBeforeOpening"),
        ({"closes_on": "2023-01-07"}, "OpenTooLong"),
    ],
)
def test_a_posting_that_cannot_be_is_refused(office: Office, but: dict[str, Any], rule: str) -> None:
    assert office.rules("publish_posting", a_posting(**but)) == [rule]


def test_an_external_id_is_published_once_for_an_employer(office: Office) -> None:
    employer = str(uuid4())
    published(office, employer=employer, external_id="A-1")

    assert office.rules("publish_posting", a_posting(employer=employer, external_id="A-1")) == ["PostingKnown"]
    assert published(office, external_id="A-1")


def test_a_verification_is_told_and_the_listing_no_longer_calls_the_posting_stale(office: Office) -> None:
    scope = office.person("510104", Role.VIEWER)
    posting = published(office)
    office.today = date(2022, 1, 22)
    stale = {each["id"]: each["stale"] for each in office.ask("postings", token=scope, place=TOWNSHIP, limit=1_000)}
    office.call("verify_posting", verification(posting, "2022-01-21"))

    assert stale[posting] is True
    assert office.ask("posting", token=scope, id=posting)["stale"] is False
    assert said(office, posting)[1:] == [("JobVerified", "2022-01-21", 1)]


def test_the_listing_goes_page_by_page_and_shows_open_postings_of_the_scope_only(office: Office) -> None:
    mine = {published(office, opens_on="2022-01-07") for _ in range(3)}
    closed = published(office)
    office.call("close_posting", closing(closed))
    viewer = office.person("510104", Role.VIEWER)
    found: list[list[str]] = []
    while page := office.ask("postings", token=viewer, limit=2, after=found[-1] if found else None):
        found += [[each["opens_on"], each["id"]] for each in page]

    assert mine <= {id for _, id in found}
    assert closed not in {id for _, id in found}
    assert found == sorted(found)
    elsewhere = office.ask("postings", token=office.person("5103", Role.VIEWER))
    assert mine.isdisjoint(each["id"] for each in elsewhere)


@pytest.mark.parametrize(
    ("on", "rule"),
    [
        ("2022-01-05", "AlreadyVerified"),
        ("2022-01-04", "BeforeOpeningDay"),
        ("2022-01-26", "AfterClosingDay"),
        ("2022-02-11", "DateInFuture"),
    ],
)
def test_a_verification_that_cannot_be_is_refused(office: Office, on: str, rule: str) -> None:
    posting = published(office)
    office.today = date(2022, 2, 10)

    assert office.rules("verify_posting", verification(posting, on)) == [rule]


def test_a_filled_posting_is_told_as_closed(office: Office) -> None:
    posting = published(office)
    office.call("close_posting", closing(posting, filled=3))

    (closed,) = [row for row in office.told(posting) if row.type == "JobClosed"]
    assert (str(closed.occurred_on), closed.data["filled"], closed.data["reason"]) == ("2022-01-10", 3, "filled")


@pytest.mark.parametrize(
    ("but", "rule"),
    [
        ({"filled": 6}, "FilledOverHeadcount"),
        ({"filled": 0}, "NobodyFilled"),
        ({"on": "2022-01-04"}, "BeforeOpeningDay"),
        ({"on": "2022-01-11"}, "DateInFuture"),
        ({"on": None}, "FieldMissing"),
        ({"reason": "expired", "on": "2022-01-10", "filled": 0}, "ExpiryIsComputed"),
        ({"reason": "expired", "on": None, "filled": 2}, "ExpiryIsComputed"),
        ({"reason": "expired", "on": None, "filled": 0}, "NotYetExpired"),
    ],
)
def test_a_closing_that_cannot_be_is_refused(office: Office, but: dict[str, Any], rule: str) -> None:
    assert office.rules("close_posting", closing(published(office), **but)) == [rule]


def test_a_posting_that_does_not_exist_is_not_found(office: Office) -> None:
    assert office.rules("close_posting", closing(str(uuid4()))) == ["NotFound"]


def test_a_posting_is_closed_once(office: Office) -> None:
    posting = published(office)
    office.call("close_posting", closing(posting))

    assert office.rules("close_posting", closing(posting, "withdrawn")) == ["PostingClosed"]
    assert office.rules("verify_posting", verification(posting, "2022-01-10")) == ["PostingClosed"]


@pytest.mark.parametrize("noticed", [date(2022, 1, 26), date(2022, 3, 1), date(2022, 5, 20)])
def test_the_keeper_closes_an_expired_posting_for_the_day_after_its_last(office: Office, noticed: date) -> None:
    posting = published(office)
    office.today = noticed

    assert expire(office, posting)["closed_on"] == "2022-01-26"
    assert said(office, posting)[1:] == [("JobClosed", "2022-01-26", 1)]


def test_nothing_is_due_on_a_postings_last_day_nor_once_it_is_closed(office: Office) -> None:
    posting = published(office)
    for office.today in (date(2022, 1, 25), date(2022, 1, 26)):
        with transaction(office.engine) as session:
            due = [str(each.subject) for each in store.due(session, office.now()) if each.rule == "expire"]
        assert (posting in due) is (office.today.day == 26)

    expire(office, posting)
    with transaction(office.engine) as session:
        assert posting not in [str(each.subject) for each in store.due(session, office.now())]


def test_two_keepers_close_an_expired_posting_once(office: Office) -> None:
    posting = published(office)
    office.today = date(2022, 1, 26)
    with transaction(office.engine) as session:
        (due,) = [each for each in store.due(session, office.now()) if str(each.subject) == posting]
    answers = [office.ask(due.door, token=office.keeper(), id=str(due.id), fields=due.fields) for _ in range(2)]

    assert answers[0] == answers[1]
    assert len(said(office, posting)) == 2


def test_somebodys_word_reverses_an_expiry_and_takes_its_place(office: Office) -> None:
    posting = published(office)
    office.today = date(2022, 1, 28)
    expire(office, posting)
    office.call("close_posting", closing(posting, on="2022-01-12"))

    assert said(office, posting)[1:] == [
        ("JobClosed", "2022-01-26", 1),
        ("JobClosed", "2022-01-26", -1),
        ("JobClosed", "2022-01-12", 1),
    ]


def test_after_the_season_has_closed_no_posting_is_published(office: Office) -> None:
    office.today = date(2022, 5, 1)

    assert office.rules("publish_posting", a_posting()) == ["CampaignClosed"]


def test_a_day_later_than_the_longest_posting_is_a_year(office: Office) -> None:
    longest = date(2022, 1, 5) + timedelta(days=366)

    assert published(office, closes_on=str(longest))
