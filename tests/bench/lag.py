"""From an act recorded over RPC to the province's figure at a steady pace, with every process real."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from deploy.demo.people import settle
from deploy.demo.winter import Winter
from deploy.demo.world import World, fresh
from deploy.processes import processes
from deploy.seed import load_frame
from deploy.site import await_services, operator
from deploy.supervisor import supervisor
from services.reporting import store
from shared.database import engine, transaction
from shared.settings import Settings
from tests.conftest import Site

CLOCK, TODAY = "2022-02-10T12:00:00+08:00,1", date(2022, 2, 10)
PACE = 200
CLERKS = 16
WARM_UP_S, SECONDS = 4, 15


def main(site: Site, pace: int = PACE) -> dict[str, float]:
    """Offer acts at a pace through the ordinary door; answer the pace that was kept and the visible lag in ms."""
    site.migrate("portal", "outreach", "jobs", "volunteers", "children", "reporting")
    with TemporaryDirectory() as folder, supervisor(processes(site.secrets, "test", CLOCK), Path(folder) / "log"):
        with operator(site.secrets) as rpc:
            await_services(rpc, lambda _: None)
            load_frame(rpc)
            world = World()
            winter = settle(rpc, Settings("operator", site.secrets), world)
            _offer(winter, world, pace, WARM_UP_S)
            begun, real = datetime.now(UTC), time.monotonic()
            said = _offer(winter, world, pace, SECONDS)
            kept = said / (time.monotonic() - real)
            time.sleep(2)
        return {"offered": pace, "kept": kept, **_lag(site, begun)}


def _offer(winter: Winter, world: World, pace: int, seconds: int) -> int:
    """Record visits, each clerk at its own beat; a clerk that is late does not wait for the next beat."""
    begun, beat = time.monotonic(), CLERKS / pace

    def record(clerk: int) -> int:
        chance = Random(f"{clerk} {begun}")
        for number in range(int(seconds / beat)):
            time.sleep(max(0.0, begun + (number + clerk / CLERKS) * beat - time.monotonic()))
            _record(winter, world, chance)
        return int(seconds / beat)

    with ThreadPoolExecutor(CLERKS) as clerks:
        return sum(clerks.map(record, range(CLERKS)))


def _record(winter: Winter, world: World, chance: Random) -> None:
    place = world.township(chance)
    fields = {
        "place": place,
        "organisation": world.lead(place),
        "occurred_on": str(world.day(chance, end=TODAY)),
        "target": "young_worker",
        "household": fresh(chance),
        "persons": chance.randint(1, 6),
    }
    client = winter.clients[world.city_of(place), "recorder"]
    client.call("outreach", "record", deadline=20.0, kind="VisitRecorded", id=fresh(chance), fields=fields)


def _lag(site: Site, since: datetime) -> dict[str, float]:
    opened = engine(site.database_url("reporting"), pool_size=1)
    with transaction(opened) as session:
        lag = store.lag(session, since)
    opened.dispose()
    return {"facts": lag.facts, "p50": lag.p50 or 0, "p95": lag.p95 or 0, "p99": lag.p99 or 0}
