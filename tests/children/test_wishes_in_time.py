"""What time asks of wishes: claims that nobody acts on are free again, and what does not come is seen as overdue."""

from datetime import date

from shared.duty import Due
from tests.children.builders import Register, rules
from tests.children.wishing import claim, claimed, done, published, said, sent, told_of


def asked(register: Register, wish: str) -> list[Due]:
    return [each for each in register.due() if str(each.subject) == wish]


def test_a_claimed_wish_that_is_not_sent_in_time_is_open_again(register: Register) -> None:
    wish = claimed(register, shares=2)

    register.on(date(2022, 1, 20))
    assert asked(register, wish) == []
    register.on(date(2022, 1, 21))
    assert [(each.door, each.on) for each in asked(register, wish)] == [("reopen_wish", date(2022, 1, 21))]
    register.keep()

    assert told_of(register, wish) == [("ShareClaimed", -1), ("WishClaimed", -1)]
    claim(register, wish, shares=2)


def test_who_sent_in_time_but_was_written_down_late_keeps_the_wish(register: Register) -> None:
    wish = claimed(register, shares=2)
    register.on(date(2022, 1, 22))
    register.keep()
    register.told()

    done(register, "send_wish", wish=wish, sent_on="2022-01-18")

    assert told_of(register, wish) == [("ShareClaimed", 1), ("WishClaimed", 1)]
    assert register.by().wish(id=wish)["answer"]["claimed_on"] == "2022-01-10"


def test_who_sent_too_late_does_not_take_the_wish_from_those_who_claimed_it_since(register: Register) -> None:
    wish = claimed(register, shares=2)
    register.on(date(2022, 1, 22))
    register.keep()
    claim(register, wish)
    register.told()

    assert rules(said(register, "send_wish", wish=wish)) == [("WishNotNext", "state")]
    assert told_of(register, wish) == []


def test_a_claim_is_not_called_late_before_it_is(register: Register) -> None:
    wish = claimed(register)

    answer = said(register, "reopen_wish", wish=wish, reopened_on="2022-01-10", reason="unsent")

    assert rules(answer) == [("NotLateYet", "wish")]


def test_a_sent_wish_that_does_not_come_is_overdue_until_it_does(register: Register) -> None:
    wish = sent(register)

    register.on(date(2022, 2, 2))
    register.keep()
    assert register.by().wish(id=wish)["answer"]["overdue"]
    done(register, "deliver_wish", wish=wish, delivered_on="2022-02-02", handed_at="township")

    assert not register.by().wish(id=wish)["answer"]["overdue"]
    told = [each for each in register.told() if each.data.get("wish") == wish]
    assert [(each.type, each.occurred_on) for each in told] == [
        ("WishOverdue", date(2022, 1, 31)),
        ("WishFulfilled", date(2022, 2, 2)),
        ("WishDelayEnded", date(2022, 2, 2)),
    ]


def test_a_delay_is_noted_once_and_by_no_person(register: Register) -> None:
    wish = sent(register)
    register.on(date(2022, 2, 2))
    (due,) = asked(register, wish)

    assert rules(said(register, "note_delay", **due.fields)) == [("ServicesOnly", "token")]
    register.keep()
    again = register.by_itself().note_delay(id="6e75616e-646f-4e67-8000-000000000001", fields=due.fields)

    assert rules(again) == [("DelayNoted", "wish")]


def test_what_came_before_it_was_overdue_but_was_written_down_later_ends_the_delay_on_its_first_day(
    register: Register,
) -> None:
    wish = sent(register)
    register.on(date(2022, 2, 2))
    register.keep()

    done(register, "deliver_wish", wish=wish, delivered_on="2022-01-12", handed_at="township")

    ended = register.told()[-1]
    assert (ended.type, ended.occurred_on) == ("WishDelayEnded", date(2022, 1, 31))


def test_what_was_lost_on_its_way_is_open_again_and_overdue_no_longer(register: Register) -> None:
    wish = sent(register)
    register.on(date(2022, 2, 2))
    register.keep()
    register.told()

    done(register, "reopen_wish", wish=wish, reopened_on="2022-02-02", reason="lost")

    assert told_of(register, wish) == [
        ("ShareClaimed", -1),
        ("WishClaimed", -1),
        ("WishDelayEnded", 1),
    ]


def test_one_of_two_donors_may_step_back_and_another_take_the_share(register: Register) -> None:
    wish = published(register, shares=2)
    first, _ = claim(register, wish), claim(register, wish)
    register.told()

    done(register, "release_claim", claim=first)
    claim(register, wish)

    assert told_of(register, wish) == [
        ("ShareClaimed", -1),
        ("WishClaimed", -1),
        ("ShareClaimed", 1),
        ("WishClaimed", 1),
    ]
    assert rules(said(register, "release_claim", claim=first)) == [("ClaimReleased", "claim")]


def test_nothing_is_asked_of_wishes_outside_a_winter(register: Register) -> None:
    wish = claimed(register)

    register.on(date(2022, 4, 15))

    assert asked(register, wish) == []
    assert rules(said(register, "claim_wish", wish=wish, donor=wish)) == [("DateOutsideCampaign", "claimed_on")]
