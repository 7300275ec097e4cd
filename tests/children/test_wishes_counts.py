"""What the tables of wishes say after a winter is what was told of it."""

from datetime import date, timedelta
from random import Random

from services.children.facts.wishes import INDICATORS
from shared import clock
from shared.facts import Ratio
from shared.identity import Role
from tests.children.builders import Register
from tests.children.test_store import said as counted
from tests.children.wishing import claim, gathered, said
from tests.jobs.recount import answered, recounted


def a_winter_of_wishes(register: Register, chance: Random, wishes: int) -> None:
    """Let wishes go as far as chance will have it, some late, some lost, some taken back."""
    for number in range(wishes):
        register.on(date(2021, 12, 10) + timedelta(days=number))
        wish = gathered(register, shares=chance.randint(1, 3))
        verdict = chance.choices(("approved", "duplicate"), (9, 1))[0]
        said(register, "review_wish", Role.APPROVER, wish=wish, verdict=verdict)
        said(register, "publish_wish", wish=wish, published_on=str(date(2021, 12, 10)))
        said(register, "cancel_wish", wish=wish, reason="moved") if chance.random() < 0.1 else None
        for _ in range(chance.randint(0, 4)):
            _moved_on(register, chance, wish)
    register.on(date(2022, 3, 30))
    register.keep()


def _moved_on(register: Register, chance: Random, wish: str) -> None:
    stands = register.by().wish(id=wish)["answer"]
    _waited(register, chance.choice((1, 25)))
    today = str(clock.day_of(clock.now()))
    if stands["state"] == "published":
        promised = claim(register, wish, shares=stands["shares"] - stands["taken"])
        said(register, "release_claim", claim=promised) if chance.random() < 0.2 else None
    elif stands["state"] == "claimed":
        said(register, "send_wish", wish=wish)
    elif chance.random() < 0.3:
        said(register, "reopen_wish", wish=wish, reopened_on=today, reason="lost")
    else:
        said(register, "deliver_wish", wish=wish, handed_at="home")


def _waited(register: Register, days: int) -> None:
    register.on(clock.day_of(clock.now()) + timedelta(days=days))
    register.keep()


def test_every_figure_of_wishes_is_what_was_told(register: Register) -> None:
    a_winter_of_wishes(register, Random(6), wishes=40)
    register.seen = 0
    told = register.told()

    assert any(each.sign < 0 for each in told)
    for indicator in (each for each in INDICATORS if not isinstance(each, Ratio)):
        assert answered(indicator, counted(register, indicator.code)) == recounted(indicator, told), indicator.code
        assert recounted(indicator, told), f"the winter says nothing of {indicator.code}"
