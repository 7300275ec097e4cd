"""The domain's time, which a demo may speed up; tokens, leases and latencies use real time instead."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
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


@dataclass(frozen=True)
class Held:
    """Domain time that stands still until a file says `<rate> <anchor>`, and no later than the limit it may add.

    All processes of a site read the same file: they start at once, and wait for each other at the limit.
    """

    start: datetime
    file: Path
    until: datetime

    def at(self, real: float) -> datetime:
        """Tell the domain's time at a real instant, in seconds since 1970."""
        try:
            rate, anchor, *limit = self.file.read_text(encoding="ascii").split()
        except FileNotFoundError:
            return self.start
        told = Clock(self.start, float(rate), float(anchor), self.until).at(real)
        return min(told, datetime.fromisoformat(limit[0])) if limit else told


def parse(setting: str) -> Clock | Held:
    """Read `<start>,<rate>` or `<start>,<file>,<until>`, instants as ISO 8601 with their offset."""
    try:
        start, *more = setting.split(",")
        begins = datetime.fromisoformat(start).astimezone(UTC)
        if len(more) == 1:
            return Clock(begins, float(more[0]), time.time())
        file, until = more
        return Held(begins, Path(file), datetime.fromisoformat(until).astimezone(UTC))
    except ValueError as error:
        raise SettingMissing(
            f"NUANDONG_CLOCK is {setting!r}; it must read <start ISO>,<rate> or <start ISO>,<file>,<until ISO>"
        ) from error


def release(file: Path, rate: float, limit: datetime | None = None) -> None:
    """Let a held clock run from now on, up to a limit; once released, it goes on as it does, and the limit moves."""
    running = file.read_text(encoding="ascii").split()[:2] if file.exists() else [str(rate), str(time.time())]
    fresh = file.with_name(f"{file.name}.fresh")
    fresh.write_text(" ".join([*running, *([limit.isoformat()] if limit else [])]), encoding="ascii")
    fresh.rename(file)


@cache
def _clock() -> Clock | Held | None:
    setting = clock_setting()
    return parse(setting) if setting else None


def now() -> datetime:
    """Tell the domain's time, in UTC."""
    clock = _clock()
    return clock.at(time.time()) if clock else datetime.now(UTC)


def day_of(instant: datetime) -> date:
    """Tell the date of an instant in Sichuan."""
    return instant.astimezone(SHANGHAI).date()


def shown(instant: datetime) -> str:
    """Write an instant as people in Sichuan read it."""
    return f"{instant.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"


def today() -> date:
    """Tell the domain's date in Sichuan."""
    return day_of(now())
