"""Retrying what was parked: the fact is fetched again from its log, for its body was not kept."""

from __future__ import annotations

from sqlalchemy import Engine, delete
from sqlalchemy.orm import Session

from services.reporting import store
from services.reporting.fold import Counter
from services.reporting.model import Parked
from services.reporting.rebuild.sources import Sources
from shared.database import transaction
from shared.ledger import counted_among, missing


def retry(engine: Engine, sources: Sources, counter: Counter, id: int) -> bool:
    """Try once more to count a parked message, or drop it if no log told it; answer whether it is parked no longer."""
    with transaction(engine) as session:
        row = session.get(Parked, id)
    if row is None:
        raise LookupError(f"nothing is parked under {id}")
    never_told = False
    if row.source is not None and row.position is not None:
        answer = sources.at(store.service_of(row.source), [row.position])
        if answer.source == row.source:
            counter.count_arrivals(answer.facts)
            never_told = row.position > answer.head
    with transaction(engine) as session:
        store.look_at_live(session)
        settled = never_told or _is_settled(session, row)
        if settled:
            session.execute(delete(Parked).where(Parked.id == id))
    return settled


def _is_settled(session: Session, row: Parked) -> bool:
    """Tell whether the fact is counted, its epoch over, or, for a message without position, nothing missing."""
    epochs = store.epochs(session)
    if row.source is not None and row.position is not None:
        return row.source not in epochs.values() or bool(counted_among(session, row.source, [row.position]))
    heads = store.heads(session)
    return not any(
        missing(session, source, heads[source][0], store.parked_positions(session, source), 1)
        for source in epochs.values()
        if source in heads
    )
