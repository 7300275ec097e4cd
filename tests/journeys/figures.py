"""What the province sees, whether everything told is counted, and whether it agrees with the services' own tables."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from services.reporting.indicators import CATALOGUE
from services.reporting.rebuild import RemoteSources
from services.reporting.rebuild.reconcile import Difference, reconcile
from shared.database import engine
from tests.eventually import eventually
from tests.journeys.clerks import Crew, crew_at_work, expected, surely
from tests.journeys.live import Live

PROVINCE = "510000000000"
SEASON, MONTH = "2021-22", "2021-12"
SETTLED_WITHIN_S = 75.0


def figures(live: Live, place: str = PROVINCE, period: str = SEASON) -> dict[str, Any]:
    """Read the totals of a place."""
    answer = surely(live.operator, "reporting", "rollup", place=place, period=period)
    return {code: each["value"] for code, each in answer["figures"].items()}


def on_day(live: Live, place: str, indicator: str, day: str) -> int:
    """Read one figure of a place on one day."""
    answer = surely(live.operator, "reporting", "series", place=place, indicator=indicator, since=day, until=day)
    return int(answer["days"][0]["value"])


def credited(live: Live, organisation: str, indicator: str) -> int:
    """Read what an organisation is credited with in the season."""
    query = f"SELECT value FROM {live_schema(live)}.cell WHERE (tree, unit, period, indicator) = ('o', %s, %s, %s)"  # noqa: S608
    return sum(value for (value,) in live.ask("reporting", query, organisation, SEASON, indicator))


def told(live: Live) -> dict[str, tuple[str, int]]:
    """Tell for each service that tells facts its source, and how many facts its log holds."""
    return {service: _told(live, service) for service in CATALOGUE.services}


def _told(live: Live, service: str) -> tuple[str, int]:
    [(facts, epoch)] = live.ask(service, "SELECT (SELECT count(*) FROM event_log), (SELECT max(number) FROM epoch)")
    return f"{service}/{epoch}", facts


def counted(live: Live) -> dict[str, int]:
    """Tell for each source how many positions are counted and visible in cells."""
    schema = live_schema(live)
    rows = live.ask(
        "reporting",
        f"SELECT source, sum(upper(span) - lower(span))::int FROM {schema}.counted, unnest(positions) AS span"  # noqa: S608
        f" WHERE NOT EXISTS (SELECT FROM {schema}.parcel) GROUP BY source",
    )
    return dict(rows)


def live_schema(live: Live) -> str:
    [(schema,)] = live.ask("reporting", "SELECT live FROM pointer")
    return str(schema)


def settle(live: Live) -> None:
    """Wait until every fact in every log is counted."""

    def whole() -> bool:
        found = counted(live)
        return all(found.get(source, 0) == facts for source, facts in told(live).values())

    eventually("every told fact is counted", whole, within=SETTLED_WITHIN_S, every=0.2)


def differences(live: Live) -> list[Difference]:
    """List the cells that differ from what the services' own tables say."""
    database = engine(live.settings("reporting").database_url, pool_size=1)
    try:
        return reconcile(database, CATALOGUE, RemoteSources(live.operator))
    finally:
        database.dispose()


def nothing_lost_nothing_twice(live: Live) -> None:
    """Check, once everything is counted, every cell of every figure."""
    settle(live)
    assert differences(live) == []


@contextmanager
def counted_exactly(live: Live, clerks: int = 4, seed: int | str = 1) -> Iterator[Crew]:
    """Have a crew at work during the block; afterwards the province has changed by its work, and by nothing else."""
    settle(live)
    before = figures(live)
    with crew_at_work(live, clerks, seed) as crew:
        yield crew
    settle(live)
    changed = {code: figure - before[code] for code, figure in figures(live).items() if isinstance(figure, int)}
    wrong = {code: (changed[code], due) for code, due in expected(crew.clerks).items() if changed[code] != due}
    assert not wrong, f"(stated, due): {wrong}"
    assert differences(live) == []
