"""Whatever is recorded, taken back, submitted, sent back or corrected, in any order: the season comes out even."""

from __future__ import annotations

import string
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from itertools import count
from random import Random
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.outreach.facts import Target
from services.reporting import store
from services.reporting.indicators import CATALOGUE
from services.reporting.model import MonthlyReturn, ReturnState, ReturnStep
from services.reporting.model.periods import owed_for
from services.reporting.returns.carrying import Late, carried, shares
from services.reporting.returns.content import content_of
from services.reporting.returns.freezing import digest_of, freeze
from services.reporting.returns.opening import open_cities
from services.reporting.store import Part, Sums
from shared.desk import Desk
from shared.facts import Sum
from shared.frame import Campaign, Frame, Place
from shared.rows import held
from shared.worker import open_desk
from tests.builders import CLERK, a_token
from tests.reporting.asked import PROVINCE, Asked, visit
from tests.reporting.log import Event, body

MONTHS = ("2021-11", "2021-12", "2022-01", "2022-02", "2022-03")
CLOSING = len(MONTHS)
PARTS = [Part(month, "visits", breakdown) for month in MONTHS for breakdown in ("", "target=young_worker")]
SUMS = [each.code for each in CATALOGUE.counted if isinstance(each, Sum)]

changed = st.tuples(st.sampled_from(PARTS), st.integers(-5, 9))
submitted = st.integers(0, CLOSING)


@given(st.lists(changed | submitted, max_size=60))
def test_what_stands_reported_is_what_is_counted_whenever_a_return_is_frozen(
    history: list[tuple[Part, int] | int],
) -> None:
    counted: dict[Part, int] = defaultdict(int)
    standing: dict[int, Sums] = {}
    for step in [*history, CLOSING]:
        if isinstance(step, int):
            covered, own = MONTHS[: step + 1], MONTHS[step] if step < CLOSING else None
            live = within(covered, counted)
            reported = within(covered, added(each for number, each in standing.items() if number != step))
            standing[step] = shares(live, reported)
            late = flat(carried(live, reported, own))

            assert within(covered, added(standing.values())) == live
            assert within(MONTHS, added([within([own], live), late])) == standing[step]
            assert 0 not in late.values()
        else:
            counted[step[0]] += step[1]
    assert within(MONTHS, added(standing.values())) == within(MONTHS, counted)


def added(every: Iterable[Sums]) -> Sums:
    total: dict[Part, int] = defaultdict(int)
    for each in every:
        for part, value in each.items():
            total[part] += value
    return total


def within(months: Collection[str | None], sums: Sums) -> Sums:
    return {part: value for part, value in sums.items() if value and part.month in months}


def said_of(month: str, figures: Mapping[str, Any]) -> Sums:
    return {
        Part(month, code, breakdown): value
        for code in SUMS
        if code in figures
        for breakdown, value in {"": figures[code]["value"], **figures[code]["breakdowns"]}.items()
    }


def flat(late: Late) -> Sums:
    return {
        Part(month, indicator, breakdown): value
        for month, found in late.items()
        for indicator, values in found.items()
        for breakdown, value in values.items()
    }


class Winter:
    """The returns of a city that nobody else has seen, and the facts that come in meanwhile."""

    def __init__(self, asked: Asked, number: int) -> None:
        self.asked, self.told, self.on_their_way, self.submitted = asked, list[Event](), list[bytes](), 0
        stem = f"51{FIGURES[number // 36 % 36]}{FIGURES[number % 36]}"
        self.city, self.county = (
            Place(date(2000, 1, 1), None, code.ljust(12, "0"), code, level, PROVINCE)
            for code, level in ((stem, "city"), (f"{stem}01", "county"))
        )
        self.frame = Frame(1, [self.city, replace(self.county, parent=self.city.code)], (), (WINTER,), ())
        with self.desk() as desk:
            self.returns = [one.id for each in owed_for(WINTER) for one in open_cities(desk, each, [self.city], 30)]

    @contextmanager
    def desk(self) -> Iterator[Desk]:
        with open_desk(self.asked.known, a_token(self.asked.site, "reporting", CLERK)) as desk:
            yield replace(desk, frame=self.frame)

    def record(self, month: int, target: Target) -> None:
        day = date.fromisoformat(f"{MONTHS[month]}-09")
        self.told.append(self.asked.log.tell(visit(place=self.county.code, occurred_on=day, target=target)))
        self.on_their_way.append(body(self.told[-1]))

    def take_back(self, which: int) -> None:
        if self.told:
            event = self.told.pop(which % len(self.told))
            self.on_their_way.append(body(self.asked.log.reverse(event)))

    def deliver(self, chance: int) -> None:
        Random(chance).shuffle(self.on_their_way)
        self.asked.count(self.on_their_way[: chance + 1])
        del self.on_their_way[: chance + 1]

    def submit(self, number: int) -> None:
        """Submit the next return, or one that was submitted before: sent back, or accepted and corrected."""
        self.asked.counted.roll()
        number %= min(self.submitted, CLOSING) + 1
        with self.desk() as desk:
            row = held(desk.session, MonthlyReturn, self.returns[number])
            if row.state == ReturnState.SUBMITTED:
                for step in (ReturnStep.SEND_BACK,) if number % 2 else (ReturnStep.ACCEPT, ReturnStep.CORRECT):
                    row.take(step, row.revision)
            row.take(ReturnStep.SUBMIT, row.revision)
            row.nothing = content_of(desk, row).says_nothing
            freeze(desk, row, [])
        self.submitted = max(self.submitted, number + 1)

    @property
    def reported(self) -> Sums:
        """Add up what the returns show as they stand: the figures of their months, and what came late."""
        with self.desk() as desk:
            rows = [held(desk.session, MonthlyReturn, each) for each in self.returns]
            frozen = [(row, each) for row in rows if (each := store.standing_freeze(desk.session, row))]
        for row, each in frozen:
            assert each.hash == digest_of(row.id.hex, each.number, each.content, each.positions)
        own = [said_of(row.month, each.content["figures"]) for row, each in frozen if not row.is_closing]
        late = [said_of(month, said) for _, each in frozen for month, said in each.content["carried"].items()]
        return within(MONTHS, added([*own, *late]))

    @property
    def counted(self) -> Sums:
        self.asked.counted.roll()
        with self.desk() as desk:
            store.look_at_live(desk.session)
            return store.sums_of(desk.session, self.city.code, MONTHS, SUMS)


FIGURES = string.digits + string.ascii_lowercase
CITIES = count(360)
WINTER = Campaign(
    "2021-22", date(2021, 11, 1), date(2022, 3, 31), date(2022, 4, 30), MONTHS,
    date(2022, 1, 17), date(2022, 1, 31), date(2022, 2, 25),
)  # fmt: skip

recorded = st.tuples(st.just("record"), st.integers(0, CLOSING - 1), st.sampled_from(Target))
taken_back = st.tuples(st.just("take_back"), st.integers(0, 9))
delivered = st.tuples(st.just("deliver"), st.integers(0, 4))
frozen = st.tuples(st.just("submit"), st.integers(0, CLOSING))


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(recorded | delivered | taken_back | delivered | frozen | frozen, min_size=9, max_size=24))
def test_a_season_comes_out_even_with_its_settlement(asked: Asked, history: list[tuple[Any, ...]]) -> None:
    winter = Winter(asked, next(CITIES))
    for deed, *said in history:
        getattr(winter, deed)(*said)
    for number in range(winter.submitted, CLOSING + 1):
        winter.submit(number)
    winter.submit(CLOSING)
    assert winter.reported == winter.counted

    winter.deliver(1_000)
    winter.submit(0)
    winter.submit(CLOSING)
    assert winter.reported == winter.counted
