"""A whole season of 21 cities: late facts, corrections, returns sent back, a February, and the settlement after it."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any
from uuid import UUID, uuid4

import orjson
import pytest

from services.reporting import store
from services.reporting.model import MonthlyReturn
from services.reporting.model.returns import return_id
from services.reporting.returns.content import on_actions
from services.reporting.returns.freezing import digest_of
from shared.database import transaction
from shared.facts import PlaceCode, Sum
from tests.reporting.asked import PROVINCE, lecture, visit
from tests.reporting.log import body
from tests.reporting.papers import SHEETS, kept, named_in, rounded, sheets, tables
from tests.reporting.returning import Returning

NOBODY = UUID(int=0)
EACH_MONTH, LATE_EACH_MONTH, TAKEN_BACK = 100, 12, 9


@dataclass
class Season:
    """A season as 21 cities live it: what they do, what they report, and what the province says to it."""

    returning: Returning
    chance: Random
    cities: list[str] = field(default_factory=list)
    happened: list[dict[str, Any]] = field(default_factory=list)

    def play(self) -> None:
        """Live through the months and settle them."""
        for turn, month in enumerate(self.returning.months):
            self._live(month, turn)
            self._report(month, turn)
        self.returning.on(4, 5).keep()
        self._record(self._days(self.returning.months[-1]), LATE_EACH_MONTH)
        self._take_back(TAKEN_BACK)
        for city in self.cities:
            self._submit(self.returning.season, city)
            self.returning.step("accept_return", self.returning.season, city)

    def _live(self, month: str, turn: int) -> None:
        """Let a month pass: acts of its own, some of the month before, some taken back."""
        days = self._days(month)
        self._on(days[0]).keep()
        self.cities = [row["city"] for row in self.returning.look("returns", month=month)["rows"]]
        self._on(days[min(29, len(days) - 1)])
        self._record(days[:28], EACH_MONTH)
        if turn:
            self._record(self._days(self.returning.months[turn - 1])[-3:], LATE_EACH_MONTH)
            self._take_back(TAKEN_BACK)

    def _report(self, month: str, turn: int) -> None:
        """Let every city report: one late, some sent back once, one of December's corrected afterwards."""
        late = self.cities[turn]
        for number, city in enumerate(each for each in self.cities if each != late):
            self._submit(month, city)
            if (number + turn) % 5 == 0:
                self.returning.step("send_back", month, city, reason="请核对")
                self._record(self._days(month)[-2:-1], 1)
                self._submit(month, city)
            self.returning.step("accept_return", month, city)
        self._on(self._days(month)[-1] + timedelta(days=3))
        self._submit(month, late)
        self.returning.step("accept_return", month, late)
        if turn == 1:
            self.returning.step("correct_return", month, self.cities[7], reason="补入月末走访")
            self._submit(month, self.cities[7])
            self.returning.step("accept_return", month, self.cities[7])

    def _submit(self, month: str, city: str) -> None:
        self.returning.submit(month, city)

    def _record(self, days: list[date], many: int) -> None:
        """Record visits and lectures in counties of all cities, on any of some days."""
        facts = []
        for _ in range(many):
            county = PlaceCode(self.chance.choice(self.cities)[:4] + "00000000")
            carried = {"place": county, "home": county, "occurred_on": self.chance.choice(days)}
            household = {"household": uuid4(), "persons": self.chance.randint(1, 6)}
            facts.append(visit(**carried, **household) if self.chance.random() < 0.5 else lecture(**carried))
        self.returning.asked.told(*facts)
        self.happened += self.returning.asked.log.events[-len(facts) :]

    def _take_back(self, many: int) -> None:
        chosen = [self.happened.pop(self.chance.randrange(len(self.happened))) for _ in range(many)]
        self.returning.asked.count([body(self.returning.asked.log.reverse(each)) for each in chosen])
        self.returning.asked.told()

    def _on(self, day: date) -> Returning:
        return self.returning.on(day.month, day.day)

    @staticmethod
    def _days(month: str) -> list[date]:
        first = date.fromisoformat(f"{month}-01")
        return [first + timedelta(days=n) for n in range(31) if (first + timedelta(days=n)).month == first.month]


@pytest.mark.timeout(400)  # 130 returns, each as all its readers see it
def test_a_season_of_every_city_comes_out_even_and_its_papers_agree_cell_by_cell(returning: Returning) -> None:
    season = Season(returning, Random(44))
    season.play()

    periods = [*returning.months, returning.season]
    frozen = {(city, period): returning.shown(period, city) for city in season.cities for period in periods}
    assert len(frozen) == 105 + 21
    assert {each["state"] for each in frozen.values()} == {"accepted"}
    assert frozen[season.cities[7], returning.months[1]]["frozen"]["number"] >= 2
    assert sum(bool(each["carried"]) for each in frozen.values()) > 40
    assert sum(not each["on_time"] for each in frozen.values()) == 5
    for city in season.cities:
        _comes_out_even(returning, city)
    for (city, period), shown in frozen.items():
        _is_what_was_signed(returning, city, period, shown)
    for period in periods:
        _papers_agree(returning, period, {city: frozen[city, period] for city in season.cities})


def _comes_out_even(returning: Returning, city: str) -> None:
    """All that stands reported of each Σ of each month is what is counted now."""
    with transaction(returning.asked.counted.engine) as session:
        store.look_at_live(session)
        sums = [each.code for each in on_actions(store.live_catalogue(session)) if isinstance(each, Sum)]
        reported = store.reported(session, city, returning.months, NOBODY)
        live = store.sums_of(session, city, returning.months, sums)
    assert {part: value for part, value in reported.items() if value} == live
    assert live


def _is_what_was_signed(returning: Returning, city: str, period: str, shown: dict[str, Any]) -> None:
    with transaction(returning.asked.counted.engine) as session:
        row = session.get_one(MonthlyReturn, return_id(city, period))
        kept = store.standing_freeze(session, row)
        assert kept is not None
        assert kept.hash == shown["frozen"]["hash"]
        assert digest_of(row.id.hex, kept.number, kept.content, kept.positions) == kept.hash
        assert orjson.dumps(kept.content["figures"], option=orjson.OPT_SORT_KEYS) == orjson.dumps(
            shown["figures"], option=orjson.OPT_SORT_KEYS
        )


def _papers_agree(returning: Returning, period: str, frozen: dict[str, Any]) -> None:
    """The province's workbook and letter state, cell by cell, what each city froze and what that comes to."""
    workbook, letter = (
        base64.b64decode(returning.look("provincial_document", month=period, form=form)["content"])
        for form in ("xlsx", "docx")
    )
    book = sheets(workbook)
    said = {shown["city"]["name"]: shown["figures"] for shown in frozen.values()}
    said["全省"] = _whole(returning.look("rollup", place=PROVINCE, period=period), list(said.values()))
    in_book = {
        (named_in(head)["code"], row[0]): kept(named_in(head), row[at])
        for name in SHEETS
        for row in book[name][2:]
        for at, head in enumerate(book[name][1][1:], 1)
        if row[0] in said
    }
    figures = {(code, place): _value(said[place][code]) for code, place in in_book}
    assert in_book == figures
    compared = 0
    for table in (each for each in tables(letter) if "（" in each[0][-1]):
        for at, head in enumerate(table[0][1:], 1):
            for row in (each for each in table[1:] if each[0] in said):
                each = named_in(head)
                assert kept(each, row[at]) == rounded(each, in_book[each["code"], row[0]])
                compared += 1
    assert compared == len(in_book)


def _whole(rolled: dict[str, Any], cities: list[dict[str, Any]]) -> dict[str, Any]:
    """Say of the province what its cities reported, where that may be added up, and else what is counted now."""
    reported = {
        each["code"]: {"value": sum(city[each["code"]]["value"] for city in cities)}
        for each in rolled["indicators"]
        if each["kind"] == "sum" and each["code"] in cities[0]
    }
    return {**rolled["figures"], **reported}


def _value(figure: dict[str, Any]) -> Any:
    value = figure["value"]
    return Decimal(str(float(value))) if "part" in figure and value is not None else value
