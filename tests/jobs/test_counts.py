"""What the state tables say of a winter is what was told of it."""

from datetime import timedelta
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


def referred(office: Office) -> None:
    """Take some referrals, close most of them, and open one of those again."""
    taken_in = [taken(office, referred_on=f"2022-01-{day}") for day in range(10, 16)]
    for referral in taken_in[:4]:
        office.call("close_referral", closing(referral, on="2022-01-20"))
    office.call("reopen_referral", {"referral": taken_in[0], "reason": "本人改变主意"})


def test_every_figure_of_the_state_tables_is_what_was_told(office: Office) -> None:
    lived_through(office, a_winter(seed=7, acts=300), kept_every=20)
    recorded_late(office)
    referred(office)
    told = office.told()

    assert any(row.sign < 0 for row in told)
    for indicator in COUNTED:
        assert answered(indicator, office.counts(indicator.code)) == recounted(indicator, told), indicator.code
        assert recounted(indicator, told), f"the winter says nothing of {indicator.code}"
