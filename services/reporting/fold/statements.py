"""The SQL of the roller: how sums, members and states climb to every level of places and of time."""

from __future__ import annotations

from sqlalchemy import text

# Where something in a unit on a day belongs: township, county, city and province, or an organisation (whose days are
# the first of their months); day, month and season. What is NULL does not apply, as no township does to a county's act.
PLACES = """
    CASE WHEN length(unit) <> 12 OR right(unit, 6) <> '000000' THEN unit END AS lowest,
    CASE WHEN length(unit) = 12 AND right(unit, 8) <> '00000000' THEN left(unit, 6) END AS county,
    CASE WHEN length(unit) = 12 AND right(unit, 10) <> '0000000000' THEN left(unit, 4) END AS city,
    CASE WHEN length(unit) = 12 THEN left(unit, 2) END AS province"""
SEASON_OF = "to_char(day - interval '6 months', 'YYYY-') || to_char(day + interval '6 months', 'YY')"
_LEVELS = f"""{PLACES},
    CASE WHEN length(unit) = 12 THEN to_char(day, 'YYYY-MM-DD') END AS on_day,
    to_char(day, 'YYYY-MM') AS month, {SEASON_OF} AS season"""

# Twelve groupings in one pass.
CLIMB = "GROUPING SETS (lowest, county, city, province), GROUPING SETS (on_day, month, season)"
STEM = "coalesce(lowest, county, city, province) AS stem, coalesce(on_day, month, season) AS period"

# Always in the order of the key: unsorted, several writers would stand in one another's way.
_INTO_CELLS = """
    INSERT INTO cell AS kept (tree, unit, period, indicator, breakdown, value)
    SELECT CASE WHEN length(stem) <= 12 THEN 'p' ELSE 'o' END, rpad(stem, greatest(length(stem), 12), '0'),
        period, indicator, breakdown, change
    FROM climbed WHERE stem IS NOT NULL AND period IS NOT NULL AND change <> 0
    ORDER BY stem COLLATE "C", period COLLATE "C", indicator COLLATE "C", breakdown COLLATE "C"
    ON CONFLICT (tree, unit, period, indicator, breakdown) DO UPDATE SET value = kept.value + excluded.value"""

# Spots and figures are numbered within their parcel. One number for both, so that nothing can be joined by half of it;
# far apart and not by a power of two, which would hash the same places of all parcels to one.
NUMBERED = "id * 2654435761 AS nth"
_TAKEN = f"taken AS (SELECT {NUMBERED}, * FROM parcel WHERE id = ANY(:ids))"  # noqa: S608 - our own text
_FIGURES = """figure AS (
        SELECT nth + number - 1 AS figure, split_part(name, ' ', 1) AS indicator, split_part(name, ' ', 2) AS breakdown,
            dense_rank() OVER (ORDER BY name) AS code
        FROM taken, unnest(figures) WITH ORDINALITY AS named (name, number)
    )"""

# Σ: what is added at a leaf is added to every cell above it.
SUMS = text(f"""
    WITH {_TAKEN}, {_FIGURES},
    spot AS MATERIALIZED (
        SELECT nth + number - 1 AS spot, {_LEVELS}
        FROM taken, unnest(units, days) WITH ORDINALITY AS place (unit, day, number)
    ),
    added AS (
        SELECT nth + spot AS spot, nth + figure AS figure, change
        FROM taken, unnest(sum_spots, sum_figures, sums) AS each (spot, figure, change)
    ),
    summed AS (
        SELECT {STEM}, code, sum(change)::bigint AS change
        FROM added JOIN spot USING (spot) JOIN figure USING (figure) GROUP BY code, {CLIMB}
    ),
    climbed AS (
        SELECT stem, period, indicator, breakdown, change
        FROM summed JOIN (SELECT DISTINCT code, indicator, breakdown FROM figure) AS named USING (code)
    )
    {_INTO_CELLS}
""")  # noqa: S608 - our own text

# D: one row says how often a member was told at a leaf on a day; only 0 to 1 and back moves anything. Of a member that
# was held nowhere and comes to one leaf, every cell above gains one. For any other, a cell changes where, before this
# roll, no leaf under it held the member but those that it leaves now: the look-up sees the rows as they were before the
# statement, and ends at the first leaf that settles it.
MEMBERS = text(f"""
    WITH {_TAKEN}, {_FIGURES},
    spot AS (
        SELECT nth + number - 1 AS spot, unit, day
        FROM taken, unnest(units, days) WITH ORDINALITY AS place (unit, day, number)
    ),
    said AS (
        SELECT nth + spot AS spot, nth + figure AS figure, member, change
        FROM taken, unnest(member_spots, member_figures, members, member_changes) AS each (spot, figure, member, change)
    ),
    stored AS (
        INSERT INTO member AS kept (indicator, breakdown, member, unit, day, n)
        SELECT indicator, breakdown, member, unit, day, sum(change)
        FROM said JOIN spot USING (spot) JOIN figure USING (figure)
        GROUP BY 1, 2, 3, 4, 5 HAVING sum(change) <> 0
        ORDER BY indicator COLLATE "C", breakdown COLLATE "C", member COLLATE "C", unit COLLATE "C", day
        ON CONFLICT (indicator, breakdown, member, unit, day) DO UPDATE SET was = kept.n, n = kept.n + excluded.n
        RETURNING indicator, breakdown, member, unit, day, was, n
    ),
    moved AS MATERIALIZED (
        SELECT *, {_LEVELS},
            count(*) OVER (PARTITION BY indicator, breakdown, member, length(unit)) = 1 AND NOT EXISTS (
                SELECT FROM member AS other WHERE other.indicator = stored.indicator
                    AND other.breakdown = stored.breakdown AND other.member = stored.member AND other.n > 0) AS new
        FROM stored WHERE (was > 0) <> (n > 0)
    ),
    touched AS (
        SELECT {STEM}, indicator, breakdown, member,
            count(*) FILTER (WHERE n > 0) AS came, count(*) FILTER (WHERE n <= 0) AS went
        FROM moved WHERE NOT new GROUP BY indicator, breakdown, member, {CLIMB}
    ),
    stirred AS (
        SELECT stem, period, indicator, breakdown, sign(came - went)::integer AS change
        FROM touched
        WHERE stem IS NOT NULL AND period IS NOT NULL AND (came > 0) <> (went > 0) AND went = (
            SELECT count(*) FROM (
                SELECT FROM member AS other, days_of(period) AS days
                WHERE other.indicator = touched.indicator AND other.breakdown = touched.breakdown
                    AND other.member = touched.member AND other.unit BETWEEN stem AND stem || '~'
                    AND other.day >= lower(days) AND other.day < upper(days) AND other.n > 0
                LIMIT went + 1) AS holding)
    ),
    climbed AS (
        SELECT stem, period, indicator, breakdown, sum(change)::bigint AS change FROM (
            SELECT {STEM}, indicator, breakdown, count(*) AS change
            FROM moved WHERE new GROUP BY indicator, breakdown, {CLIMB}
            UNION ALL SELECT stem, period, indicator, breakdown, change FROM stirred
        ) AS both_kinds GROUP BY stem, period, indicator, breakdown
    )
    {_INTO_CELLS}
""")  # noqa: S608 - our own text

# S: each key's states in the order of their days, as they were told before this roll (side -1) and as they are now
# (side 1). On each day the key leaves the state before and enters the next; what differs between the sides is added.
_STATE = """(indicator text, key text, fact uuid, n integer, occurred_on date, recorded_at timestamptz,
            position bigint, unit text, organisations text[], breakdowns text[], value bigint)"""
_NETTED = """indicator, key, fact, sum(n)::integer AS n, min(occurred_on) AS occurred_on,
            max(recorded_at) AS recorded_at, max(position) AS position, min(unit) AS unit,
            min(organisations) AS organisations, min(breakdowns) AS breakdowns, min(value) AS value"""
_HELD = "indicator, key, fact, n, occurred_on, recorded_at, position, unit, organisations, breakdowns, value"
STATES = text(f"""
    WITH {_TAKEN},
    said AS (
        SELECT {_NETTED}
        FROM taken, jsonb_to_recordset(states) AS state {_STATE}
        GROUP BY indicator, key, fact HAVING sum(n) <> 0 ORDER BY indicator, key, fact
    ),
    before AS (
        SELECT told.* FROM (SELECT DISTINCT indicator, key FROM said) AS touched JOIN told USING (indicator, key)
    ),
    stored AS (
        INSERT INTO told AS kept ({_HELD}) SELECT {_HELD} FROM said
        ON CONFLICT (indicator, key, fact) DO UPDATE SET n = kept.n + excluded.n,
            recorded_at = coalesce(kept.recorded_at, excluded.recorded_at),
            position = coalesce(kept.position, excluded.position)
    ),
    held AS (
        SELECT -1 AS side, {_HELD} FROM before
        UNION ALL SELECT 1, {_NETTED} FROM (SELECT * FROM before UNION ALL SELECT {_HELD} FROM said) AS every
        GROUP BY indicator, key, fact
    ),
    daily AS (
        SELECT DISTINCT ON (side, indicator, key, occurred_on) * FROM held WHERE n > 0
        ORDER BY side, indicator, key, occurred_on, recorded_at DESC, position DESC
    ),
    step AS (
        SELECT *, lag(unit) OVER earlier AS unit_left, lag(organisations) OVER earlier AS organisations_left,
            lag(breakdowns) OVER earlier AS breakdowns_left, lag(value) OVER earlier AS value_left
        FROM daily WINDOW earlier AS (PARTITION BY side, indicator, key ORDER BY occurred_on)
    ),
    move AS (
        SELECT indicator, occurred_on, unit, organisations, breakdowns, side * value AS change FROM step
        UNION ALL
        SELECT indicator, occurred_on, unit_left, organisations_left, breakdowns_left, -side * value_left FROM step
            WHERE unit_left IS NOT NULL
    ),
    leaf AS (
        SELECT indicator, breakdown, unit, occurred_on AS day, change
            FROM move, unnest(array_prepend('', breakdowns)) AS breakdown
        UNION ALL
        SELECT indicator, '', organisation, date_trunc('month', occurred_on)::date, change
            FROM move, unnest(organisations) AS organisation
    ),
    netted AS (
        SELECT indicator, breakdown, unit, day, sum(change) AS change FROM leaf
        GROUP BY indicator, breakdown, unit, day HAVING sum(change) <> 0
    ),
    climbed AS (
        SELECT {STEM}, indicator, breakdown, sum(change)::bigint AS change
        FROM (SELECT *, {_LEVELS} FROM netted) AS placed GROUP BY indicator, breakdown, {CLIMB}
    )
    {_INTO_CELLS}
""")  # noqa: S608 - our own text
