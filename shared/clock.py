"""The domain's time, which a demo may speed up; tokens, leases and latencies use real time instead."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from shared.settings import SettingMissing, clock_setting

SHANGHAI = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True)
class Clock:
    """Domain time: from `start` at `rate` since the real instant `anchor`, and at rate 1 after `until`."""

    start: datetime
    rate: float
    anchor: float
    until: datetime | None = None

    def at(self, real: float) -> datetime:
        """Tell the domain's time at a real instant, in seconds since 1970."""
        passed = real - self.anchor
        told = self.start + timedelta(seconds=passed * self.rate)
        if self.until is None or told <= self.until:
            return told
        return self.until + timedelta(seconds=passed - (self.until - self.start).total_seconds() / self.rate)


def parse(setting: str) -> Clock:
    """Read `<start ISO>,<rate>[,<anchor unix seconds>[,<until ISO>]]`."""
    try:
        start, rate, *more = setting.split(",")
        return Clock(
            start=datetime.fromisoformat(start).astimezone(UTC),
            rate=float(rate),
            anchor=float(more[0]) if more else time.time(),
            until=datetime.fromisoformat(more[1]).astimezone(UTC) if len(more) > 1 else None,
        )
    except ValueError as error:
        raise SettingMissing(
            f"NUANDONG_CLOCK is {setting!r}; it must read <start ISO>,<rate>[,<anchor>[,<until ISO>]]"
        ) from error


@cache
def _clock() -> Clock | None:
    setting = clock_setting()
    return parse(setting) if setting else None


def now() -> datetime:
    """Tell the domain's time, in UTC."""
    clock = _clock()
    return clock.at(time.time()) if clock else datetime.now(UTC)


def day_of(instant: datetime) -> date:
    """Tell the date of an instant in Sichuan."""
    return instant.astimezone(SHANGHAI).date()


def today() -> date:
    """Tell the domain's date in Sichuan."""
    return day_of(now())
