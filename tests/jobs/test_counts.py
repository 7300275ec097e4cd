"""What the state tables say of a winter is what was told of it."""

from datetime import date, timedelta
from random import Random

from deploy.demo.jobs import stories
from deploy.demo.world import SEASON, Step, World
from services.jobs import store
from services.jobs.facts import hiring, referrals, training
from shared.database import transaction
from shared.facts import Ratio
from shared.identity import Role
from tests.jobs.office import Office
from tests.jobs.recount import answered, recounted, standing
from tests.jobs.referred import closing, taken
from tests.jobs.said import a_change, published
from tests.jobs.said import closing as closing_of

COUNTED = [
    each for each in (*hiring.INDICATORS, *referrals.INDICATORS, *training.INDICATORS) if not isinstance(each, Ratio)
]


def a_winter(seed: int, acts: int) -> list[Step]:
    return sorted((step for story in stories(Random(seed), World(), acts) for step in story), key=lambda each: each.on)


def lived_through(office: Office, steps: list[Step], kept_every: int) -> None:
    for number, step in enumerate(steps):
        office.today = step.on
        if number % kept_every == 0:
            kept(office)
        office.ask(step.door, token=office.person(step.city[:4], Role(step.by)), **step.arguments)
    office.today = SEASON[1] + timedelta(days=1)
    kept(office)


def kept(office: Office) -> None:
    with transaction(office.engine) as session:
        due = store.due(session, office.now())
    for each in due:
        office.ask(each.door, token=office.keeper(), id=str(each.id), fields=each.fields)


def recorded_late(office: Office) -> None:
    """Close on somebody's word every third posting that had expired."""
    expired = [row for row in standing(office.told()) if row.type == "JobClosed" and row.data["reason"] == "expired"]
    for row in expired[::3]:
        fields = {
            "posting": row.data["posting"],
            "reason": "withdrawn",
            "closed_on": str(row.occurred_on - timedelta(2)),
        }
        office.call("close_posting", fields)


def put_right(office: Office) -> None:
    """Publish some postings of which one is changed, one closed and opened again, and one filled after it expired."""
    office.today = date(2022, 3, 1)
    changed, opened, filled = (published(office, opens_on="2022-02-20", closes_on="2022-03-10") for _ in range(3))
    office.call("change_posting", a_change(changed, headcount=9, closes_on="2022-03-20"))
    office.call("close_posting", closing_of(opened, on="2022-02-28"))
    office.call("reopen_posting", {"posting": opened, "closes_on": "2022-03-30", "reason": "用人单位追加招聘"})
    office.today = SEASON[1] + timedelta(days=1)
    kept(office)
    office.call("fill_posting", {"posting": filled, "filled_on": "2022-03-09", "filled": 5})


def referred(office: Office) -> None:
    """Take some referrals, close most of them, and open one of those again."""
    taken_in = [taken(office, referred_on=f"2022-01-{day}") for day in range(10, 16)]
    for referral in taken_in[:4]:
        office.call("close_referral", closing(referral, on="2022-01-20"))
    office.call("reopen_referral", {"referral": taken_in[0], "reason": "本人改变主意"})


def test_every_figure_of_the_state_tables_is_what_was_told(office: Office) -> None:
    lived_through(office, a_winter(seed=7, acts=300), kept_every=20)
    recorded_late(office)
    put_right(office)
    referred(office)
    told = office.told()

    assert any(row.sign < 0 for row in told)
    for indicator in COUNTED:
        assert answered(indicator, office.counts(indicator.code)) == recounted(indicator, told), indicator.code
        assert recounted(indicator, told), f"the winter says nothing of {indicator.code}"
