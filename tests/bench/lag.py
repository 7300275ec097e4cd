"""From an act recorded over RPC to the province's figure at a steady pace, with every process real."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path
from random import Random
from typing import Any

from deploy.demo.winter import Winter
from deploy.demo.world import World, fresh
from services.reporting import store
from shared.database import engine, transaction
from tests.bench.whole import TODAY, whole
from tests.conftest import Site

PACE, LOAD = 200, 1_000
A_CALL = 50
"""How many acts a clerk's sheet holds, where acts are offered through record_many."""

CLERKS = 64
"""Of whom each records three acts a second: however long one waits, the others offer theirs."""
WARM_UP_S, SECONDS = 4, 15


def main(site: Site, pace: int = PACE, a_call: int = 1) -> dict[str, Any]:
    """Offer acts at a pace through the ordinary doors; answer the pace that was kept, the lag in ms and the memory."""
    with whole(site) as run:
        _offer(run.winter, run.world, pace, a_call, WARM_UP_S)
        begun, real = datetime.now(UTC), time.monotonic()
        said = _offer(run.winter, run.world, pace, a_call, SECONDS)
        kept = said / (time.monotonic() - real)
        memory = {name: _held_mb(pid) for name, pid in run.running.pids().items()}
        time.sleep(2)
        return {"offered": pace, "a_call": a_call, "kept": kept, "memory": memory, **_lag(site, begun)}


def _offer(winter: Winter, world: World, pace: int, a_call: int, seconds: int) -> int:
    """Record visits, each clerk at its own beat; a clerk that is late does not wait for the next beat."""
    begun, beat = time.monotonic(), CLERKS * a_call / pace

    def record(clerk: int) -> int:
        chance = Random(f"{clerk} {begun}")
        for number in range(int(seconds / beat)):
            time.sleep(max(0.0, begun + (number + clerk / CLERKS) * beat - time.monotonic()))
            _record(winter, world, chance, a_call)
        return int(seconds / beat) * a_call

    with ThreadPoolExecutor(CLERKS) as clerks:
        return sum(clerks.map(record, range(CLERKS)))


def _record(winter: Winter, world: World, chance: Random, a_call: int) -> None:
    """Let one city's clerk record one visit, or a sheet of them."""
    city = world.city_of(world.township(chance))
    visits = [visit(world, chance, city) for _ in range(a_call)]
    call = partial(winter.clients[city, "recorder"].call, "outreach", deadline=20.0, kind="VisitRecorded")
    if a_call > 1:
        call("record_many", rows=[{"id": fresh(chance), **visit} for visit in visits])
    else:
        call("record", id=fresh(chance), fields=visits[0])


def record_one(winter: Winter, world: World, chance: Random) -> None:
    """Let some city's clerk record one visit."""
    _record(winter, world, chance, 1)


def visit(world: World, chance: Random, city: str) -> dict[str, Any]:
    """Draw a visit in a city's townships, as one of its clerks would say it."""
    place = chance.choice(_townships(city))
    return {
        "place": place,
        "organisation": world.lead(place),
        "occurred_on": str(world.day(chance, end=TODAY)),
        "target": "young_worker",
        "household": fresh(chance),
        "persons": chance.randint(1, 6),
    }


@cache
def _townships(city: str) -> list[str]:
    return [each["code"] for each in World().places if each["level"] == "township" and each["code"][:4] == city[:4]]


def _held_mb(pid: int) -> float:
    """Tell how much memory a process holds, its part of what is shared included, in MB."""
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    return int(next(line.split()[1] for line in rollup.splitlines() if line.startswith("Pss:"))) / 1024


def _lag(site: Site, since: datetime) -> dict[str, float]:
    opened = engine(site.database_url("reporting"), pool_size=1)
    with transaction(opened) as session:
        lag = store.lag(session, since)
    opened.dispose()
    return {"facts": lag.facts, "p50": lag.p50 or 0, "p95": lag.p95 or 0, "p99": lag.p99 or 0}
