"""What a rebuild compares and settles between the two schemas before it changes over."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import text
from sqlalchemy.orm import Session

from services.reporting.store.sources import epoch_of, epochs, service_of

_POSITIONS = "(SELECT coalesce(range_agg(positions), '{{}}') FROM {schema}.counted WHERE source = :source)"
_UNCOUNTED = f"""
    SELECT position
    FROM unnest({_POSITIONS} - (SELECT coalesce(range_agg(positions), '{{{{}}}}') FROM counted WHERE source = :source)
        - (SELECT coalesce(range_agg(int8range(position, position, '[]')), '{{{{}}}}') FROM parked
            WHERE source = :source AND position IS NOT NULL)) AS span,
        generate_series(lower(span), upper(span) - 1) AS position
    LIMIT :most
"""  # noqa: S608 - the schema is one of our two
_LOST = f"""
    INSERT INTO lost (source, followed_by, positions)
    SELECT :source, :followed_by, gone
    FROM (SELECT {_POSITIONS} - int8multirange(int8range(1, :inherited + 1)) AS gone) AS compared
    WHERE NOT isempty(gone) ON CONFLICT (source) DO NOTHING
"""  # noqa: S608
_SETTLE_PARKED = text("""
    DELETE FROM parked WHERE position IS NOT NULL AND (
        NOT EXISTS (SELECT FROM epoch WHERE epoch.source = parked.source)
        OR EXISTS (SELECT FROM counted WHERE counted.source = parked.source AND positions @> parked.position))
""")
_PARKED_IDS = text("SELECT id FROM parked WHERE id <> ALL(CAST(:excepted AS bigint[])) ORDER BY id")
_ASKED = text("SELECT source FROM epoch_asked")
_FORGET_ASKED = text("DELETE FROM epoch_asked WHERE source = :source")


def counted_epochs(session: Session, schema: str) -> dict[str, str]:
    """Tell which epoch of each service is counted in a schema."""
    rows = session.execute(text(f"SELECT service, source FROM {schema}.epoch"))  # noqa: S608
    return {row.service: row.source for row in rows}


def uncounted(session: Session, schema: str, source: str, most: int) -> list[int]:
    """List some of what is counted in another schema and neither counted in the one at hand nor parked."""
    return list(session.scalars(text(_UNCOUNTED.format(schema=schema)), {"source": source, "most": most}))


def settle_parked(session: Session) -> None:
    """Forget what is parked no longer: it is counted in the schema at hand, or its epoch is over."""
    session.execute(_SETTLE_PARKED)


def parked_ids(session: Session, excepted: Collection[int]) -> list[int]:
    """List the ids of what is parked, but for some."""
    return list(session.scalars(_PARKED_IDS, {"excepted": list(excepted)}))


def note_lost(session: Session, schema: str, source: str, followed_by: str, inherited: int) -> None:
    """Keep what was counted of an epoch beyond the last position that the next one has from it."""
    asked = {"source": source, "followed_by": followed_by, "inherited": inherited}
    session.execute(text(_LOST.format(schema=schema)), asked)


def asked_epochs(session: Session) -> list[str]:
    """List the newer epochs for which a rebuild is wanted."""
    return list(session.scalars(_ASKED))


def forget_asked(session: Session) -> None:
    """Forget the epochs that the schema at hand has caught up with."""
    known = epochs(session)
    for source in asked_epochs(session):
        if epoch_of(source) <= epoch_of(known[service_of(source)]):
            session.execute(_FORGET_ASKED, {"source": source})
