"""The sources as the counter hears them: their epochs, and how far each said that its log goes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

_EPOCHS = text("SELECT service, source FROM epoch")
_ADOPT = text("INSERT INTO epoch (service, source) VALUES (:service, :source) ON CONFLICT (service) DO NOTHING")
_ASK = text("INSERT INTO epoch_asked (source) VALUES (:source) ON CONFLICT DO NOTHING")

# What was told half a minute ago moves from `waiting` to `settled`: what is missing up to there is missing for long.
_HEAR = text("""
    INSERT INTO head AS kept (source, head, told_at, waiting)
    VALUES (:source, :head, CAST(:told_at AS timestamptz), :head)
    ON CONFLICT (source) DO UPDATE SET head = excluded.head, told_at = excluded.told_at, heard_at = clock_timestamp()
    WHERE kept.told_at <= excluded.told_at
""")
_TURN = text("""
    UPDATE head SET settled = waiting, waiting = head, turned_at = clock_timestamp()
    WHERE source = :source AND turned_at < clock_timestamp() - interval '30 s'
""")
_PARKED = text("SELECT position FROM parked WHERE source = :source AND position IS NOT NULL")

# Whoever counts locks heads one by one: what is locked just now is left out, so that neither waits for the other.
_PLAINLY_WHOLE = text("""
    UPDATE head SET whole_at = clock_timestamp(), short = false FROM (
        SELECT source FROM head AS told WHERE int8multirange(int8range(1, head + 1))
            = coalesce((SELECT range_agg(positions) FROM counted WHERE counted.source = told.source), '{}')
        FOR UPDATE SKIP LOCKED
    ) AS plain WHERE head.source = plain.source RETURNING head.source, head.head
""")
_WHOLE = text("UPDATE head SET whole_at = clock_timestamp() WHERE source = :source")
_END = text("UPDATE head SET short = :short WHERE source = :source AND short <> :short")
_HEADS = text("SELECT source, head, settled FROM head")


@lru_cache(maxsize=1_000)
def service_of(source: str) -> str:
    """Name the service that a source is an epoch of."""
    return source.rpartition("/")[0]


def epoch_of(source: str) -> int:
    """Tell the number of a source's epoch."""
    return int(source.rpartition("/")[2])


def epochs(session: Session) -> dict[str, str]:
    """Tell which epoch of each service is counted in the schema at hand."""
    return {row.service: row.source for row in session.execute(_EPOCHS)}


def adopt(session: Session, heard: Iterable[str]) -> set[str]:
    """Tell which sources are counted; a service heard of for the first time is, with the newest epoch heard."""
    known = epochs(session)
    new = sorted((each for each in heard if service_of(each) not in known), key=epoch_of, reverse=True)
    for source in new:
        session.execute(_ADOPT, {"service": service_of(source), "source": source})
    return set((epochs(session) if new else known).values())


def ask_for_epochs(session: Session, sources: Iterable[str]) -> None:
    """Ask for a rebuild where a newer epoch is told than the one that is counted."""
    known = epochs(session)
    for source in sorted(sources):
        if epoch_of(source) > epoch_of(known[service_of(source)]):
            session.execute(_ASK, {"source": source})


def hear_heads(session: Session, told: Sequence[Mapping[str, Any]]) -> None:
    """Remember how far the sources say that their logs go; the newest word of each counts."""
    newest = {event["source"]: event for event in sorted(told, key=lambda event: event["time"])}
    for source, event in sorted(newest.items()):
        session.execute(_HEAR, {"source": source, "head": event["data"]["head"], "told_at": event["time"]})
        session.execute(_TURN, {"source": source})


def heads(session: Session) -> dict[str, tuple[int, int]]:
    """Tell for each source the last head it told, and the one it told more than half a minute ago."""
    return {row.source: (row.head, row.settled) for row in session.execute(_HEADS)}


def parked_positions(session: Session, source: str) -> list[int]:
    """List the positions of a source that are parked: they are no holes."""
    return list(session.scalars(_PARKED, {"source": source}))


def note_plainly_whole(session: Session) -> dict[str, int]:
    """Note of which sources everything up to the head that was told is counted, and no more; give their heads."""
    return {row.source: row.head for row in session.execute(_PLAINLY_WHOLE)}


def note_whole(session: Session, source: str) -> None:
    """Note that nothing of a source is missing now."""
    session.execute(_WHOLE, {"source": source})


def note_end(session: Session, source: str, *, short: bool) -> None:
    """Note whether a source's log ends before what was counted from it."""
    session.execute(_END, {"source": source, "short": short})
