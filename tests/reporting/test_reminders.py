"""On which days a return is reminded of, and when nobody is to be disturbed."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from services.reporting.model import is_quiet, reminded_on
from shared.clock import SHANGHAI
from shared.frame import Frame, Holiday
from shared.settings import SettingMissing, quiet_hours, reminder_days

SPRING = [Holiday(date(2022, 1, 31), "holiday", "春节"), Holiday(date(2022, 1, 29), "workday", "春节调休")]
FRAME = Frame(1, (), (), (), [*SPRING, Holiday(date(2022, 1, 30), "workday", "春节调休")])


@pytest.mark.parametrize(
    ("due_on", "days"),
    [
        (date(2021, 11, 30), [date(2021, 11, 23), date(2021, 11, 26), date(2021, 11, 29), date(2021, 11, 30)]),
        (date(2022, 1, 30), [date(2022, 1, 25), date(2022, 1, 28), date(2022, 1, 29), date(2022, 1, 30)]),
        (date(2022, 2, 28), [date(2022, 2, 21), date(2022, 2, 24), date(2022, 2, 25), date(2022, 2, 28)]),
        (date(2027, 2, 28), [date(2027, 2, 19), date(2027, 2, 24), date(2027, 2, 25), date(2027, 2, 26)]),
    ],
    ids=["over a weekend", "a Sunday that is worked", "February", "a Sunday that is not"],
)
def test_days_are_counted_in_working_days_back_from_the_deadline(due_on: date, days: list[date]) -> None:
    assert reminded_on(FRAME, due_on, (5, 2, 1, 0)) == days
    assert reminded_on(FRAME, due_on, ()) == []


@pytest.mark.parametrize(("at", "quiet"), [("20:59", False), ("21:00", True), ("00:30", True), ("07:59", True)])
def test_the_night_is_quiet_by_the_clocks_of_sichuan(at: str, quiet: bool) -> None:  # noqa: FBT001 - a table of cases
    now = datetime.combine(date(2021, 12, 1), time.fromisoformat(at), SHANGHAI)

    assert is_quiet(now, (time(21), time(8))) is quiet
    assert is_quiet(now.replace(hour=8, minute=0), (time(21), time(8))) is False
    assert is_quiet(now, (time(12), time(14))) is False


def test_days_and_hours_are_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    assert (reminder_days(), quiet_hours()) == ((5, 2, 1, 0), (time(21), time(8)))
    monkeypatch.setenv("NUANDONG_REMIND_DAYS", "3, 0")
    monkeypatch.setenv("NUANDONG_QUIET_HOURS", "12:00-14:30")
    assert (reminder_days(), quiet_hours()) == ((3, 0), (time(12), time(14, 30)))


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("NUANDONG_REMIND_DAYS", "-1"),
        ("NUANDONG_REMIND_DAYS", "soon"),
        ("NUANDONG_QUIET_HOURS", "9pm-8am"),
        ("NUANDONG_QUIET_HOURS", "21:00"),
    ],
)
def test_a_setting_that_says_nothing_sensible_is_named(name: str, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, said)
    with pytest.raises(SettingMissing, match=name):
        (reminder_days if name == "NUANDONG_REMIND_DAYS" else quiet_hours)()
