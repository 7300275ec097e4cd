"""The domain's time, which a demo may speed up; tokens, leases and latencies use real time instead."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache, cached_property
from pathlib import Path
from zoneinfo import ZoneInfo

from shared.settings import SettingMissing, clock_setting

SHANGHAI = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True)
class Clock:
    """Domain time: from `start` at `rate` since the real instant `anchor`, and at rate 1 after `until`.

    An anchor may be a file that will hold the instant: until it is there, time stands at `start`.
    """

    start: datetime
    rate: float
    anchor: float | Path
    until: datetime | None = None

    @cached_property
    def _anchored(self) -> float:
        return self.anchor if isinstance(self.anchor, float) else float(self.anchor.read_text(encoding="ascii"))

    def at(self, real: float) -> datetime:
        """Tell the domain's time at a real instant, in seconds since 1970."""
        if isinstance(self.anchor, Path) and not self.anchor.exists():
            return self.start
        passed = real - self._anchored
        told = self.start + timedelta(seconds=passed * self.rate)
        if self.until is None or told <= self.until:
            return told
        return self.until + timedelta(seconds=passed - (self.until - self.start).total_seconds() / self.rate)


def parse(setting: str) -> Clock:
    """Read `<start ISO>,<rate>[,<anchor: unix seconds or a file>[,<until ISO>]]`."""
    try:
        start, rate, *more = setting.split(",")
        return Clock(
            start=datetime.fromisoformat(start).astimezone(UTC),
            rate=float(rate),
            anchor=_anchor(more[0]) if more else time.time(),
            until=datetime.fromisoformat(more[1]).astimezone(UTC) if len(more) > 1 else None,
        )
    except ValueError as error:
        raise SettingMissing(
            f"NUANDONG_CLOCK is {setting!r}; it must read <start ISO>,<rate>[,<anchor>[,<until ISO>]]"
        ) from error


def _anchor(setting: str) -> float | Path:
    return float(setting) if re.fullmatch(r"[0-9.]+", setting) else Path(setting)


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
