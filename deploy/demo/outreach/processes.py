"""Processes and registers of outreach in a demo winter: aid, needs, away organisations, plans, shared resources."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

from deploy.demo.outreach.acts import HOSTS, Cast
from deploy.demo.world import SEASON, Step, Story, World, fresh, organisation_id
from services.outreach.facts import AidSource
from services.outreach.facts.needs import NeedCategory
from services.outreach.facts.organising import ResourceKind, SharingScope
from shared.facts import Line

ITEMS = ("大米", "食用油", "棉被", "防疫包", "书包")


def aid(chance: Random, world: World, drawn: Cast) -> Story:
    """Tell of an aid from its proposal to its receipt; some are turned down, some receipts are disputed at first."""
    place, day, id = world.township(chance), world.day(chance, end=SEASON[1] - timedelta(days=5)), fresh(chance)
    goods = chance.randint(0, 4)
    proposal = {
        "place": place,
        "organisation": world.lead(place),
        "household": chance.choice(drawn.households),
        "batch": fresh(chance),
        "source": chance.choice(list(AidSource)),
        "cash_fen": chance.randrange(20_000, 120_000, 10_000),
        "item": chance.choice(ITEMS),
        "goods": goods,
        "goods_value_fen": goods * chance.randrange(2_000, 9_000, 500),
    }
    said = [(day, "propose_aid", proposal, "recorder"), *_goods(chance, id, day), *_fate(chance, id, day)]
    return _told(chance, world.city_of(place), id, said)


def _goods(chance: Random, id: str, day: date) -> list[tuple[date, str, dict[str, Any], str]]:
    if chance.random() > 0.3:
        return []
    more = {"aid": id, "item": chance.choice(ITEMS), "quantity": 1, "value_fen": chance.randrange(2_000, 9_000, 500)}
    return [(day, "add_goods", more, "recorder")]


def _fate(chance: Random, id: str, day: date) -> list[tuple[date, str, dict[str, Any], str]]:
    if chance.random() < 0.04:
        return [(day, "reject_aid", {"aid": id, "reason": "已由民政救助"}, "approver")]
    said: list[tuple[date, str, dict[str, Any], str]] = [
        (day, "approve_aid", {"aid": id}, "approver"),
        (day, "deliver_aid", {"aid": id, "delivered_on": str(day), "receipt": "unsigned"}, "recorder"),
    ]
    first, last = day + timedelta(days=3), day + timedelta(days=5)
    if chance.random() < 0.1:
        said.append((first, "sign_receipt", {"aid": id, "receipt_on": str(first), "receipt": "disputed"}, "recorder"))
    if chance.random() < 0.8:
        said.append((last, "sign_receipt", {"aid": id, "receipt_on": str(last)}, "recorder"))
    if chance.random() < 0.02:
        said.append((last, "withdraw_aid", {"aid": id, "reason": "重复发放登记"}, "recorder"))
    return said


def need(chance: Random, world: World, drawn: Cast) -> Story:
    """Tell of a need: most are met in time, some cannot be, some wait; who seeks work is referred to jobs."""
    place, day, id = world.township(chance), world.day(chance), fresh(chance)
    category = chance.choice(list(NeedCategory))
    raised: dict[str, Any] = {
        "place": place,
        "organisation": world.lead(place),
        "about": chance.choices(list(Line), (1, 6, 3, 3, 1, 3, 1))[0],
        "category": category,
        "owner": organisation_id("labour", world.county_of(place)),
        "raised_on": str(day),
        "due_on": str(day + timedelta(days=chance.choice((7, 14, 30)))),
        "household": chance.choice(drawn.households),
        "seeker": fresh(chance) if category == NeedCategory.WORK and chance.random() < 0.7 else None,
    }
    said = [(day, "raise_need", raised, "recorder")]
    closed_on = day + timedelta(days=chance.randint(1, 40))
    if closed_on <= SEASON[1] and chance.random() < 0.85:
        door, result = ("meet_need", "已办理") if chance.random() < 0.9 else ("give_need_up", "不符合政策条件")
        closed = {"need": id, "closed_on": str(closed_on), "result": result}
        said.append((closed_on, door, closed, "recorder"))
    return _told(chance, world.city_of(place), id, said)


def away_organisation(chance: Random, world: World, _drawn: Cast) -> Story:
    """Tell of a League organisation in another province; half of them are new, few are closed."""
    home, day, id = world.township(chance), world.day(chance, end=SEASON[0] + timedelta(days=60)), fresh(chance)
    newly = chance.random() < 0.5
    listed = {
        "place": chance.choice(HOSTS),
        "organisation": world.away_lead(home),
        "opened_on": str(day),
        "name": "驻外团支部",
        "founded_on": str(day if newly else day - timedelta(days=chance.randint(200, 3_000))),
    }
    said = [(day, "list_away_organisation", listed, "recorder")]
    return _told(chance, world.city_of(home), id, said + _closed(chance, id, day, "close_away_organisation"))


def resource(chance: Random, world: World, _drawn: Cast) -> Story:
    """Tell of something that is there for others to use."""
    home, day, id = world.township(chance), world.day(chance), fresh(chance)
    shared = {
        "place": world.county_of(home),
        "organisation": world.lead(home),
        "opened_on": str(day),
        "kind": chance.choice(list(ResourceKind)),
        "scope": chance.choice(list(SharingScope)),
        "quantity": chance.randint(1, 20),
        "title": "共用资源",
    }
    said = [(day, "share_resource", shared, "recorder")]
    return _told(chance, world.city_of(home), id, said + _closed(chance, id, day, "close_resource"))


def plan(chance: Random, world: World, unit: str) -> Story:
    """Tell that the League of a county or city approved its plan."""
    day, id = world.day(chance, end=SEASON[0] + timedelta(days=30)), fresh(chance)
    approved = {
        "place": unit,
        "organisation": organisation_id("league", unit),
        "opened_on": str(day),
        "title": "“爱心暖冬行动”实施方案",
        "file": "团发〔2021〕号",
    }
    return _told(chance, world.city_of(unit), id, [(day, "approve_work_plan", approved, "recorder")])


def _closed(chance: Random, id: str, day: date, door: str) -> list[tuple[date, str, dict[str, Any], str]]:
    on = day + timedelta(days=chance.randint(5, 60))
    if on > SEASON[1] or chance.random() > 0.15:
        return []
    return [(on, door, {"entry": id, "closed_on": str(on)}, "recorder")]


def _told(chance: Random, city: str, id: str, said: list[tuple[date, str, dict[str, Any], str]]) -> Story:
    """Make the steps of a story whose first call names the thing that the others are about."""
    return tuple(
        Step(on, "outreach", door, {"id": fresh(chance) if number else id, "fields": fields}, city, by)
        for number, (on, door, fields, by) in enumerate(said)
    )
