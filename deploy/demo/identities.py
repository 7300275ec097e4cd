"""Whose names are kept in a demo winter: invented households, lecturers and trainees, a look at some, and some gone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from random import Random
from typing import Any

from deploy.demo.world import SEASON, Step, Story, World, fresh

FAMILY, GIVEN = "王李张刘陈杨黄赵周吴徐孙马朱胡", "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚"
KINDS = (("outreach", "household", 6), ("outreach", "lecturer", 1), ("jobs", "trainee", 3))


def stories(chance: Random, world: World, acts: int) -> Iterator[Story]:
    """Tell about `acts` steps: somebody in a story, from consent to the last look."""
    told = 0
    while told < acts:
        story = tuple(_somebody(chance, world))
        told += len(story)
        yield story


def _somebody(chance: Random, world: World) -> Iterator[Step]:
    service, kind, _ = chance.choices(KINDS, [weight for *_, weight in KINDS])[0]
    place, subject = world.township(chance), fresh(chance)
    city, on = world.city_of(place), SEASON[0] + timedelta(days=chance.randint(3, 100))
    said = {
        "subject": subject,
        "place": place,
        "organisation": world.lead(place),
        "identity": _identity(chance, kind),
        "scopes": ["contact", "referral"] if chance.random() < 0.3 else ["contact"],
        "given_by": "self",
        "given_on": str(on),
    }
    yield Step(on, service, "keep_identity", {"kind": kind, "id": fresh(chance), "fields": said}, city)
    if chance.random() < 0.5:
        look, later = fresh(chance), on + timedelta(days=chance.randint(1, 20))
        asked = {"subject": subject, "purpose": chance.choice(("contact", "check"))}
        yield Step(later, service, "ask_look", {"id": look, "fields": asked}, city)
        yield Step(later, service, "look", {"id": look}, city)
    if chance.random() < 0.05:
        gone = on + timedelta(days=30)
        withdrawn = {"subject": subject, "scope": "contact", "withdrawn_on": str(gone)}
        yield Step(gone, service, "withdraw_consent", {"id": fresh(chance), "fields": withdrawn}, city)


def _identity(chance: Random, kind: str) -> dict[str, Any]:
    name = chance.choice(FAMILY) + "".join(chance.sample(GIVEN, chance.randint(1, 2)))
    known = {"name": name, "phone": f"1990000{chance.randint(0, 9_999):04}"}
    return (
        {**known, "address": f"{chance.randint(1, 12)} 组 {chance.randint(1, 60)} 号"} if kind == "household" else known
    )
