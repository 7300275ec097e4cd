"""The ledger of counted positions: PostgreSQL itself refuses to count a position of a source twice.

Every function works on the table `counted` that the transaction's search_path finds first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from sqlalchemy import text
from sqlalchemy.orm import Session

Positions = Mapping[str, Iterable[int]]

# One statement, in the order of the sources: two consumers that claim the same positions wait for one another in turn.
# A plain INSERT would deadlock them.
_CLAIM = text("""
    INSERT INTO counted (source, positions)
    SELECT source, positions::int8multirange
    FROM unnest(CAST(:sources AS text[]), CAST(:positions AS text[])) AS claimed (source, positions) ORDER BY source
    ON CONFLICT DO NOTHING RETURNING source
""")

_COUNTED = text("""
    SELECT claimed.position FROM unnest(CAST(:positions AS bigint[])) AS claimed (position)
    WHERE EXISTS (SELECT FROM counted WHERE source = :source AND positions @> claimed.position)
""")

_HOLES = """
    SELECT lower(hole) AS first, upper(hole) AS beyond FROM unnest(
        int8multirange(int8range(1, :head + 1))
        - coalesce((SELECT range_agg(positions) FROM counted WHERE source = :source), '{}')
        - coalesce((SELECT range_agg(int8range(position, position, '[]'))
                    FROM unnest(CAST(:apart AS bigint[])) AS known (position)), '{}')
    ) AS hole
"""
_MISSING = text(f"""
    SELECT position FROM ({_HOLES}) AS holes, generate_series(first, least(beyond, first + :limit) - 1) AS position
    ORDER BY position LIMIT :limit
""")  # noqa: S608 - our own text
_MISSING_COUNT = text(f"SELECT coalesce(sum(beyond - first), 0) FROM ({_HOLES}) AS holes")  # noqa: S608

_TOTALS = text("""
    SELECT source, sum(upper(span) - lower(span)) AS counted, max(upper(span)) - 1 AS last
    FROM counted, unnest(positions) AS span GROUP BY source
""")

# In one statement: the rows that go and the row that holds them all are replaced at one instant for everybody else.
# A claim that meets a row on its way out waits, and then finds the merged one.
_COMPACT = text("""
    WITH merged AS (DELETE FROM counted WHERE source = :source RETURNING positions)
    INSERT INTO counted (source, positions) SELECT :source, range_agg(positions) FROM merged HAVING count(*) > 0
""")
_SCATTERED = text("SELECT source FROM counted GROUP BY source HAVING count(*) > :rows ORDER BY source")


def claim(session: Session, positions: Positions) -> bool:
    """Claim positions by source, all or none; after False the transaction must be rolled back."""
    wanted = {source: _multirange(some) for source, some in positions.items()}
    if not wanted:
        return True
    claimed = session.scalars(_CLAIM, {"sources": list(wanted), "positions": list(wanted.values())}).all()
    return len(claimed) == len(wanted)


def counted_among(session: Session, source: str, positions: Sequence[int]) -> set[int]:
    """Tell which of some positions are counted."""
    return set(session.scalars(_COUNTED, {"source": source, "positions": list(positions)}))


def missing(session: Session, source: str, head: int, apart: Sequence[int] = (), limit: int = 1_000) -> list[int]:
    """List the first positions up to a head that are neither counted nor set apart."""
    asked = {"source": source, "head": head, "apart": list(apart), "limit": limit}
    return list(session.scalars(_MISSING, asked))


def missing_count(session: Session, source: str, head: int, apart: Sequence[int] = ()) -> int:
    """Tell how many positions up to a head are neither counted nor set apart."""
    return int(session.scalars(_MISSING_COUNT, {"source": source, "head": head, "apart": list(apart)}).one())


def totals(session: Session) -> dict[str, tuple[int, int]]:
    """Tell for each source how many positions are counted, and the last of them."""
    return {row.source: (int(row.counted), int(row.last)) for row in session.execute(_TOTALS)}


def compact(session: Session, rows: int = 32) -> int:
    """Merge the rows of every source that has more than some; answer how many sources were merged."""
    scattered = session.scalars(_SCATTERED, {"rows": rows}).all()
    for source in scattered:
        session.execute(_COMPACT, {"source": source})
    return len(scattered)


def _multirange(positions: Iterable[int]) -> str:
    return "{" + ",".join(f"[{first},{last}]" for first, last in _runs(sorted(positions))) + "}"


def _runs(positions: Sequence[int]) -> Iterator[tuple[int, int]]:
    first = last = None
    for position in positions:
        if last is not None and position == last + 1:
            last = position
            continue
        if first is not None and last is not None:
            yield first, last
        first = last = position
    if first is not None and last is not None:
        yield first, last
