"""What the state tables say of a winter's ventures is what was told of them."""

from datetime import timedelta
from random import Random

from deploy.demo.ventures import stories
from deploy.demo.world import SEASON, World
from services.jobs.facts.ventures import INDICATORS
from shared.facts import Ratio
from shared.identity import Role
from tests.jobs.office import Office
from tests.jobs.recount import answered, recounted
from tests.jobs.test_counts import kept

COUNTED = [each for each in INDICATORS if not isinstance(each, Ratio)]


def test_every_figure_of_ventures_is_what_was_told(office: Office) -> None:
    world = World()
    world.places = [each for each in world.places if each["level"] != "county"]  # other tests give counties their lists
    steps = [step for story in stories(Random(11), world, 250) for step in story]
    for number, step in enumerate(sorted(steps, key=lambda each: each.on)):
        office.today = step.on
        if number % 20 == 0:
            kept(office)
        office.ask(step.door, token=office.person(step.city[:4], Role(step.by)), **step.arguments)
    office.today = SEASON[1] + timedelta(days=1)
    kept(office)
    told = office.told()

    for indicator in COUNTED:
        assert answered(indicator, office.counts(indicator.code)) == recounted(indicator, told), indicator.code
        assert recounted(indicator, told), f"the winter says nothing of {indicator.code}"
