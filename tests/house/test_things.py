"""Whatever the four services keep has a page: each kind a list, each step a form, each find a place to lead to."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import pytest

from services.portal.web.steps import STEPS
from services.portal.web.things import THINGS
from shared.desk import Placed
from shared.facts import acts_of
from shared.worker import ActDoors, FactDoors, FileDoors, FindDoors, SheetDoors, VaultDoors

ACTION_SERVICES = ("outreach", "jobs", "volunteers", "children")
MECHANISM = (ActDoors, SheetDoors, FindDoors, FileDoors, VaultDoors, FactDoors)

PARTS = {
    "jobs": {"Enrolment": "training_class", "Lesson": "training_class"},
    "volunteers": {"Attendance": "shift", "MakeUp": "shift", "SignUp": "shift"},
    "children": {
        "HandOver": "companion",
        "Returning": "case",
        "Silence": "case",
        "Stay": "case",
        "VisitNeed": "case",
        "Wisher": "wish",
    },
}
"""Tables that are no things of their own: they are shown with the thing of which they are a part."""

ELSEWHERE = {
    "count_at_fair": "the counter at a fair's entrance",
    "lapse_make_up": "due work",
    "lapse_waiting": "due work",
    "remind_shift": "due work",
    "leave_season": "due work",
    "enter_season": "due work",
    "pass_on_need": "due work",
    "leave_association": "by sheet and by program: pages count members and name none",
    "strike_membership": "by sheet and by program: pages count members and name none",
    "release_claim": "by program: pages name no claimant",
}
"""Doors that neither a thing nor a step offers, and why."""


def service_class(service: str) -> Any:
    return getattr(import_module(f"services.{service}.service"), service.capitalize())


def tables_of(service: str) -> set[str]:
    table = import_module(f"services.{service}.model.table").Table
    return {each.class_.__name__ for each in table.registry.mappers if issubclass(each.class_, Placed)}


def written_by_people(service: str) -> set[str]:
    doors = ((name, getattr(service_class(service), name)) for name in dir(service_class(service)))
    named = {name for name, door in doors if hasattr(door, "accepted") and not door.terms.service_only}
    return {name for name in named if not any(hasattr(each, name) for each in MECHANISM)}


@pytest.mark.parametrize("service", ACTION_SERVICES)
def test_every_kind_of_act_is_a_thing(service: str) -> None:
    kinds = acts_of(import_module(f"services.{service}.facts").FACTS)

    assert [kind.__name__ for kind in kinds if kind.__name__ not in THINGS] == []


@pytest.mark.parametrize("service", ACTION_SERVICES)
def test_every_kind_that_lies_somewhere_is_a_thing_or_a_part_of_one(service: str) -> None:
    findable = {each.lies.__name__ for each in service_class(service).findable}
    listed = {each.title: each for each in THINGS.values() if each.service == service}
    unfindable = {"PolicyDraft", "Pairing"}  # listed, but without a page of their own that a find could lead to
    parts = PARTS.get(service, {})

    assert tables_of(service) - findable - unfindable - parts.keys() == set()
    assert set(parts.values()) <= {each.name for each in listed.values()}


@pytest.mark.parametrize("service", ACTION_SERVICES)
def test_whatever_people_may_write_is_offered_on_a_page(service: str) -> None:
    things = [each for each in THINGS.values() if each.service == service]
    offered = {each.door for each in things} | {step.door for each in things for step in each.steps}
    offered |= {each.door for each in STEPS.values() if each.service == service}

    assert written_by_people(service) - offered - ELSEWHERE.keys() == set()


def test_every_thing_has_a_list_and_asks_doors_that_are_there() -> None:
    for thing in THINGS.values():
        doors = service_class(thing.service)

        assert thing.listing is not None, thing.name
        named = [thing.door, thing.listing.door, *(step.door for step in thing.steps), *filter(None, [thing.shows])]
        assert [each for each in named if not hasattr(getattr(doors, each, None), "terms")] == [], thing.name


@pytest.mark.parametrize("service", ACTION_SERVICES)
def test_every_find_leads_to_the_page_of_its_thing(service: str) -> None:
    for each in service_class(service).findable:
        thing = THINGS[each.name]

        assert thing.service == service
        assert each.door == (thing.shows or (thing.listing and thing.listing.door))
