"""A sheet of twenty thousand visits, from the file in hand to the last row recorded, with every process real."""

from __future__ import annotations

import json
import time
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from deploy import infrastructure
from deploy.demo.world import World, fresh
from services.portal.sheets.keys import SiteKeys
from services.portal.sheets.reading import table_in
from services.portal.sheets.rows import rows_of
from services.portal.sheets.sending import sending
from services.portal.sheets.wanted import wanted
from services.portal.sheets.writing import unmarked, write_table
from shared.rpc import RpcClient
from shared.settings import given_servers
from tests.bench.whole import TODAY, whole
from tests.conftest import Site, provisioned

ROWS = 20_000


def main(site: Site, rows: int = ROWS) -> dict[str, float]:
    """Bring in one sheet of one city; answer rows per second, and which part of the time went into reading."""
    with whole(site) as run:
        city = run.world.cities[0]
        clerk = run.winter.clients[city, "recorder"]
        _bring_in(clerk, _sheet(run.folder / "warm-up.xlsx", run.world, city, 1_000))
        return _bring_in(clerk, _sheet(run.folder / "visits.xlsx", run.world, city, rows))


def _sheet(path: Path, world: World, city: str, rows: int) -> Path:
    """Fill in a sheet of visits in a city's townships, each in two topics and with a note."""
    chance, asked = Random(rows), wanted("VisitRecorded")
    places = [each["code"] for each in world.places if each["level"] == "township" and each["code"][:4] == city[:4]]
    said = (
        {
            "id": "", "place": place, "organisation": world.lead(place), "joint_organisations": [],
            "occurred_on": str(world.day(chance, end=TODAY)), "target": "young_worker", "household": fresh(chance),
            "persons": chance.randint(1, 6), "topics": ["epidemic", "tickets"], "enterprise": None, "note": "无",
        }
        for place in (chance.choice(places) for _ in range(rows))
    )  # fmt: skip
    write_table(path, asked.title, asked.header, map(asked.line, said), unmarked)
    return path


def _bring_in(clerk: RpcClient, path: Path) -> dict[str, float]:
    begun, asked = time.monotonic(), wanted("VisitRecorded")
    table = table_in(path, asked.title)
    rows, flaws = rows_of(table, asked.layout(table, {}, SiteKeys(clerk)))
    read = time.monotonic() - begun
    *_, sent = sending(clerk, asked.kind, rows)
    seconds = time.monotonic() - begun
    if flaws or sent.flaws or sent.failure:
        raise RuntimeError(f"the sheet was not taken: {[*flaws, *sent.flaws][:3]} {sent.failure}")
    return {"rows": len(sent.recorded), "a_second": len(sent.recorded) / seconds, "read_s": read, "seconds": seconds}


if __name__ == "__main__":
    with (
        infrastructure.servers(given_addresses=given_servers()) as found,
        TemporaryDirectory() as own,
        provisioned(found, Path(own)) as made,
    ):
        print(json.dumps(main(made)))  # noqa: T201 - its answer
