"""What jobs hears of ventures in a demo winter: policies, bootcamps, programs and loans."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

from deploy.demo.world import SEASON, Step, Story, World, fresh
from services.jobs.facts.associations import AssociationKind, Joining
from services.jobs.facts.departments import Department
from services.jobs.facts.loans import RejectReason
from services.jobs.facts.mentoring import GuidanceMode, GuidanceTopic
from services.jobs.facts.programs import Brand, Program

PACE = (5, 12)  # days between two stages of a loan


def stories(chance: Random, world: World, acts: int) -> Iterator[Story]:
    """Tell about `acts` things; every place has one list of policies at most."""
    places = [each["code"] for each in world.places if each["level"] in {"city", "county"}]
    chance.shuffle(places)
    told = 0
    while told < acts:
        tale = chance.choices((_policies, _association, _mentoring, _loan, _act), (3 if places else 0, 2, 2, 6, 12))[0]
        story = tuple(tale(chance, world, places))
        told += len(story)
        yield story


def _step(on: date, door: str, id: str, fields: dict[str, Any], city: str) -> Step:
    return Step(on, "jobs", door, {"id": id, "fields": fields}, city)


def _loan(chance: Random, world: World, _places: list[str]) -> Iterator[Step]:
    place, on, loan = world.township(chance), world.day(chance, end=SEASON[1] - timedelta(days=40)), fresh(chance)
    asked = chance.randrange(5_000_000, 30_000_000, 1_000_000)
    asking = {"place": place, "organisation": world.lead(place), "borrower": fresh(chance), "amount_fen": asked}
    yield _step(on, "recommend_loan", loan, {**asking, "on": str(on)}, world.city_of(place))
    granted = chance.randrange(asked // 2, asked, 500_000)
    stages = {"accept_loan": {}, "credit_loan": {"amount_fen": granted}, "disburse_loan": {"amount_fen": granted}}
    for door, more in stages.items():
        on += timedelta(days=chance.randint(*PACE))
        if chance.random() < 0.15:
            refusal = {"loan": loan, "on": str(on), "reason": chance.choice(list(RejectReason))}
            yield _step(on, "reject_loan", fresh(chance), refusal, world.city_of(place))
            return
        yield _step(on, door, fresh(chance), {"loan": loan, "on": str(on), **more}, world.city_of(place))


def _policies(chance: Random, world: World, places: list[str]) -> Iterator[Step]:
    place, policy_list = places.pop(), fresh(chance)
    city, on = world.city_of(place), world.day(chance, end=date(2021, 12, 31))
    items = [_item(chance) for _ in range(chance.randint(4, 12))]
    first = {
        "place": place,
        "organisation": world.lead(place),
        "joint_organisations": sorted(set(world.partners(chance, place))),
    }
    version = {"title": "创业扶持政策清单", "published_on": str(on), "items": items}
    yield _step(on, "publish_policy_list", policy_list, {**first, **version}, city)
    for number in range(1, chance.randint(1, 3)):
        on += timedelta(days=chance.randint(10, 25))
        basis = {"policy_list": policy_list, "version": number, "title": "创业扶持政策清单", "published_on": str(on)}
        if chance.random() < 0.5:
            fields = {"place": place, "organisation": world.lead(place), **_item(chance)}
            yield _step(on, "draft_policy_item", fields.pop("id"), fields, city)
            yield _step(on, "revise_policy_list", fresh(chance), basis, city)
        else:
            items = [each for each in items if _lasts(each, on) and chance.random() < 0.9] + [_item(chance)]
            yield _step(on, "revise_policy_list", fresh(chance), {**basis, "items": items}, city)
    if chance.random() < 0.05:
        on += timedelta(days=chance.randint(10, 20))
        yield _step(on, "close_policy_list", fresh(chance), {"policy_list": policy_list, "closed_on": str(on)}, city)


def _item(chance: Random) -> dict[str, Any]:
    return {
        "id": fresh(chance),
        "department": chance.choice(list(Department)),
        "title": "返乡下乡创业扶持",
        "benefit": "一次性补贴",
        "eligibility": "返乡创业青年",
        "how_to_apply": "向经办部门提出",
        "valid_from": "2021-01-01",
        "valid_to": chance.choice((None, None, "2022-02-28", "2022-12-31")),
    }


def _lasts(item: dict[str, Any], on: date) -> bool:
    return item["valid_to"] is None or date.fromisoformat(item["valid_to"]) >= on


def _act(chance: Random, world: World, _places: list[str]) -> Iterator[Step]:
    place, on = world.township(chance), world.day(chance)
    kind, told = chance.choice((_bootcamp, _cloud_class, _promotion, _joining))(chance)
    where = {"place": world.county_of(place), "organisation": world.lead(place), "occurred_on": str(on)}
    fields = {**where, "joint_organisations": world.partners(chance, place), **told}
    yield Step(on, "jobs", "record", {"kind": kind, "id": fresh(chance), "fields": fields}, world.city_of(place))


def _departments(chance: Random) -> list[Department]:
    return sorted(chance.sample(list(Department), chance.randint(1, 3)))


def _bootcamp(chance: Random) -> tuple[str, dict[str, Any]]:
    sessions, attendees = chance.randint(2, 8), [fresh(chance) for _ in range(chance.randint(10, 40))]
    attendance = sessions * len(attendees) - chance.randint(0, 9)
    told = {"sessions": sessions, "attendance": attendance, "attendees": attendees}
    return "BootcampHeld", {"departments": _departments(chance), **told}


def _cloud_class(chance: Random) -> tuple[str, dict[str, Any]]:
    told = {"sessions": chance.randint(1, 4), "online_views": chance.randint(200, 9_000)}
    return "CloudClassHeld", {"departments": _departments(chance), **told}


def _promotion(chance: Random) -> tuple[str, dict[str, Any]]:
    return "ProgramPromoted", {"brand": chance.choice(list(Brand)), "reached": chance.randint(20, 600)}


def _joining(chance: Random) -> tuple[str, dict[str, Any]]:
    youths = [fresh(chance) for _ in range(chance.randint(1, 12))]
    return "ProgramJoined", {"program": chance.choice(list(Program)), "youths": youths}


def _association(chance: Random, world: World, _places: list[str]) -> Iterator[Step]:
    place, association = world.county_of(world.township(chance)), fresh(chance)
    city, on = world.city_of(place), world.day(chance, end=date(2021, 12, 15))
    what = {"kind": chance.choice(list(AssociationKind)), "title": "青年创业组织", "opened_on": str(on)}
    where = {"place": place, "organisation": world.lead(place), "joint_organisations": world.partners(chance, place)}
    yield _step(on, "open_association", association, {**where, **what}, city)
    joinings = sorted(chance.choices((Joining.STANDING, Joining.NEW), (2, 3), k=chance.randint(4, 12)), reverse=True)
    for joining in joinings:
        on += timedelta(days=chance.randint(0, 2 if joining is Joining.STANDING else 6))
        who = {"member": fresh(chance), "joining": joining, "admitted_on": str(on)}
        membership = fresh(chance)
        yield _step(on, "admit_member", membership, {"association": association, **who}, city)
        if chance.random() < 0.06:
            leaving = {"membership": membership, "left_on": str(on)}
            yield _step(on, "leave_association", fresh(chance), leaving, city)
        if chance.random() < 0.03:
            mistake = {"membership": membership, "reason": "重复录入"}
            yield _step(on, "strike_membership", fresh(chance), mistake, city)
    if chance.random() < 0.08:
        yield _step(on, "close_association", fresh(chance), {"association": association, "closed_on": str(on)}, city)


def _mentoring(chance: Random, world: World, _places: list[str]) -> Iterator[Step]:
    place, mentor, enrolled_on = world.township(chance), fresh(chance), world.day(chance, end=date(2021, 12, 20))
    city, lead, on = world.city_of(place), {"place": place, "organisation": world.lead(place)}, enrolled_on
    yield _step(on, "enrol_mentor", mentor, {**lead, "enrolled_on": str(on)}, city)
    pairs = [(fresh(chance), fresh(chance)) for _ in range(chance.randint(5, 13))]
    for pair, mentee in pairs:
        on += timedelta(days=chance.randint(0, 2))
        paired_on = max(enrolled_on, on - timedelta(days=chance.choice((0, 0, 3))))
        link = {"mentor": mentor, "mentee": mentee, "paired_on": str(paired_on)}
        yield _step(on, "pair_mentee", pair, link, city)
    for _ in range(chance.randint(1, 5)):
        on += timedelta(days=chance.randint(2, 9))
        act = {**lead, "occurred_on": str(on), **_guidance(chance, mentor, [mentee for _, mentee in pairs])}
        yield Step(on, "jobs", "record", {"kind": "GuidanceGiven", "id": fresh(chance), "fields": act}, city)
    yield from _endings(chance, mentor, pairs[0][0], on, city)


def _guidance(chance: Random, mentor: str, mentees: list[str]) -> dict[str, Any]:
    how = {"mode": chance.choice(list(GuidanceMode)), "topics": [chance.choice(list(GuidanceTopic))], "minutes": 45}
    return {"mentor": mentor, "mentees": chance.sample(mentees, chance.randint(1, 4)), **how}


def _endings(chance: Random, mentor: str, pair: str, on: date, city: str) -> Iterator[Step]:
    if chance.random() < 0.3:
        ending = {"pair": pair, "released_on": str(on)}
        yield _step(on, "release_mentee", fresh(chance), ending, city)
        if chance.random() < 0.3:
            yield _step(on, "strike_pair", fresh(chance), {"pair": pair, "reason": "录错了人"}, city)
    if chance.random() < 0.05:
        yield _step(on, "retire_mentor", fresh(chance), {"mentor": mentor, "retired_on": str(on)}, city)
