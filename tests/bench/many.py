"""Facts by the million, made by the database itself: visits of a winter, everywhere in the province."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, text

from deploy.demo.world import SEASON, World
from services.reporting import store
from shared.database import engine, transaction

UNHURRIED_S = 900
TARGETS = ("young_worker", "needy_youth", "away_worker", "shop_floor")
FIGURES = ("visits", "persons_visited", "households_visited", *(f"visits target={each}" for each in TARGETS))

# Townships and targets are drawn with equal chances, all that there are; the days follow one another, as facts do.
_DRAWN = """
    SELECT ceil(random() * cardinality(CAST(:places AS text[])))::integer AS place,
        CAST(:first AS date) + ((number - :since - 1)::bigint * :days / (:until - :since))::integer AS day,
        ceil(random() * 4)::integer AS target, ceil(random() * 6)::integer AS persons, number
    FROM generate_series(:since + 1, :until) AS number
"""
_TELL = text(f"""
    INSERT INTO event_log (fact_id, type, place, home, organisation, organiser, line, occurred_on, recorded_at, data,
        position)
    SELECT gen_random_uuid(), 'VisitRecorded', code, rpad(left(code, 6), 12, '0'), md5(code)::uuid, 'county', 'care',
        day, day + interval '9 hours', jsonb_build_object('target', (CAST(:targets AS text[]))[target],
        'household', gen_random_uuid(), 'persons', persons, 'topics', '[]'::jsonb, 'enterprise', NULL), number
    FROM ({_DRAWN}) AS drawn, LATERAL (SELECT (CAST(:places AS text[]))[place] AS code) AS named
""")  # noqa: S608 - our own text

# The cells that counting the same visits would have led to: a figure is one of seven, a spot a township on a day.
_COUNT = text(f"""
    WITH leaf AS (
        SELECT place, day, target, count(*) AS visits, sum(persons) AS persons FROM ({_DRAWN}) AS drawn GROUP BY 1, 2, 3
    ),
    added AS (
        SELECT (CAST(:places AS text[]))[place] AS code, day, figure, change
        FROM leaf, unnest(ARRAY[1, 2, 3, 3 + target], ARRAY[visits, persons, visits, visits]) AS each (figure, change)
    ),
    climbed AS (
        SELECT coalesce(township, county, city, '51') AS stem, coalesce(on_day, month, '2021-22') AS period,
            figure, sum(change) AS change
        FROM (
            SELECT code AS township, left(code, 6) AS county, left(code, 4) AS city, figure, change,
                to_char(day, 'YYYY-MM-DD') AS on_day, to_char(day, 'YYYY-MM') AS month FROM added
        ) AS placed
        GROUP BY figure, GROUPING SETS (township, county, city, ()), GROUPING SETS (on_day, month, ())
    )
    INSERT INTO cell (tree, unit, period, indicator, breakdown, value)
    SELECT 'p', rpad(stem, 12, '0'), period, split_part(name, ' ', 1), split_part(name, ' ', 2), change
    FROM climbed, LATERAL (SELECT (CAST(:figures AS text[]))[figure] AS name) AS named
    ORDER BY stem, period, name
""")  # noqa: S608 - our own text
_INDEXES = text("""
    SELECT indexname, indexdef FROM pg_indexes
    WHERE tablename = 'event_log' AND indexname NOT IN ('event_log_pkey', 'event_log_fact_id_key')
""")


def _asked(since: int, until: int) -> dict[str, object]:
    places = [each["code"] for each in World().places if each["level"] == "township"]
    first, last = SEASON
    drawn = {"places": places, "first": first, "days": (last - first).days + 1}
    return {**drawn, "since": since, "until": until, "targets": list(TARGETS)}


def tell_many(owner_url: str, since: int, until: int) -> None:
    """Write facts into an event log, numbered as if they were published; the indexes are made anew at the end."""
    own = engine(owner_url, pool_size=1, statement_timeout_s=UNHURRIED_S)
    with own.begin() as connection, _without_indexes(connection):
        if since == 0:  # nobody wants this log back after a crash
            connection.execute(text("ALTER TABLE event_log SET UNLOGGED"))
        connection.execute(text("SELECT setseed(0.5)"))
        connection.execute(_TELL, _asked(since, until))
        connection.execute(text("UPDATE relay SET head = :until, published = :until"), {"until": until})
    with own.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM (ANALYZE) event_log"))
    own.dispose()


@contextmanager
def _without_indexes(connection: Connection) -> Iterator[None]:
    made = [(row.indexname, row.indexdef) for row in connection.execute(_INDEXES)]
    connection.execute(text("ALTER TABLE event_log DROP CONSTRAINT event_log_fact_id_key"))
    connection.execute(text("SET LOCAL maintenance_work_mem = '512MB'"))
    for name, _ in made:
        connection.exec_driver_sql(f"DROP INDEX {name}")
    yield
    connection.execute(text("ALTER TABLE event_log ADD CONSTRAINT event_log_fact_id_key UNIQUE (fact_id)"))
    for _, definition in made:
        connection.exec_driver_sql(definition)


def count_many(own: Engine, facts: int) -> None:
    """Write the cells of so many facts, in place of all that there were."""
    with transaction(own) as session:
        store.enter_live(session)
        session.execute(text("TRUNCATE cell"))
        session.execute(text("SELECT setseed(0.5), set_config('work_mem', '256MB', true)"))
        session.execute(_COUNT, {**_asked(0, facts), "figures": list(FIGURES)})
        session.execute(text("ANALYZE cell"))
