"""A demo winter of wishes, packs and students: nothing of it is refused, and its figures are what was told."""

from random import Random

from deploy.demo.wishes import stories
from deploy.demo.world import Step, World
from services.children.facts import packs, pairings, wishes
from shared.facts import Ratio
from shared.identity import Role
from tests.children.builders import Register
from tests.children.test_pairings import wanted
from tests.children.test_store import said as counted
from tests.jobs.recount import answered

COUNTED = [each for part in (wishes, packs, pairings) for each in part.INDICATORS if not isinstance(each, Ratio)]


def a_winter(seed: int, acts: int) -> list[Step]:
    return sorted((step for story in stories(Random(seed), World(), acts) for step in story), key=lambda each: each.on)


def test_nothing_of_a_demo_winter_is_refused_and_every_figure_is_what_was_told(register: Register) -> None:
    for number, step in enumerate(a_winter(seed=7, acts=300)):
        register.on(step.on)
        if number % 40 == 0:
            register.keep()
        said = getattr(register.by(step.city[:4], roles=(Role(step.by),)), step.door)(**step.arguments)
        assert "answer" in said, (step, said)
    register.seen = 0
    told = register.told()

    for indicator in COUNTED:
        assert answered(indicator, counted(register, indicator.code)) == wanted(indicator, told), indicator.code
        assert wanted(indicator, told), f"the winter says nothing of {indicator.code}"
