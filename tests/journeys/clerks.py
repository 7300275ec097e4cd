"""Clerks who record and do not give up: what they were told is done must be counted, and nothing else."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from random import Random
from threading import Event
from typing import Any

from deploy.demo.world import fresh
from shared.rpc import BrokerAway, DeadlinePassed, RemoteFailure, RpcClient, UnknownService
from tests.builders import LABOUR, MARKER, a_lecture, a_visit
from tests.eventually import eventually
from tests.journeys.live import Live

AWAY = (BrokerAway, DeadlinePassed, RemoteFailure, UnknownService)
PATIENCE_S = 60.0
PLACES = ("510104017000", "510104018000", "510105002000", "440000000000")

Fields = dict[str, Any]


def surely(doors: RpcClient, service: str, door: str, **arguments: Any) -> Any:
    """Say the same thing under the same id until it is answered."""
    limit = time.monotonic() + PATIENCE_S
    while True:
        try:
            return doors.call(service, door, deadline=4.0, **arguments)
        except AWAY:
            if time.monotonic() > limit:
                raise
            time.sleep(0.1)


class Clerk:
    """One who records, amends and withdraws, and remembers what stands."""

    def __init__(self, live: Live, chance: Random) -> None:
        self._live, self._chance = live, chance
        self._households = [fresh(chance) for _ in range(6)]
        self._lecturers = [fresh(chance) for _ in range(3)]
        self.visits: dict[str, Fields] = {}
        self.lectures: dict[str, Fields] = {}
        self.aids: list[Fields] = []
        self.stations: list[Fields] = []
        self.children: dict[str, int] = {}
        self.done = 0

    def work(self, stop: Event) -> None:
        """Do one thing after another until told to stop."""
        deeds = (self.visit, self.lecture, self.amend, self.withdraw, self.many, self.aid, self.station, self.child)
        while not stop.is_set():
            self._chance.choices(deeds, (6, 3, 2, 2, 1, 1, 1, 1))[0]()

    def visit(self) -> None:
        id, fields = fresh(self._chance), self._a_visit()
        self._do("outreach", "record", kind="VisitRecorded", id=id, fields=fields)
        self.visits[id] = fields

    def lecture(self) -> None:
        id, lecturer = fresh(self._chance), self._chance.choice(self._lecturers)
        fields = a_lecture(lecturer=lecturer, place=self._place(), audience_offline=self._chance.randint(0, 90))
        self._do("outreach", "record", kind="LectureHeld", id=id, fields=fields)
        self.lectures[id] = fields

    def amend(self) -> None:
        if not self.visits:
            return
        id = self._chance.choice(sorted(self.visits))
        revision = self.visits[id].get("revision", 1)
        fields = self._a_visit()
        self._do("outreach", "amend", kind="VisitRecorded", id=id, revision=revision, fields=fields)
        self.visits[id] = {**fields, "revision": revision + 1}

    def withdraw(self) -> None:
        if not self.visits:
            return
        id = self._chance.choice(sorted(self.visits))
        self._do("outreach", "withdraw", kind="VisitRecorded", id=id, reason=MARKER)
        del self.visits[id]

    def many(self) -> None:
        rows = {fresh(self._chance): self._a_visit() for _ in range(self._chance.randint(2, 30))}
        said = [{"id": id, **fields} for id, fields in rows.items()]
        self._do("outreach", "record_many", kind="VisitRecorded", rows=said)
        self.visits |= rows

    def aid(self) -> None:
        """Have aid approved by another, deliver it, and mostly have the receipt signed."""
        id, approval, delivery, receipt = (fresh(self._chance) for _ in range(4))
        fields = {
            "place": PLACES[0],
            "organisation": a_visit()["organisation"],
            "household": self._chance.choice(self._households),
            "batch": fresh(self._chance),
            "source": "donation",
            "cash_fen": self._chance.randint(1, 9) * 10_000,
        }
        delivered = {"aid": id, "delivered_on": "2022-01-20", "receipt": "unsigned"}
        self._do("outreach", "propose_aid", id=id, fields=fields)
        self._do("outreach", "approve_aid", by=self._live.approver, id=approval, fields={"aid": id})
        self._do("outreach", "deliver_aid", id=delivery, fields=delivered)
        signed = self._chance.random() < 0.7
        if signed:
            sign = {"aid": id, "receipt": "signed", "receipt_on": "2022-01-25"}
            self._do("outreach", "sign_receipt", id=receipt, fields=sign)
        self.aids.append({**fields, "unsigned": not signed})

    def station(self) -> None:
        """Open a station, and close some of them again."""
        id, hub = fresh(self._chance), fresh(self._chance)
        where = {"place": PLACES[0], "organisation": a_visit()["organisation"]}
        opened = {**where, "hub_kind": "railway", "hub": hub, "opened_on": "2022-01-17"}
        self._do("volunteers", "open_station", id=id, fields=opened)
        stands = self._chance.random() < 0.6
        if not stands:
            closed = {"station": id, "closed_on": "2022-02-01"}
            self._do("volunteers", "close_station", id=fresh(self._chance), fields=closed)
        self.stations.append({"stands": stands})

    def child(self) -> None:
        """Open a child's case, and visit the child."""
        id, companion, visits = fresh(self._chance), fresh(self._chance), self._chance.randint(0, 2)
        where = {"place": PLACES[0], "organisation": a_visit()["organisation"]}
        self._do("children", "engage_companion", id=companion, fields={**where, "since": "2021-12-01"})
        opened = {
            **where, "born_month": "2014-05", "sex": "female", "guardian": "grandparent", "category": "left_behind",
            "companion": companion, "opened_on": "2021-12-05",
        }  # fmt: skip
        self._do("children", "open_case", id=id, fields=opened)
        for _ in range(visits):
            visited = {
                **where, "occurred_on": "2021-12-12", "case": id, "medium": "home", "reached": "yes", "minutes": 30,
                "note": a_visit()["note"],
            }  # fmt: skip
            self._do("children", "record", kind="ChildVisited", id=fresh(self._chance), fields=visited)
        self.children[id] = visits

    def _a_visit(self) -> Fields:
        household = self._chance.choice(self._households)
        joint = self._chance.choice(([], [LABOUR]))
        return a_visit(
            place=self._place(), household=household, persons=self._chance.randint(1, 9), joint_organisations=joint
        )

    def _place(self) -> str:
        return self._chance.choice(PLACES)

    def _do(self, service: str, door: str, *, by: RpcClient | None = None, **arguments: Any) -> None:
        surely(by or self._live.recorder, service, door, **arguments)
        self.done += 1


def expected(crew: Sequence[Clerk]) -> Counter[str]:
    """Say by what the crew's work must have changed the province's figures."""
    found: Counter[str] = Counter()
    for each in crew:
        visits, lectures = each.visits.values(), each.lectures.values()
        found.update(
            visits=len(visits),
            persons_visited=sum(visit["persons"] for visit in visits),
            households_visited=len({visit["household"] for visit in visits}),
            lectures=len(lectures),
            lecture_audience_offline=sum(lecture["audience_offline"] for lecture in lectures),
            lecturers=len({lecture["lecturer"] for lecture in lectures}),
            aid_cash=sum(aid["cash_fen"] for aid in each.aids),
            households_aided=len({aid["household"] for aid in each.aids}),
            aid_unsigned=sum(aid["unsigned"] for aid in each.aids),
            stations=sum(station["stands"] for station in each.stations),
            children_registered=len(each.children),
            child_visits=sum(each.children.values()),
            children_visited=sum(visits > 0 for visits in each.children.values()),
        )
    return found


class Crew:
    """Several clerks at work at once."""

    def __init__(self, clerks: Sequence[Clerk]) -> None:
        self.clerks = clerks
        self._look: Callable[[], None] = lambda: None

    @property
    def done(self) -> int:
        """How many calls were answered."""
        return sum(each.done for each in self.clerks)

    def does(self, more: int) -> None:
        """Wait until so many more calls were answered."""
        goal = self.done + more
        eventually(f"{more} more calls are answered", lambda: self.done >= goal, within=PATIENCE_S)


@contextmanager
def crew_at_work(live: Live, clerks: int = 4, seed: int | str = 1) -> Iterator[Crew]:
    """Have a crew record for the length of the block."""
    crew, stop = Crew([Clerk(live, Random(f"{seed}:{each}")) for each in range(clerks)]), Event()
    with ThreadPoolExecutor(clerks) as threads:
        working = [threads.submit(each.work, stop) for each in crew.clerks]
        try:
            yield crew
        finally:
            stop.set()
    for each in working:
        each.result()
