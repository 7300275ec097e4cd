"""Whatever is told, taken back, repeated, delayed or rebuilt: the cells are what a plain dictionary says."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    rule,
    run_state_machine_as_test,
)

from services.reporting import store
from shared.database import transaction
from shared.facts import Fact, Organiser
from shared.ledger import compact
from tests.reporting.counted import Counted, empty
from tests.reporting.log import (
    AWAY,
    CITY,
    COUNTY,
    LEAD,
    NEIGHBOUR,
    OTHER_CITY,
    OTHER_COUNTY,
    PARTNER,
    TOWNSHIP,
    Event,
    Log,
)
from tests.reporting.sample import Called, Closed, Kind, Opened, Topic

PLACES = (TOWNSHIP, NEIGHBOUR, OTHER_COUNTY, OTHER_CITY, COUNTY, CITY, AWAY)
DAYS = [date(2021, 12, 30) + timedelta(days=number) for number in range(4)] + [date(2022, 7, 1)]

carried = {
    "place": st.sampled_from(PLACES),
    "home": st.sampled_from((COUNTY, OTHER_CITY)),
    "organisation": st.sampled_from((LEAD, PARTNER)),
    "joint_organisations": st.sampled_from(((), (PARTNER,))),
    "organiser": st.sampled_from((Organiser.COUNTY, Organiser.AWAY)),
    "occurred_on": st.sampled_from(DAYS),
    "kind": st.sampled_from(Kind),
}
keys = st.integers(1, 3).map(lambda number: UUID(int=number))
facts = st.one_of(
    st.builds(
        Called,
        **carried,
        topics=st.lists(st.sampled_from(Topic), unique=True).map(tuple),
        household=st.none() | keys,
        persons=st.integers(0, 5),
    ),
    st.builds(Opened, **carried, post=keys, heads=st.integers(0, 9)),
    st.builds(Closed, **carried, post=keys),
)


def months_and_season(day: date) -> list[str]:
    year = day.year - (day.month < 7)
    return [f"{day:%Y-%m}", f"{year}-{(year + 1) % 100:02}"]


def cells_of(fact: Fact, *parts: str) -> set[tuple[str, str, str, str]]:
    """Every cell, by tree, unit, period and breakdown, to which a fact belongs."""
    leaf = fact.place if fact.place.startswith("51") else fact.home
    above = {leaf, *(leaf[:width].ljust(12, "0") for width in (2, 4, 6) if leaf[width:].strip("0"))}
    periods = [str(fact.occurred_on), *months_and_season(fact.occurred_on)]
    places = {("p", unit, period, part) for unit in above for period in periods for part in ("", *parts)}
    organisations = {str(fact.organisation), *map(str, fact.joint_organisations)}
    credits = {("o", each, period, "") for each in organisations for period in months_and_season(fact.occurred_on)}
    return places | credits


class Model:
    """What stands: facts by id, and nothing else."""

    def __init__(self) -> None:
        self.standing: dict[str, tuple[int, Fact]] = {}

    @property
    def cells(self) -> dict[tuple[str, str, str, str, str], int]:
        """Every cell that is not zero, worked out from scratch."""
        cells: dict[tuple[str, str, str, str, str], int] = defaultdict(int)
        members: dict[tuple[str, str, str, str, str], set[str]] = defaultdict(set)
        for _, fact in self.standing.values():
            if isinstance(fact, Called):
                self._call(fact, cells, members)
        self._posts(cells)
        cells.update({cell: len(some) for cell, some in members.items()})
        return {cell: value for cell, value in cells.items() if value}

    def _call(self, fact: Called, cells: dict[Any, int], members: dict[Any, set[str]]) -> None:
        kind, topics = f"kind={fact.kind.value}", [f"topics={topic.value}" for topic in fact.topics]
        for tree, unit, period, part in cells_of(fact, kind, *topics):
            cells[tree, unit, period, "calls", part] += 1
        for tree, unit, period, _ in cells_of(fact):
            cells[tree, unit, period, "persons", ""] += fact.persons * (fact.kind is Kind.ONE)
            cells[tree, unit, period, "away_calls", ""] += fact.organiser is Organiser.AWAY
            members[tree, unit, period, "taking_part", ""] |= {
                str(fact.organisation), *map(str, fact.joint_organisations)
            }  # fmt: skip
            if fact.place in (TOWNSHIP, NEIGHBOUR, OTHER_COUNTY, OTHER_CITY):
                members[tree, unit, period, "townships", ""].add(fact.place)
        for tree, unit, period, part in cells_of(fact, kind) if fact.household else ():
            members[tree, unit, period, "households", part].add(str(fact.household))

    def _posts(self, cells: dict[Any, int]) -> None:
        """Walk through the days: on each, every post stands where its last state so far has put it."""
        told = sorted(
            (fact.occurred_on, at, fact) for at, fact in self.standing.values() if isinstance(fact, Opened | Closed)
        )
        for post in {fact.post for *_, fact in told}:
            before: Opened | Closed | None = None
            for day in DAYS:
                for state in [fact for on, _, fact in told if on == day and fact.post == post][-1:]:
                    self._stand(cells, state, day, 1)
                    if before:
                        self._stand(cells, before, day, -1)
                    before = state

    def _stand(self, cells: dict[Any, int], state: Opened | Closed, day: date, sign: int) -> None:
        heads = state.heads if isinstance(state, Opened) else 0
        moved = type(state)(**{**vars(state), "occurred_on": day})
        for tree, unit, period, part in cells_of(moved, f"kind={state.kind.value}"):
            cells[tree, unit, period, "posts", part] += sign * heads


class History(RuleBasedStateMachine):
    """Tells, takes back, delivers in any order, repeats, rolls, compacts and rebuilds."""

    counted: Counted
    told = Bundle("told")

    @initialize()
    def begin(self) -> None:
        with transaction(self.counted.engine) as session:
            empty(session)
        self.log, self.model = Log(page=3), Model()
        self.underway: list[Event] = []

    @rule(target=told, fact=facts)
    def record(self, fact: Fact) -> Event:
        return self._tell(fact)

    @rule(event=consumes(told))
    def withdraw(self, event: Event) -> None:
        self._take_back(event)

    @rule(target=told, event=consumes(told), fact=facts)
    def amend(self, event: Event, fact: Fact) -> Event:
        self._take_back(event)
        return self._tell(fact)

    @rule(chance=st.randoms(use_true_random=False))
    def deliver_some_in_any_order_and_some_twice(self, chance: Any) -> None:
        chance.shuffle(self.underway)
        some = self.underway[: chance.randint(0, len(self.underway))]
        repeated = [event for event in self.log.events if chance.random() < 0.2]
        self.underway = self.underway[len(some) :]
        self.counted.count(*some, *repeated)

    @rule()
    def lose_what_is_underway(self) -> None:
        self.underway.clear()

    @rule()
    def roll(self) -> None:
        self.counted.roll()

    @rule()
    def compact(self) -> None:
        with transaction(self.counted.engine) as session:
            store.enter_live(session)
            compact(session, rows=1)

    @rule()
    def rebuild(self) -> None:
        self.counted.rebuild(self.log)
        assert self.counted.cells == self.model.cells

    @rule()
    def mend(self) -> None:
        self.counted.counter.count([self.log.head_told()])
        self.counted.mend(self.log)
        if self.log.events:
            assert self.counted.positions == len(self.log.events)
            assert self.counted.cells == self.model.cells

    def _tell(self, fact: Fact) -> Event:
        event = self.log.tell(fact)
        self.model.standing[event["id"]] = (event["position"], fact)
        self.underway.append(event)
        return event

    def _take_back(self, event: Event) -> None:
        self.underway.append(self.log.reverse(event))
        del self.model.standing[event["id"]]

    def teardown(self) -> None:
        if hasattr(self, "log"):
            self.mend()


@pytest.mark.timeout(300)
def test_any_history_ends_with_the_figures_of_a_plain_dictionary(counted: Counted) -> None:
    History.counted = counted
    chosen = settings(max_examples=25, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(History, settings=chosen)
