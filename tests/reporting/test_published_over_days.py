"""What is hidden stays hidden while editions follow one another: late acts, withdrawn ones, the end of the season."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from itertools import islice, pairwise
from typing import Any, NamedTuple

import pytest
from sqlalchemy.orm import Session

from services.reporting import store
from services.reporting.fold import Counter as FactCounter
from services.reporting.fold import plans
from services.reporting.indicators import CATALOGUE
from services.reporting.schemas import period_of
from services.reporting.sharing.edition import Edition, K
from services.reporting.sharing.links import SheetOfFigures, sheets
from services.reporting.sharing.pattern import Pattern, Said, hide
from services.reporting.sharing.rows import pattern_of, rows_of
from services.reporting.sharing.tree import PROVINCE, Tree
from services.reporting.store import Stated
from shared.database import transaction
from shared.facts import PlaceCode, Sum
from shared.frame import current
from tests.reporting.asked import Asked, lecture, visit
from tests.reporting.log import body
from tests.reporting.overheard import Day, Reader
from tests.reporting.test_published import publish

MONTHS = ("2021-11", "2021-12", "2022-01", "2022-02", "2022-03")
SEASON = "2021-22"
COUNTIES = {
    "510100000000": ("510104000000", "510105000000", "510106000000", "510107000000"),
    "510900000000": ("510903000000", "510904000000", "510921000000"),
    "511300000000": ("511302000000", "511303000000"),
}
TREE = Tree({PROVINCE: tuple(COUNTIES), **COUNTIES})
"""Where something happens; everything else shows nothing, and there is nothing."""

SHEET_OF = {code: each for each in sheets(CATALOGUE) for code in each.codes}
EDITIONS = (date(2022, 1, 4), date(2022, 1, 9), date(2022, 4, 5))

History = Callable[[Asked, random.Random], Iterator["Edited"]]


def acts(chance: random.Random, months: tuple[str, ...], most: int) -> list[Any]:
    """Make up acts of places of every level, few in many places."""
    told: list[Any] = []
    for place in (each for city, counties in COUNTIES.items() for each in (city, *counties)):
        for month in months:
            number = chance.choice((0, chance.randint(0, 4), chance.randint(0, most)))
            on = date.fromisoformat(f"{month}-{chance.randint(1, 28):02}")
            told += [chance.choice((visit, lecture))(place=PlaceCode(place), occurred_on=on) for _ in range(number)]
    return told


def withdraw(asked: Asked, chance: random.Random, number: int) -> None:
    standing = [each for each in asked.log.events if each["sign"] == 1]
    counter = FactCounter(asked.counted.engine, plans(CATALOGUE))
    counter.count([body(asked.log.reverse(each)) for each in chance.sample(standing, number)])
    asked.counted.roll()


class Edited(NamedTuple):
    """What was true on a day, what was published, and which sheets of which periods in full."""

    said: Mapping[str, Said]
    stated: Mapping[str, Mapping[str, Stated]]
    full: Mapping[str, list[str]]


def edition(asked: Asked, day: date) -> Edited:
    """Publish what is over on a day, and note what was true."""
    over = [month for month in MONTHS if day > period_of(month).until]
    periods = [*over, *([SEASON] if over == list(MONTHS) else [])]
    publish(asked, day, *periods)
    with transaction(asked.counted.engine) as session:
        stated = {period: store.stated(session, period) for period in periods}
        full = {period: store.sheets_over(session, period) for period in periods}
        return Edited({period: _said(session, period, day) for period in periods}, stated, full)


def _said(session: Session, period: str, day: date) -> Said:
    store.look_at_live(session)
    return Edition(session, current(session), CATALOGUE, period_of(period), day).said


def as_stated(editions: Sequence[Edited], sheet: SheetOfFigures) -> list[Day]:
    """Say what of a sheet was published in full, and of what stayed as it was what was true when it was stated."""
    found: list[Day] = []
    for each in editions:
        stated = {period: each.stated[period] for period in each.stated if sheet.codes[0] in each.full[period]}
        before = found[-1] if found else Day({}, {})
        said = {
            period: before.said[period] if _is_same(before, stated, period, sheet) else each.said[period]
            for period in stated
        }
        found.append(Day({**said, **_added_up(said, sheet)}, stated))
    return found


def _is_same(before: Day, now: Mapping[str, Any], period: str, sheet: SheetOfFigures) -> bool:
    was = before.stated.get(period)
    return was is not None and all(was.get(code) == now[period].get(code) for code in sheet.codes)


def _added_up(said: Mapping[str, Said], sheet: SheetOfFigures) -> dict[str, Said]:
    """Say of the season's sums what its months say."""
    if SEASON not in said:
        return {}
    sums = {code: _sum_of([said[month][code] for month in MONTHS]) for code in sheet.codes if _is_sum(code)}
    return {SEASON: {**said[SEASON], **sums}}


def _is_sum(code: str) -> bool:
    return isinstance(CATALOGUE.indicators[code], Sum)


def _sum_of(months: Sequence[Mapping[str, Mapping[str, int]]]) -> dict[str, dict[str, int]]:
    parts = {part for month in months for part in month}
    return {part: dict(sum((Counter(month.get(part, {})) for month in months), Counter())) for part in parts}


def hidden(said: Mapping[str, Stated]) -> set[tuple[str, str, str]]:
    return {(code, *key) for code, rows in said.items() for key, value in rows.items() if value is None}


def on_time(asked: Asked, chance: random.Random) -> Iterator[Edited]:
    """Give two editions of a season in which everything was recorded before it was published."""
    asked.told(*acts(chance, MONTHS[:3], 15))
    yield edition(asked, EDITIONS[0])
    asked.told(*acts(chance, MONTHS[2:], 15))
    yield edition(asked, EDITIONS[2])


def late(asked: Asked, chance: random.Random) -> Iterator[Edited]:
    """Give three editions: as the year ends, after late and withdrawn acts, and when the season is over."""
    asked.told(*acts(chance, MONTHS[:3], 15))
    yield edition(asked, EDITIONS[0])
    asked.told(*acts(chance, MONTHS[:2], 3))
    withdraw(asked, chance, 12)
    yield edition(asked, EDITIONS[1])
    asked.told(*acts(chance, MONTHS, 15))
    withdraw(asked, chance, 12)
    yield edition(asked, EDITIONS[2])


@pytest.mark.parametrize(("history", "indicator"), [(on_time, "lectures"), (late, "visits")])
def test_no_day_tells_what_another_hid(asked: Asked, history: History, indicator: str) -> None:
    editions = list(history(asked, random.Random(11)))
    sheet = SHEET_OF[indicator]

    assert Reader(CATALOGUE, sheet, TREE, as_stated(editions, sheet)).told() == []
    for earlier, later in pairwise(editions):
        for period, said in earlier.stated.items():
            assert hidden(said)
            assert hidden(said) <= hidden(later.stated[period])


def growing(edition: Edition, sheet: SheetOfFigures, hidden: Pattern, *, decided: bool) -> dict[str, Stated]:
    """Hide more whenever it is needed, as a second thought has it: what was shown before is remembered."""
    pattern = pattern_of({code: edition.before.get(code, {}) for code in sheet.codes}) if decided else hidden
    hide(sheet, edition.tree, edition.said, pattern, K)
    return rows_of(sheet.codes, edition.tree, edition.said, pattern)


def test_hiding_more_from_day_to_day_is_found_out(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Edition, "settled", growing)
    editions = list(islice(late(asked, random.Random(11)), 2))
    sheet = SHEET_OF["visits"]

    assert Reader(CATALOGUE, sheet, TREE, as_stated(editions, sheet)).told()
