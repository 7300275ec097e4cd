"""The roller: turns what the batches left behind into cells at every level, in one transaction."""

from __future__ import annotations

from sqlalchemy import Connection, text
from sqlalchemy.orm import Session

from services.reporting.fold import statements
from services.reporting.model import SCHEMAS

MOST_FACTS = 5_000
"""How many facts one roll takes, so that what waits behind it becomes visible soon."""


def roll(session: Session, most: int = MOST_FACTS) -> int:
    """Turn what waits in the schema at hand into cells; answer how many parcels, 0 too if another rolls already."""
    if not session.scalar(_ALONE):
        return 0
    session.execute(_ROOM)
    taken = {"ids": list(session.scalars(_TAKE, {"most": most}))}
    if taken["ids"]:
        session.execute(_NESTING, {"nesting": "off"})
        session.execute(statements.SUMS, taken)
        session.execute(statements.MEMBERS, taken)
        session.execute(_NESTING, {"nesting": "on"})
        session.execute(statements.STATES, taken)
        session.execute(_SEEN, taken)
        session.execute(_LEAVE, taken)
    return len(taken["ids"])


def anything_waits(connection: Connection) -> bool:
    """Tell whether a batch left anything behind, in whichever schema: the question of a quiet day, all day."""
    return bool(connection.scalar(_ANYTHING))


def left_over(session: Session) -> int:
    """Tell how many facts still wait to be rolled."""
    return int(session.scalars(_LEFT_OVER).one())


def forget(session: Session) -> None:
    """Forget how long facts waited more than a day ago."""
    session.execute(_FORGET)


_ANYTHING = text("SELECT " + " OR ".join(f"EXISTS (SELECT FROM {schema}.parcel)" for schema in SCHEMAS))  # noqa: S608 - our own

# Only one rolls at a time; whoever comes second leaves it to the first.
_ALONE = text("SELECT pg_try_advisory_xact_lock(hashtextextended('roll ' || current_schema(), 0))")

_ROOM = text("SELECT set_config('work_mem', '64MB', true), set_config('jit', 'off', true)")

# The planner cannot know how much lies in arrays: left alone it compares each of thousands with each.
_NESTING = text("SELECT set_config('enable_nestloop', :nesting, true)")

_TAKE = text("""
    SELECT id FROM (SELECT id, sum(facts) OVER (ORDER BY id) - facts AS before FROM parcel) AS waiting
    WHERE before < :most ORDER BY id
""")
_LEAVE = text("DELETE FROM parcel WHERE id = ANY(:ids)")
_SEEN = text("""
    INSERT INTO public.roll (rolled_at, delays)
    SELECT clock_timestamp(), array_agg(least(extract(epoch FROM clock_timestamp() - logged) * 1000, 86400000)::integer)
    FROM (SELECT unnest(logged) AS logged FROM parcel WHERE id = ANY(:ids)) AS fact HAVING count(*) > 0
""")
_LEFT_OVER = text("SELECT coalesce(sum(facts), 0) FROM parcel")
_FORGET = text("DELETE FROM public.roll WHERE rolled_at < clock_timestamp() - interval '1 day'")
