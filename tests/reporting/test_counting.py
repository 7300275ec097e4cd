"""Counting each fact exactly once, whatever order and however often it comes."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

from shared.facts import Organiser
from tests.reporting.counted import Counted
from tests.reporting.log import (
    AWAY,
    CITY,
    COUNTY,
    DAY,
    LEAD,
    NEIGHBOUR,
    OTHER_CITY,
    OTHER_COUNTY,
    PARTNER,
    PROVINCE,
    TOWNSHIP,
    Log,
    called,
    where,
)
from tests.reporting.sample import Closed, Kind, Mentioned, Opened, Topic


def test_a_fact_is_counted_at_every_level_of_places_and_of_time(counted: Counted) -> None:
    counted.count(Log().tell(called()))

    assert {
        (unit, period): counted.cell(unit, period, "calls")
        for unit in (TOWNSHIP, COUNTY, CITY, PROVINCE)
        for period in ("2021-12-05", "2021-12", "2021-22")
    } == dict.fromkeys(
        [
            (unit, period)
            for unit in (TOWNSHIP, COUNTY, CITY, PROVINCE)
            for period in ("2021-12-05", "2021-12", "2021-22")
        ],
        1,
    )


def test_a_season_runs_from_july_to_june(counted: Counted) -> None:
    log = Log()
    counted.count(*(log.tell(called(occurred_on=DAY.replace(year=2022, month=month, day=1))) for month in (6, 7)))

    assert [counted.cell(PROVINCE, season, "calls") for season in ("2021-22", "2022-23")] == [1, 1]


def test_the_act_of_a_county_has_no_township(counted: Counted) -> None:
    counted.count(Log().tell(called(place=COUNTY)))

    assert [counted.cell(unit, "2021-12", "calls") for unit in (COUNTY, CITY, PROVINCE)] == [1, 1, 1]
    assert counted.cell(PROVINCE, "2021-12", "townships") == 0


def test_the_act_of_a_city_and_of_the_province_count_once_at_their_own_level(counted: Counted) -> None:
    log = Log()
    counted.count(log.tell(called(place=CITY)), log.tell(called(place=PROVINCE)))

    assert [counted.cell(unit, "2021-12", "calls") for unit in (CITY, PROVINCE)] == [1, 2]


def test_a_fact_outside_the_province_is_counted_by_its_home(counted: Counted) -> None:
    counted.count(Log().tell(called(place=AWAY, organiser=Organiser.AWAY)))

    assert counted.cell(COUNTY, "2021-12", "away_calls") == 1
    assert {unit for tree, unit, *_ in counted.cells if tree == "p"} == {COUNTY, CITY, PROVINCE}


def test_a_joint_fact_is_counted_once_and_credited_to_every_organisation(counted: Counted) -> None:
    counted.count(Log().tell(called(joint_organisations=(PARTNER,))))

    assert counted.cell(PROVINCE, "2021-12", "calls") == 1
    assert [counted.cell(str(each), "2021-12", "calls", tree="o") for each in (LEAD, PARTNER)] == [1, 1]
    assert counted.cell(PROVINCE, "2021-12", "taking_part") == 2


def test_organisations_have_totals_by_month_and_season_only(counted: Counted) -> None:
    counted.count(Log().tell(called(topics=(Topic.CARE,))))

    assert {(period, breakdown) for tree, _, period, _, breakdown in counted.cells if tree == "o"} == {
        ("2021-12", ""),
        ("2021-22", ""),
    }


def test_a_field_of_many_values_counts_once_for_each_value(counted: Counted) -> None:
    counted.count(Log().tell(called(topics=(Topic.CARE, Topic.WORK))))

    shown = {code: counted.cell(CITY, "2021-12", "calls", f"topics={code}") for code in ("care", "safety", "work")}
    assert shown == {"care": 1, "safety": 0, "work": 1}


def test_only_what_the_filter_holds_is_counted(counted: Counted) -> None:
    log = Log()
    counted.count(log.tell(called(persons=3)), log.tell(called(persons=5, kind=Kind.OTHER)))

    assert counted.cell(PROVINCE, "2021-12", "persons") == 3


def test_the_same_delivery_twice_is_counted_once(counted: Counted) -> None:
    event = Log().tell(called())

    assert [counted.count(event), counted.count(event)] == [1, 0]
    assert counted.cell(PROVINCE, "2021-12", "calls") == 1


def test_the_same_delivery_twice_within_one_batch_is_counted_once(counted: Counted) -> None:
    event = Log().tell(called())

    assert counted.count(event, event, event) == 1
    assert counted.cell(PROVINCE, "2021-12", "calls") == 1


def test_a_batch_that_overlaps_what_is_counted_counts_only_the_rest(counted: Counted) -> None:
    log = Log()
    events = [log.tell(called()) for _ in range(10)]
    counted.count(*events[3:6])

    assert counted.count(*events) == 7
    assert counted.cell(PROVINCE, "2021-12", "calls") == 10


def test_a_fact_without_indicators_claims_its_position_too(counted: Counted) -> None:
    event = Log().tell(Mentioned(**where()))

    assert [counted.count(event), counted.count(event)] == [1, 0]
    assert (counted.positions, counted.cells) == (1, {})


def test_a_withdrawn_fact_leaves_nothing_behind(counted: Counted) -> None:
    log = Log()
    event = log.tell(called(household=uuid4(), topics=(Topic.CARE,)))
    counted.count(event)
    assert counted.cells

    counted.count(log.reverse(event))
    assert counted.cells == {}


def test_a_reversal_may_come_before_its_original(counted: Counted) -> None:
    log = Log()
    events = [log.tell(called(household=uuid4())), log.tell(opened(7))]
    counted.count(*map(log.reverse, events))
    counted.roll()
    counted.count(*events)

    assert counted.cells == {}


def test_a_member_counts_once_however_often_and_wherever_it_occurs(counted: Counted) -> None:
    log, household = Log(), uuid4()
    for place, day in ((TOWNSHIP, 0), (TOWNSHIP, 1), (NEIGHBOUR, 1), (OTHER_COUNTY, 2), (OTHER_CITY, 31)):
        counted.count(log.tell(called(place=place, household=household, occurred_on=DAY + timedelta(days=day))))
        counted.roll()

    households = {unit: counted.cell(unit, "2021-22", "households") for unit in (TOWNSHIP, COUNTY, CITY, PROVINCE)}
    assert households == dict.fromkeys((TOWNSHIP, COUNTY, CITY, PROVINCE), 1)
    assert [counted.cell(PROVINCE, period, "households") for period in ("2021-12", "2022-01", "2021-12-06")] == [
        1,
        1,
        1,
    ]


def test_a_member_leaves_a_level_only_when_nobody_below_holds_it(counted: Counted) -> None:
    log, household = Log(), uuid4()
    here, there = (log.tell(called(place=place, household=household)) for place in (TOWNSHIP, NEIGHBOUR))
    counted.count(here, there)
    counted.roll()
    counted.count(log.reverse(here))

    assert [counted.cell(unit, "2021-12", "households") for unit in (TOWNSHIP, NEIGHBOUR, COUNTY)] == [0, 1, 1]
    counted.count(log.reverse(there))
    assert counted.cells == {}


def test_a_member_that_moves_within_one_roll_stays_above(counted: Counted) -> None:
    log, household = Log(), uuid4()
    here = log.tell(called(place=TOWNSHIP, household=household))
    counted.count(here)
    counted.roll()
    counted.count(log.reverse(here), log.tell(called(place=NEIGHBOUR, household=household)))

    assert [counted.cell(unit, "2021-12", "households") for unit in (TOWNSHIP, NEIGHBOUR, COUNTY)] == [0, 1, 1]


POST = UUID(int=7)


def opened(heads: int, **but: object) -> Opened:
    return Opened(**where(**but), post=POST, kind=Kind.ONE, heads=heads)


def closed(**but: object) -> Closed:
    return Closed(**where(**but), post=POST, kind=Kind.ONE)


def test_a_stock_counts_the_last_state_of_each_key(counted: Counted) -> None:
    log = Log()
    counted.count(log.tell(opened(3)), log.tell(opened(5)))

    assert counted.cell(PROVINCE, "2021-12", "posts") == 5
    assert counted.cell(PROVINCE, "2021-12", "posts", "kind=one") == 5


def test_a_stock_that_is_closed_later_changes_only_then(counted: Counted) -> None:
    log = Log()
    counted.count(log.tell(opened(3)))
    counted.roll()
    counted.count(log.tell(closed(occurred_on=DAY + timedelta(days=40))))

    changes = {period: counted.cell(PROVINCE, period, "posts") for period in ("2021-12", "2022-01", "2021-22")}
    assert changes == {"2021-12": 3, "2022-01": -3, "2021-22": 0}


def test_a_state_told_late_for_an_early_day_does_not_undo_a_later_one(counted: Counted) -> None:
    log = Log()
    counted.count(log.tell(closed(occurred_on=DAY + timedelta(days=1))))
    counted.roll()
    counted.count(log.tell(opened(4)))

    assert [counted.cell(CITY, day, "posts") for day in ("2021-12-05", "2021-12-06")] == [4, -4]


def test_the_later_recorded_state_of_one_day_wins_in_whatever_order_they_come(counted: Counted) -> None:
    log = Log()
    first, second = log.tell(opened(4)), log.tell(opened(9))
    counted.count(second)
    counted.roll()
    counted.count(first)

    assert counted.cell(CITY, "2021-12-05", "posts") == 9


def test_a_key_that_moves_leaves_its_old_place(counted: Counted) -> None:
    log = Log()
    counted.count(log.tell(opened(4)))
    counted.roll()
    counted.count(log.tell(opened(4, place=OTHER_CITY, occurred_on=DAY + timedelta(days=1))))

    places = (TOWNSHIP, CITY, OTHER_CITY, PROVINCE)
    assert [counted.cell(unit, "2021-12", "posts") for unit in places] == [0, 0, 4, 4]


def test_taking_back_the_last_state_brings_back_the_one_before(counted: Counted) -> None:
    log = Log()
    first, last = log.tell(opened(4)), log.tell(opened(9, place=NEIGHBOUR))
    counted.count(first, last)
    counted.roll()
    counted.count(log.reverse(last))

    assert [counted.cell(unit, "2021-12", "posts") for unit in (TOWNSHIP, NEIGHBOUR, COUNTY)] == [4, 0, 4]
