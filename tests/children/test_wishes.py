from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from shared.identity import Role
from tests.builders import TOWNSHIP
from tests.children.builders import Register, a_closing, rules
from tests.children.wishing import a_wish, claim, claimed, done, gathered, published, said, sent

WINDOW = "2022-01-10"


def state(register: Register, wish: str) -> str:
    return str(register.by().wish(id=wish)["answer"]["state"])


def test_a_gathered_wish_is_told_without_the_child(register: Register) -> None:
    case = register.a_case()

    wish = done(register, "gather_wish", **a_wish(case))["wish"]

    (told,) = register.told()
    assert (told.type, told.place, told.occurred_on) == ("WishGathered", TOWNSHIP, date(2021, 12, 6))
    assert told.data == {"wish": wish, "item": "books"}


def test_a_wish_goes_from_gathering_to_thanks(register: Register) -> None:
    wish = sent(register)

    done(register, "deliver_wish", wish=wish, delivered_on=WINDOW, handed_at="school")
    answer = done(register, "thank_for_wish", wish=wish, thanks="happy")

    assert answer == {"wish": wish, "state": "thanked"}
    assert [each.type for each in register.told()] == ["WishFulfilled"]


@pytest.mark.parametrize(
    ("but", "rule", "field"),
    [
        ({"value_fen": 30_001}, "WishTooDear", "value_fen"),
        ({"value_fen": 0}, "FieldInvalid", "value_fen"),
        ({"item": "coat"}, "SizeMissing", "size"),
        ({"size": "cm120"}, "SizeNotAsked", "size"),
        ({"shares": 21}, "FieldInvalid", "shares"),
        ({"item": "王小明想要的书"}, "FieldInvalid", "item"),
        ({"story": "家里很困难"}, "FieldUnknown", "story"),
        ({"gathered_on": "2022-01-11"}, "DateInFuture", "occurred_on"),
        ({"gathered_on": "2021-10-31"}, "DateOutsideCampaign", "occurred_on"),
    ],
)
def test_a_wish_is_not_taken_down(register: Register, but: dict[str, Any], rule: str, field: str) -> None:
    case = register.a_case()

    assert (rule, field) in rules(said(register, "gather_wish", **a_wish(case, **but)))
    assert register.told() == []


def test_a_child_has_one_unfinished_wish_at_a_time(register: Register) -> None:
    case = register.a_case()
    done(register, "gather_wish", **a_wish(case))

    assert rules(said(register, "gather_wish", **a_wish(case))) == [("WishStanding", "case")]


def test_a_child_whose_wish_was_rejected_may_wish_again(register: Register) -> None:
    case = register.a_case()
    wish = done(register, "gather_wish", **a_wish(case))["wish"]

    done(register, "review_wish", Role.APPROVER, wish=wish, verdict="unsuitable")
    done(register, "gather_wish", **a_wish(case))

    assert [(each.type, each.sign) for each in register.told()] == [
        ("WishGathered", 1),
        ("WishGathered", -1),
        ("WishGathered", 1),
    ]


def test_no_wish_is_taken_down_for_a_child_off_the_register_or_of_another_county(register: Register) -> None:
    case = register.a_case()

    assert rules(said(register, "gather_wish", scope="510105", **a_wish(case))) == [("NotFound", "case")]
    register.by().close_case(id=str(uuid4()), fields=a_closing(case))
    assert rules(said(register, "gather_wish", **a_wish(case))) == [("CaseAlreadyClosed", "case")]


def test_nobody_reviews_the_wish_they_took_down(register: Register) -> None:
    doors = register.by(roles=(Role.RECORDER, Role.APPROVER))
    wish = doors.gather_wish(id=str(uuid4()), fields=a_wish(register.a_case()))["answer"]["wish"]

    answer = doors.review_wish(id=str(uuid4()), fields={"wish": wish, "verdict": "approved"})

    assert rules(answer) == [("OwnWish", "reviewed_by")]


def test_a_card_shows_choices_and_the_city_and_nothing_of_the_child(register: Register) -> None:
    wish = published(register, item="coat", size="cm130", shares=3)

    (card,) = [each for each in register.by("5105").wish_cards(limit=1_000)["answer"] if each["id"] == wish]

    assert card == {
        "id": wish,
        "city": "510100000000",
        "item": "coat",
        "reason": "read",
        "size": "cm130",
        "age_band": "seven",
        "value_fen": 12_000,
        "shares": 3,
        "left": 3,
        "published_on": "2021-12-08",
    }


def test_a_card_is_gone_when_its_last_share_is_claimed(register: Register) -> None:
    wish = published(register, shares=2)

    claim(register, wish)
    assert wish in {each["id"] for each in register.by().wish_cards(limit=1_000)["answer"]}
    claim(register, wish)

    assert wish not in {each["id"] for each in register.by().wish_cards(limit=1_000)["answer"]}


def test_whose_wish_it_is_is_seen_inside_the_scope_alone(register: Register) -> None:
    wish = published(register)

    assert rules(register.by("510105").wish(id=wish)) == [("OutOfScope", "place")]
    query = "SELECT case_id FROM wisher WHERE wish = :wish"
    assert register.raw(query, wish=wish) == []
    assert register.raw(query, scope="510105", wish=wish) == []
    assert len(register.raw(query, scope=TOWNSHIP, wish=wish)) == 1


def test_a_wish_promised_by_shares_is_claimed_once_and_its_donors_are_told_each(register: Register) -> None:
    wish = published(register, shares=3)

    claim(register, wish, shares=2)
    claim(register, wish, shares=1)

    told = register.told()
    assert [each.type for each in told] == ["ShareClaimed", "ShareClaimed", "WishClaimed"]
    assert [each.data.get("shares") for each in told] == [2, 1, None]


@pytest.mark.parametrize("day", ["2021-12-07", "2021-12-19"])
def test_nothing_is_promised_before_it_is_shown_or_before_the_last_promise(register: Register, day: str) -> None:
    wish = published(register, shares=3)
    if day > "2021-12-08":
        claim(register, wish, claimed_on="2021-12-20")

    answer = said(register, "claim_wish", wish=wish, donor=str(uuid4()), claimed_on=day)

    assert rules(answer) == [("BeforeLastStep", "claimed_on")]


def test_more_shares_than_are_left_are_refused(register: Register) -> None:
    wish = published(register, shares=3)
    claim(register, wish, shares=2)

    answer = said(register, "claim_wish", wish=wish, donor=str(uuid4()), shares=2)

    assert rules(answer) == [("SharesGone", "shares")]
    assert answer["refused"][0]["message"] == "这个心愿只剩 1 份可以认领"


@pytest.mark.parametrize(
    ("door", "fields"),
    [
        ("publish_wish", {"published_on": WINDOW}),
        ("claim_wish", {"donor": str(uuid4())}),
        ("send_wish", {"sent_on": WINDOW}),
        ("deliver_wish", {"delivered_on": WINDOW, "handed_at": "school"}),
        ("thank_for_wish", {"thanks": "happy"}),
        ("reopen_wish", {"reopened_on": WINDOW, "reason": "lost"}),
        ("reopen_wish", {"reopened_on": WINDOW, "reason": "unsent"}),
    ],
)
def test_no_step_is_taken_before_its_turn(register: Register, door: str, fields: dict[str, Any]) -> None:
    wish = gathered(register)

    assert rules(said(register, door, wish=wish, **fields)) == [("WishNotNext", "state")]
    assert state(register, wish) == "gathered"


@pytest.mark.parametrize(
    ("door", "fields"),
    [
        ("send_wish", {"sent_on": "2022-01-09"}),
        ("send_wish", {"sent_on": "2022-01-11"}),
        ("send_wish", {"sent_on": "2021-10-01"}),
    ],
)
def test_no_step_is_dated_before_the_last_or_after_today(register: Register, door: str, fields: dict[str, Any]) -> None:
    wish = claimed(register)

    (refusal,) = rules(said(register, door, wish=wish, **fields))

    assert refusal[0] in {"BeforeLastStep", "DateInFuture", "DateOutsideCampaign"}
    assert state(register, wish) == "claimed"


def test_a_wish_that_nobody_promised_may_be_taken_back(register: Register) -> None:
    wish = published(register, shares=2)

    done(register, "cancel_wish", wish=wish, reason="granted")

    assert [(each.type, each.sign) for each in register.told()] == [("WishGathered", -1)]


def test_a_wish_that_somebody_promised_is_not_taken_back(register: Register) -> None:
    wish = published(register, shares=2)
    claim(register, wish)

    assert rules(said(register, "cancel_wish", wish=wish, reason="granted")) == [("WishNotNext", "state")]


@pytest.mark.parametrize(
    ("door", "fields"),
    [("publish_wish", {"published_on": WINDOW}), ("send_wish", {}), ("cancel_wish", {"reason": "moved"})],
)
def test_the_wishes_of_another_county_are_left_alone(register: Register, door: str, fields: dict[str, Any]) -> None:
    wish = gathered(register)

    answer = said(register, door, scope="510105", wish=wish, **fields)

    assert rules(answer) == [("OutOfScope", "place")]
