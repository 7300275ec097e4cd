from datetime import UTC, date, datetime

import pytest

from services.jobs.facts.hiring import CloseReason, Window
from services.jobs.model import Fair, FairState, window_of
from services.jobs.model.fairs import BeforeFair, HiresOverIntents, IntentsOverVisitors, NotNext
from services.jobs.model.postings import (
    AfterClosingDay,
    AlreadyVerified,
    BeforeOpeningDay,
    FilledOverHeadcount,
    NobodyFilled,
    NotYetExpired,
    PostingClosed,
)
from shared.frame import Campaign, Frame
from tests.jobs.builders import a_fair, a_posting

NOON = datetime(2022, 1, 20, 4, tzinfo=UTC)
WINTER = Campaign(
    id="2021-22",
    starts_on=date(2021, 11, 18),
    ends_on=date(2022, 3, 31),
    closes_on=date(2022, 4, 30),
    months=("2021-11", "2021-12", "2022-01", "2022-02", "2022-03"),
    travel_starts_on=date(2022, 1, 17),
    homeward_ends_on=date(2022, 1, 31),
    travel_ends_on=date(2022, 2, 25),
)


def a_held_fair() -> Fair:
    fair = a_fair()
    fair.hold(date(2022, 1, 20), NOON, Window.HOMEWARD, visitors=300, intents=40)
    return fair


@pytest.mark.parametrize(
    ("day", "stale"), [(date(2021, 12, 15), False), (date(2021, 12, 16), True), (date(2022, 1, 1), False)]
)
def test_an_open_posting_is_stale_after_fourteen_days_without_a_verification(day: date, *, stale: bool) -> None:
    assert a_posting().stale_on(day) is stale


def test_verifying_makes_a_posting_fresh_again() -> None:
    posting = a_posting()
    posting.verify(date(2021, 12, 10))

    assert not posting.stale_on(date(2021, 12, 24))
    assert posting.stale_on(date(2021, 12, 25))


def test_a_posting_is_verified_once_a_day_and_never_backwards() -> None:
    with pytest.raises(AlreadyVerified):
        a_posting(verified_on=date(2021, 12, 10)).verify(date(2021, 12, 10))


def test_a_posting_is_not_verified_before_it_opens() -> None:
    with pytest.raises(BeforeOpeningDay):
        a_posting().verify(date(2021, 11, 30))


def test_a_posting_is_not_verified_after_its_last_day() -> None:
    with pytest.raises(AfterClosingDay):
        a_posting().verify(date(2022, 1, 1))


def test_a_posting_is_not_verified_after_it_was_closed() -> None:
    with pytest.raises(PostingClosed):
        a_posting(closed_on=date(2021, 12, 20), close_reason="filled").verify(date(2021, 12, 20))


@pytest.mark.parametrize(("closed_on", "reason"), [(date(2021, 12, 20), "filled"), (date(2022, 1, 1), "expired")])
def test_a_verification_from_before_the_closing_may_be_told_late(closed_on: date, reason: str) -> None:
    posting = a_posting(closed_on=closed_on, close_reason=reason)
    posting.verify(date(2021, 12, 10))

    assert posting.verified_on == date(2021, 12, 10)


@pytest.mark.parametrize("noticed_on", [date(2022, 1, 1), date(2022, 3, 9)])
def test_a_posting_expires_for_the_day_after_its_last_whenever_that_is_noticed(noticed_on: date) -> None:
    posting = a_posting()
    posting.expire(noticed_on)

    assert (posting.closed_on, posting.close_reason) == (date(2022, 1, 1), "expired")
    assert posting.closed().occurred_on == date(2022, 1, 1)


def test_a_posting_does_not_expire_on_its_last_day() -> None:
    with pytest.raises(NotYetExpired):
        a_posting().expire(date(2021, 12, 31))


def test_a_posting_expires_once() -> None:
    posting = a_posting()
    posting.expire(date(2022, 1, 1))

    with pytest.raises(PostingClosed):
        posting.expire(date(2022, 1, 2))


def test_somebodys_word_takes_the_place_of_an_expiry() -> None:
    posting = a_posting()
    posting.expire(date(2022, 1, 1))
    posting.close(date(2021, 12, 24), CloseReason.FILLED, 5)

    assert (posting.closed_on, posting.close_reason, posting.filled) == (date(2021, 12, 24), "filled", 5)


def test_a_posting_is_closed_on_somebodys_word_once() -> None:
    posting = a_posting()
    posting.close(date(2021, 12, 24), CloseReason.WITHDRAWN, 0)

    with pytest.raises(PostingClosed):
        posting.close(date(2021, 12, 25), CloseReason.FILLED, 5)


def test_no_more_people_are_filled_than_were_wanted() -> None:
    with pytest.raises(FilledOverHeadcount):
        a_posting(headcount=5).close(date(2021, 12, 24), CloseReason.FILLED, 6)


def test_a_filled_posting_says_how_many_were_found() -> None:
    with pytest.raises(NobodyFilled):
        a_posting().close(date(2021, 12, 24), CloseReason.FILLED, 0)


@pytest.mark.parametrize(("on", "rule"), [(date(2021, 11, 30), BeforeOpeningDay), (date(2022, 1, 1), AfterClosingDay)])
def test_a_posting_closes_between_its_first_and_its_last_day(on: date, rule: type[Exception]) -> None:
    with pytest.raises(rule):
        a_posting().close(on, CloseReason.WITHDRAWN, 0)


@pytest.mark.parametrize(
    ("day", "window"),
    [
        (date(2022, 1, 16), Window.OTHER),
        (date(2022, 1, 17), Window.HOMEWARD),
        (date(2022, 1, 31), Window.HOMEWARD),
        (date(2022, 2, 1), Window.OUTWARD),
        (date(2022, 2, 25), Window.OUTWARD),
        (date(2022, 2, 26), Window.OTHER),
        (date(2022, 7, 1), Window.OTHER),
    ],
)
def test_the_campaign_says_when_people_go_home_and_when_they_leave_again(day: date, window: Window) -> None:
    assert window_of(Frame(1, (), (), (WINTER,), ()), day) is window


def test_a_fair_is_held_once() -> None:
    with pytest.raises(NotNext):
        a_held_fair().hold(date(2022, 1, 21), NOON, Window.HOMEWARD, visitors=1, intents=0)


def test_no_more_people_agree_than_came() -> None:
    with pytest.raises(IntentsOverVisitors):
        a_fair().hold(date(2022, 1, 20), NOON, Window.HOMEWARD, visitors=10, intents=11)


def test_hires_are_confirmed_only_of_a_fair_that_was_held() -> None:
    with pytest.raises(NotNext):
        a_fair().confirm(date(2022, 2, 20), 3)


def test_hires_are_confirmed_once() -> None:
    fair = a_held_fair()
    fair.confirm(date(2022, 2, 20), 30)

    assert fair.state == FairState.CONFIRMED
    with pytest.raises(NotNext):
        fair.confirm(date(2022, 2, 21), 31)


def test_hires_are_not_confirmed_before_the_fair() -> None:
    with pytest.raises(BeforeFair):
        a_held_fair().confirm(date(2022, 1, 19), 3)


def test_no_more_people_are_hired_than_agreed() -> None:
    with pytest.raises(HiresOverIntents):
        a_held_fair().confirm(date(2022, 2, 20), 41)


def test_hires_count_in_the_window_of_their_fair() -> None:
    fair = a_held_fair()
    fair.confirm(date(2022, 2, 20), 30)

    assert fair.confirmed().window is Window.HOMEWARD
    assert fair.confirmed().occurred_on == date(2022, 2, 20)
