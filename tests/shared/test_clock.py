"""The domain's clock, which a demo may speed up and hold."""

import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from shared import clock
from shared.clock import Clock, parse
from shared.settings import SettingMissing, clock_setting

NOON = datetime(2021, 11, 18, 4, tzinfo=UTC)


def test_time_runs_at_its_rate() -> None:
    assert Clock(NOON, 3_600, 1_000.0).at(1_002.0) == NOON + timedelta(hours=2)


def test_time_runs_at_rate_one_once_the_season_is_over() -> None:
    season = Clock(NOON, 86_400, 0.0, NOON + timedelta(days=10))

    assert season.at(10.0) == NOON + timedelta(days=10)
    assert season.at(70.0) == NOON + timedelta(days=10, seconds=60)


def test_a_held_clock_stands_until_it_is_released_and_is_released_once(tmp_path: Path) -> None:
    file = tmp_path / "clock"
    held = parse(f"2021-11-18T12:00:00+08:00,{file},2022-04-05T00:00:00+08:00")
    assert held.at(time.time()) == held.at(time.time() + 60) == NOON

    clock.release(file, 86_400)
    clock.release(file, 1)

    assert held.at(time.time() + 10) - NOON > timedelta(days=9)


def test_a_released_clock_waits_at_its_limit_and_runs_on_when_that_moves(tmp_path: Path) -> None:
    file, limit = tmp_path / "clock", NOON + timedelta(days=2)
    held = parse(f"2021-11-18T12:00:00+08:00,{file},2022-04-05T00:00:00+08:00")

    clock.release(file, 86_400, limit)
    assert held.at(time.time() + 10) == limit
    clock.release(file, 86_400, limit + timedelta(days=1))
    assert held.at(time.time() + 10) == limit + timedelta(days=1)
    clock.release(file, 86_400)
    assert held.at(time.time() + 10) > limit + timedelta(days=6)


def test_a_day_is_that_of_sichuan() -> None:
    assert clock.day_of(datetime(2021, 12, 4, 16, 30, tzinfo=UTC)) == date(2021, 12, 5)


@pytest.mark.parametrize("setting", ["soon,1", "2021-11-18T12:00:00+08:00", "2021-11-18T12:00:00+08:00,fast"])
def test_a_setting_that_says_no_time_is_refused(setting: str) -> None:
    with pytest.raises(SettingMissing, match="NUANDONG_CLOCK"):
        parse(setting)


def test_production_takes_no_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NUANDONG_PROFILE", "production")

    with pytest.raises(SettingMissing, match="neither demo nor test"):
        clock_setting()
