"""The doors of postings and fairs, against a real database."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest

from services.jobs import store
from shared.database import transaction
from shared.identity import Role
from tests.builders import COUNTY, LABOUR, LEAGUE, MARKER, TOWNSHIP
from tests.jobs.office import Office


def a_posting(**but: Any) -> dict[str, Any]:
    return {
        "place": TOWNSHIP,
        "organisation": LEAGUE,
        "employer": str(uuid4()),
        "title": "焊工",
        "trade": "electrics",
        "workplace": "county",
        "headcount": 5,
        "opens_on": "2022-01-05",
        "closes_on": "2022-01-25",
        **but,
    }


def a_fair(*booths: dict[str, Any], **but: Any) -> dict[str, Any]:
    return {
        "place": COUNTY,
        "organisation": LEAGUE,
        "planned_on": "2022-01-20",
        "mode": "offline",
        "venue": "station",
        "organiser_kind": "labour",
        "booths": list(booths) or [{"employer": str(uuid4()), "postings": []}],
        **but,
    }


def published(office: Office, **but: Any) -> str:
    return str(office.call("publish_posting", a_posting(**but))["posting"])


def opened(office: Office, *booths: dict[str, Any], **but: Any) -> str:
    return str(office.call("open_fair", a_fair(*booths, **but))["fair"])


def verification(posting: str, on: str) -> dict[str, Any]:
    return {"posting": posting, "verified_on": on}


def closing(posting: str, reason: str = "filled", on: str | None = "2022-01-10", filled: int = 3) -> dict[str, Any]:
    return {"posting": posting, "reason": reason, "closed_on": on, "filled": filled}


def expiry(posting: str) -> dict[str, Any]:
    return {"posting": posting, "reason": "expired"}


def outcome(
    fair: str, *employers: str, on: str = "2022-01-20", visitors: int = 300, intents: int = 40
) -> dict[str, Any]:
    return {"fair": fair, "held_on": on, "visitors": visitors, "intents": intents, "employers": list(employers)}


def hired(fair: str, hires: int = 30, on: str = "2022-02-20") -> dict[str, Any]:
    return {"fair": fair, "confirmed_on": on, "hires": hires}


def held(office: Office) -> str:
    employer = str(uuid4())
    fair = opened(office, {"employer": employer, "postings": []})
    office.today = date(2022, 2, 20)
    office.call("hold_fair", outcome(fair, employer))
    return fair


def expire(office: Office, posting: str) -> Any:
    with transaction(office.engine) as session:
        (due,) = [each for each in store.due(session, office.now()) if str(each.subject) == posting]
    return office.ask(due.door, token=office.keeper(), id=str(due.id), fields=due.fields)


def said(office: Office, about: str) -> list[tuple[str, str, int]]:
    return [(row.type, str(row.occurred_on), row.sign) for row in office.told(about)]


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
    assert office.ask("postings", token=office.person("5103", Role.VIEWER)) == []


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
            due = [str(each.subject) for each in store.due(session, office.now())]
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


@pytest.mark.parametrize(
    ("but", "rule"),
    [
        ({"planned_on": "2022-04-01"}, "DateOutsideCampaign"),
        ({"place": "510104999000"}, "PlaceUnknown"),
        ({"organisation": str(uuid4())}, "OrganisationUnknown"),
        ({"joint_organisations": [str(uuid4())]}, "OrganisationUnknown"),
        ({"booths": []}, "FieldInvalid"),
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


def test_after_the_season_has_closed_nothing_more_is_recorded(office: Office) -> None:
    office.today = date(2022, 5, 1)

    assert office.rules("publish_posting", a_posting()) == ["CampaignClosed"]
    assert office.rules("open_fair", a_fair()) == ["CampaignClosed"]


def test_a_day_later_than_the_longest_posting_is_a_year(office: Office) -> None:
    longest = date(2022, 1, 5) + timedelta(days=366)

    assert published(office, closes_on=str(longest))
