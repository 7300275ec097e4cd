"""What jobs hears of training in a demo winter: trades that people ask for, and classes from menu to certificate."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

from deploy.demo.world import SEASON, Step, Story, World, fresh
from services.jobs.facts.hiring import Trade
from services.jobs.facts.training import CertificateKind

TRADES = (Trade.FARMING, Trade.CONSTRUCTION, Trade.ELECTRICS, Trade.COOKING, Trade.ONLINE_TRADE, Trade.HOUSEHOLD)


def asked(chance: Random, world: World, people: list[str]) -> Story:
    """Somebody asks to be taught one trade, or two."""
    place, day = world.township(chance), world.day(chance)
    fields = {
        "place": place,
        "organisation": world.lead(place),
        "joint_organisations": world.partners(chance, place),
        "occurred_on": str(day),
        "trainee": chance.choice(people),
        "trades": chance.sample(TRADES, chance.choice((1, 1, 2))),
    }
    said = {"kind": "TrainingAsked", "id": fresh(chance), "fields": fields}
    return (Step(day, "jobs", "record", said, world.city_of(place)),)


def taught(chance: Random, world: World, people: list[str]) -> Story:
    """A course is offered, and a class of it held in two or three lessons; some of those who came are certified."""
    place = world.township(chance)
    held = _Class(chance, world, place, world.day(chance, end=SEASON[1] - timedelta(days=40)))
    asked_for = chance.sample(people, min(len(people), chance.randint(5, 9)))
    steps = [*held.opened(), *held.enrolled(asked_for), *held.lessons(), *held.completed(), *held.certified()]
    return tuple(sorted(steps, key=lambda step: step.on))


class _Class:
    """One class as it is told, step by step."""

    def __init__(self, chance: Random, world: World, place: str, day: date) -> None:
        self.chance, self.world, self.place, self.day = chance, world, place, day
        self.course, self.id, self.capacity = fresh(chance), fresh(chance), chance.randint(4, 8)
        self.enrolments: dict[str, str] = {}
        self.last = day

    def _step(self, after: int, door: str, fields: dict[str, Any], id: str = "", by: str = "recorder") -> Step:
        said = {"id": id or fresh(self.chance), "fields": fields}
        return Step(self.day + timedelta(days=after), "jobs", door, said, self.world.city_of(self.place), by)

    def opened(self) -> Iterator[Step]:
        trade = self.chance.choice(TRADES)
        where = {"place": self.place, "organisation": self.world.lead(self.place)}
        item = {"title": f"{trade.label}培训", "trade": trade, "hours": 24, "least_attended": 50}
        yield self._step(0, "offer_course", {**where, **item, "offered_on": str(self.day)}, self.course)
        plan = {
            "course": self.course,
            **where,
            "joint_organisations": self.world.partners(self.chance, self.place),
            "opened_on": str(self.day),
            "enrol_until": str(self.day + timedelta(days=10)),
            "capacity": self.capacity,
            "waiting_places": 5,
        }
        yield self._step(0, "open_class", plan, self.id)
        if self.chance.random() < 0.2:
            off = {"course": self.course, "withdrawn_on": str(self.day + timedelta(days=30))}
            yield self._step(30, "withdraw_course", off)

    def enrolled(self, people: list[str]) -> Iterator[Step]:
        for turn, person in enumerate(people):
            after, id = 1 + turn % 8, fresh(self.chance)
            said = {"training_class": self.id, "trainee": person, "enrolled_on": str(self.day + timedelta(days=after))}
            yield self._step(after, "enrol", said, id)
            self.enrolments[id] = person

    def _present(self) -> list[str]:
        """Name those whom the class has room for, in the order of their asking, but one now and then."""
        in_order = sorted(enumerate(self.enrolments.values()), key=lambda each: (each[0] % 8, each[0]))
        placed = [person for _, person in in_order[: self.capacity]]
        return placed if len(placed) < 3 or self.chance.random() < 0.5 else placed[:-1]

    def lessons(self) -> Iterator[Step]:
        for number in range(self.chance.choice((2, 3))):
            lesson, on = fresh(self.chance), self.day + timedelta(days=11 + number)
            hours = {"starts_at": f"{on}T09:00:00+08:00", "ends_at": f"{on}T11:30:00+08:00"}
            yield self._step(2, "plan_lesson", {"training_class": self.id, "venue": self.place, **hours}, lesson)
            yield self._step(12 + number, "hold_lesson", {"lesson": lesson, "attended": self._present()})
            self.last = on

    def completed(self) -> Iterator[Step]:
        after = (self.last - self.day).days + 2
        yield self._step(after, "complete_class", {"training_class": self.id})
        if self.chance.random() < 0.1:
            undone = {"training_class": self.id, "reason": "考勤有误"}
            yield self._step(after + 1, "reopen_class", undone, by="approver")
            yield self._step(after + 2, "complete_class", {"training_class": self.id})

    def certified(self) -> Iterator[Step]:
        after = (self.last - self.day).days + 6
        for enrolment in list(self.enrolments)[: self.chance.randint(1, 3)]:
            certificate = self.chance.choice(list(CertificateKind))
            on = str(self.day + timedelta(days=after))
            said = {"enrolment": enrolment, "certified_on": on, "certificate": certificate}
            yield self._step(after, "certify_trainee", said)
