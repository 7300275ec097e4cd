"""Filling an empty schema: what all its parcels add up to becomes cells at once, without a look at what was there."""

from __future__ import annotations

from sqlalchemy import TextClause, text
from sqlalchemy.orm import Session

from services.reporting.fold.statements import CLIMB, NUMBERED, PLACES, SEASON_OF, STATES, STEM

_NUMBERED = f"""
    WITH taken AS (SELECT {NUMBERED}, * FROM parcel),
    named AS MATERIALIZED (
        SELECT nth + number - 1 AS figure, name, dense_rank() OVER (ORDER BY name)::integer AS code
        FROM taken, unnest(figures) WITH ORDINALITY AS each (name, number)
    ),
    code AS MATERIALIZED (
        SELECT DISTINCT code, split_part(name, ' ', 1) AS indicator, split_part(name, ' ', 2) AS breakdown FROM named
    ),
    place AS MATERIALIZED (
        SELECT nth + number - 1 AS spot, unit COLLATE "C" AS unit, day
        FROM taken, unnest(units, days) WITH ORDINALITY AS each (unit, day, number)
    ),
    unit AS MATERIALIZED (
        SELECT row_number() OVER ()::integer AS nr, unit, length(unit) = 12 AS by_day, {PLACES}
        FROM (SELECT DISTINCT unit FROM place) AS met
    ),
    day AS MATERIALIZED (
        SELECT day, to_char(day, 'YYYY-MM-DD') AS on_day, to_char(day, 'YYYY-MM') AS month, {SEASON_OF} AS season
        FROM (SELECT DISTINCT day FROM place) AS met
    ),
    spot AS MATERIALIZED (SELECT spot, nr, by_day, day FROM place JOIN unit USING (unit))"""  # noqa: S608 - our own text

# By time first and by place then: nearly every leaf is a day of a township, which stays as it is.
_CLIMBED = """
    timed AS MATERIALIZED (
        SELECT nr, on_day AS period, code, change FROM leaf JOIN unit USING (nr) JOIN day USING (day) WHERE by_day
        UNION ALL
        SELECT nr, coalesce(month, season), code, sum(change)::bigint
        FROM leaf JOIN day USING (day) GROUP BY nr, code, GROUPING SETS (month, season)
    ),
    climbed AS (
        SELECT lowest AS stem, period, code, change FROM timed JOIN unit USING (nr)
        UNION ALL
        SELECT coalesce(county, city, province), period, code, sum(change)::bigint
        FROM timed JOIN unit USING (nr) GROUP BY period, code, GROUPING SETS (county, city, province)
    )"""

_INTO_CELLS = """
    INSERT INTO cell (tree, unit, period, indicator, breakdown, value)
    SELECT CASE WHEN length(stem) <= 12 THEN 'p' ELSE 'o' END, rpad(stem, greatest(length(stem), 12), '0'),
        period, indicator, breakdown, change
    FROM {added} JOIN code USING (code) WHERE stem IS NOT NULL AND change <> 0"""

_SUMS = text(f"""
    {_NUMBERED},
    added AS (
        SELECT nth + spot AS spot, nth + figure AS figure, change
        FROM taken, unnest(sum_spots, sum_figures, sums) AS each (spot, figure, change)
    ),
    leaf AS MATERIALIZED (
        SELECT nr, day, code, sum(change)::bigint AS change
        FROM added JOIN spot USING (spot) JOIN named USING (figure) GROUP BY nr, day, code
    ),
    {_CLIMBED}
    {_INTO_CELLS.format(added="climbed")}
""")  # noqa: S608 - our own text

# D: who is held at one leaf alone climbs by being counted there; only the others must be told apart at every level.
_MEMBERS = text(f"""
    {_NUMBERED},
    said AS (
        SELECT nth + spot AS spot, nth + figure AS figure, member COLLATE "C" AS member, change
        FROM taken, unnest(member_spots, member_figures, members, member_changes) AS each (spot, figure, member, change)
    ),
    held AS MATERIALIZED (
        SELECT member, code, nr, day, sum(change)::integer AS n,
            count(*) OVER (PARTITION BY member, code, by_day) = 1 AS alone
        FROM said JOIN spot USING (spot) JOIN named USING (figure)
        GROUP BY member, code, by_day, nr, day HAVING sum(change) <> 0
    ),
    stored AS (
        INSERT INTO member (indicator, breakdown, member, unit, day, n)
        SELECT indicator, breakdown, member, unit, day, n FROM held JOIN unit USING (nr) JOIN code USING (code)
    ),
    leaf AS MATERIALIZED (
        SELECT nr, day, code, count(*) AS change FROM held WHERE alone AND n > 0 GROUP BY nr, day, code
    ),
    {_CLIMBED},
    shared AS (
        SELECT {STEM}, code
        FROM held JOIN unit USING (nr) JOIN (
            SELECT day, true AS by_day, on_day, month, season FROM day UNION ALL
            SELECT day, false, NULL, month, season FROM day) AS times USING (day, by_day)
        WHERE NOT alone AND n > 0 GROUP BY member, code, {CLIMB}
    ),
    every AS (
        SELECT stem, period, code, sum(change) AS change
        FROM (SELECT * FROM climbed UNION ALL SELECT stem, period, code, 1 FROM shared) AS both_kinds
        GROUP BY stem, period, code
    )
    {_INTO_CELLS.format(added="every")} AND period IS NOT NULL
""")  # noqa: S608 - our own text


def fill_sums(session: Session) -> None:
    """Enter the sums of all parcels into the cells of an empty schema."""
    _run(session, _SUMS)


def fill_members(session: Session) -> None:
    """Enter the members of all parcels, and how many there are, into an empty schema."""
    _run(session, _MEMBERS)


def fill_states(session: Session) -> None:
    """Enter the states of all parcels, which is what a roll does; nothing waits any more then."""
    waiting = {"ids": list(session.scalars(_WAITING))}
    session.execute(STATES, waiting)
    session.execute(_LEAVE)


def _run(session: Session, statement: TextClause) -> None:
    session.execute(_ROOM)
    session.execute(statement)


# The planner cannot know how much lies in arrays. Hashing is right for all of it, whatever it takes it for.
_ROOM = text("""
    SELECT set_config('work_mem', '256MB', true), set_config('jit', 'off', true),
        set_config('enable_nestloop', 'off', true), set_config('enable_mergejoin', 'off', true),
        set_config('enable_sort', 'off', true)
""")

_WAITING = text("SELECT id FROM parcel WHERE states IS NOT NULL")
_LEAVE = text("TRUNCATE parcel")
