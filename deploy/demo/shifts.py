"""What a station's season of shifts sounds like: planned at once, signed up for, worked, completed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from deploy.demo.world import TRAVEL_RUSH, Step, fresh
from services.volunteers.facts import Post
from shared.clock import SHANGHAI

OPENED_ON = date(2021, 11, 18)
FIRST_SHIFT_ON = date(2021, 12, 22)
BEGINNINGS = (time(8), time(12, 30), time(17))
HOURS = timedelta(hours=4)


@dataclass(frozen=True)
class Told:
    """Who speaks about one station, and where."""

    chance: Random
    city: str
    where: dict[str, str]
    station: str
    project: str | None

    def step(self, on: date, door: str, fields: dict[str, Any], id: str = "", by: str = "recorder") -> Step:
        """Say one thing on a day."""
        return Step(on, "volunteers", door, {"id": id or fresh(self.chance), "fields": fields}, self.city, by)


@dataclass(frozen=True)
class Plan:
    """A shift as planned: when, and how many at each post."""

    id: str
    starts_at: datetime
    needs: dict[Post, int]

    @property
    def ends_at(self) -> datetime:
        """Tell when it ends."""
        return self.starts_at + HOURS

    @property
    def said_on(self) -> date:
        """Tell when it can be spoken of: by then it is surely over."""
        return self.starts_at.date() + timedelta(days=1)


@dataclass
class Place:
    """A sign-up: whose, and at which post."""

    id: str
    person: str
    post: Post


@dataclass
class Crew:
    """Who signed up for a shift, who waits for a place, and who came to the station later and may step in."""

    plan: Plan
    places: list[Place]
    line: list[Place] = field(default_factory=list)
    spare: list[str] = field(default_factory=list)

    @property
    def people(self) -> set[str]:
        """Name everybody who signed up or waits."""
        return {each.person for each in (*self.places, *self.line)}


def plans(chance: Random) -> list[Plan]:
    """Draw a station's shifts, most of them in the travel rush."""
    beginnings = {(_shift_day(chance), chance.choice(BEGINNINGS)) for _ in range(chance.randint(2, 4))}
    return [
        Plan(fresh(chance), datetime.combine(*beginning, SHANGHAI), _needs(chance)) for beginning in sorted(beginnings)
    ]


def _shift_day(chance: Random) -> date:
    return chance.choice([_day(FIRST_SHIFT_ON, chance), *(_day(TRAVEL_RUSH[0], chance) for _ in range(5))])


def _day(start: date, chance: Random) -> date:
    return start + timedelta(days=chance.randint(0, (TRAVEL_RUSH[1] - start).days))


def _needs(chance: Random) -> dict[Post, int]:
    posts = chance.sample(list(Post), chance.randint(1, 3))
    return {post: chance.randint(1, 2) for post in posts}


def planned(told: Told, plan: Plan) -> Step:
    """Open a shift on the season's first day, whose steps are said before the demo's fast clock runs."""
    fields = {
        "station": told.station,
        "project": told.project,
        "starts_at": plan.starts_at.isoformat(),
        "ends_at": plan.ends_at.isoformat(),
        "posts": [{"post": post, "needed": needed} for post, needed in plan.needs.items()],
    }
    return told.step(OPENED_ON, "open_shift", fields, plan.id)


def crew(told: Told, plan: Plan, people: list[str], spare: list[str]) -> Crew:
    """Draw who signs up for a shift, and now and then one more who waits."""
    needed = [post for post, number in plan.needs.items() for _ in range(number)]
    drawn = [fresh(told.chance) for _ in people]
    willing = told.chance.sample(people, len(people))
    places = [Place(*each) for each in zip(drawn, willing, needed, strict=False)]
    if told.chance.random() < 0.3:
        return Crew(plan, places, [Place(drawn[-1], willing[-1], told.chance.choice(needed))], spare)
    return Crew(plan, places, [], spare)


def signed_up(told: Told, crew: Crew) -> Iterator[Step]:
    """Sign everybody up on that day too, also for the line; where somebody gives up, the first in line moves up."""
    for each in (*crew.places, *crew.line):
        said = {"shift": crew.plan.id, "volunteer": each.person, "post": each.post, "if_full": "wait"}
        yield told.step(OPENED_ON, "sign_up", said, each.id)
    if told.chance.random() < 0.15:
        gone = crew.places.pop(told.chance.randrange(len(crew.places)))
        yield told.step(OPENED_ON, "withdraw_sign_up", {"sign_up": gone.id})
        crew.places += [each for each in crew.line if each.post == gone.post]
        crew.line = [each for each in crew.line if each.post != gone.post]


def swapped(told: Told, crews: list[Crew]) -> Iterator[Step]:
    """Let two volunteers of two shifts take each other's place, now and then."""
    one, other = told.chance.sample(crews, 2) if len(crews) > 1 else (crews[0], crews[0])
    if told.chance.random() > 0.2 or not one.places or not other.places:
        return
    mine, theirs = one.places[0], other.places[0]
    if mine.person not in other.people and theirs.person not in one.people:
        yield told.step(OPENED_ON, "swap_sign_ups", {"sign_up": mine.id, "other": theirs.id})
        mine.person, theirs.person = theirs.person, mine.person


def worked(told: Told, crew: Crew) -> Iterator[Step]:
    """Tell of the day itself: the shift is called off, or whoever came is checked in and out, and it is completed."""
    plan = crew.plan
    if told.chance.random() < 0.04:
        yield told.step(plan.starts_at.date(), "cancel_shift", {"shift": plan.id, "reason": "大雾停运"})
        return
    came = _came(told, crew)
    for attendance, place in came.items():
        yield from _attendance(told, plan, attendance, place)
    yield _completed(told, plan, {place.post for place in came.values()})
    yield from _corrected(told, plan, list(came))
    present = {place.person for place in came.values()}
    for place in (each for each in crew.places if each.person not in present):
        yield from _made_up(told, plan, place)


def _came(told: Told, crew: Crew) -> dict[str, Place]:
    came = {fresh(told.chance): each for each in crew.places if told.chance.random() < 0.85}
    if told.chance.random() < 0.4:
        came[fresh(told.chance)] = Place("", crew.spare[0], told.chance.choice(list(crew.plan.needs)))
    return came


def _completed(told: Told, plan: Plan, posts: set[Post]) -> Step:
    rows = [{"post": post, "people": told.chance.randint(5, 120)} for post in sorted(posts)]
    return told.step(plan.said_on, "complete_shift", {"shift": plan.id, "served": rows})


def _corrected(told: Told, plan: Plan, attendances: list[str]) -> Iterator[Step]:
    for attendance in attendances:
        if told.chance.random() < 0.02:
            yield told.step(plan.said_on, "void_attendance", {"attendance": attendance, "reason": "签错了人"})
    if told.chance.random() < 0.05:
        yield told.step(plan.said_on + timedelta(days=2), "withdraw_shift", {"shift": plan.id, "reason": "重复登记"})


def _made_up(told: Told, plan: Plan, place: Place) -> Iterator[Step]:
    """Ask, now and then, for an attendance that nobody checked in; another person decides a day later."""
    if told.chance.random() > 0.35:
        return
    id, hours = fresh(told.chance), {"came_at": plan.starts_at.isoformat(), "left_at": plan.ends_at.isoformat()}
    asked = {"shift": plan.id, "volunteer": place.person, "post": place.post, **hours, "reason": "漏签到,站长证明在岗"}
    yield told.step(plan.said_on, "ask_make_up", asked, id)
    decided_on = plan.said_on + timedelta(days=1)
    if told.chance.random() < 0.7:
        yield told.step(decided_on, "approve_make_up", {"make_up": id}, by="approver")
    else:
        refused = {"make_up": id, "reason": "无人证明"}
        yield told.step(decided_on, "refuse_make_up", refused, by="approver")


def _attendance(told: Told, plan: Plan, attendance: str, place: Place) -> Iterator[Step]:
    came_at = plan.starts_at + timedelta(minutes=told.chance.randint(-14, 25))
    left_at = plan.ends_at + timedelta(minutes=told.chance.randint(-40, 14))
    who = {"shift": plan.id, "volunteer": place.person}
    yield told.step(plan.said_on, "check_in", {**who, "post": place.post, "at": came_at.isoformat()}, attendance)
    if told.chance.random() < 0.95:
        yield told.step(plan.said_on, "check_out", {**who, "at": left_at.isoformat()})
