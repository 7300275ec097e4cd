"""Every SELECT of winter packs, and what their tables say of each figure."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from services.children.model import Pack, PackBatch, PackMovement
from services.children.model.packs import ONE_PACK_OF_A_BATCH, PackAllotted
from shared.facts import stem
from shared.refusals import NotFound
from shared.rows import held
from shared.tally import LEAF


def batch_held(session: Session, id: UUID) -> PackBatch:
    """Find a batch and hold it until the transaction ends; raises NotFound."""
    return held(session, PackBatch, id, "batch")


def last_moved_on(session: Session, batch: UUID) -> date:
    """Tell the day on which a batch's stock changed last."""
    return session.scalars(select(func.max(PackMovement.moved_on)).where(PackMovement.batch == batch)).one()


def batch_shown(session: Session, id: UUID) -> dict[str, Any]:
    """Show a batch as it stands; raises NotFound."""
    found = session.get(PackBatch, id)
    if found is None:
        raise NotFound("batch")
    return _shown(found)


def batches_for(session: Session, place: str, limit: int) -> list[dict[str, Any]]:
    """List the batches with something left that lie in a place or serve it, oldest first."""
    above = [place[:width].ljust(12, "0") for width in (2, 4, 6)]
    serving = PackBatch.place.startswith(stem(place), autoescape=True) | PackBatch.place.in_(above)
    query = select(PackBatch).where(PackBatch.stock > 0, serving).order_by(PackBatch.received_on, PackBatch.id)
    return [_shown(each) for each in session.scalars(query.limit(min(limit, 1_000)))]


def pack_kept(session: Session, id: UUID) -> Pack:
    """Find a pack to look at; raises NotFound, also for a pack outside the scope."""
    found = session.get(Pack, id)
    if found is None:
        raise NotFound("pack")
    return found


def pack_held(session: Session, id: UUID) -> Pack:
    """Find a pack and hold it until the transaction ends; raises NotFound, also for a pack outside the scope."""
    return held(session, Pack, id)


def put_aside(session: Session, pack: Pack) -> None:
    """Write down which child a pack is for; raises PackAllotted."""
    try:
        with session.begin_nested():
            session.add(pack)
    except IntegrityError as error:
        driver: Any = error.orig
        if driver.diag.constraint_name == ONE_PACK_OF_A_BATCH:
            raise PackAllotted("case") from error
        raise


def pack_shown(pack: Pack) -> dict[str, Any]:
    """Show a pack to those who look after the child."""
    return {
        "id": str(pack.id),
        "batch": str(pack.batch),
        "case": str(pack.case_id),
        "state": pack.state,
        "allotted_on": str(pack.allotted_on),
        "delivered_on": str(pack.delivered_on) if pack.delivered_on else None,
        "handed_at": pack.handed_at,
        "station": str(pack.station) if pack.station else None,
        "receipt": pack.receipt,
    }


def _shown(batch: PackBatch) -> dict[str, Any]:
    plain = ("place", "contents", "unit_fen", "received", "stock")
    return {
        "id": str(batch.id),
        "donor": str(batch.donor),
        **{name: getattr(batch, name) for name in plain},
        "received_on": str(batch.received_on),
    }


def _said(source: str, day: str, value: str = "1", item: str = "NULL", turn: str = "0") -> str:
    return f"""SELECT {LEAF} AS place, {day} AS day, ARRAY[organisation] AS organisations, '' AS breakdown,
        ({item})::text AS item, {value}::bigint AS value, {turn} AS turn
        FROM {source} WHERE {day} IS NOT NULL"""  # noqa: S608 - names of our own columns


_MOVED = """(SELECT place, home, organisation, batch, moved.stock, moved_on, ordinal
    FROM pack_batch JOIN pack_movement AS moved ON moved.batch = pack_batch.id) AS those"""

FIGURES: dict[str, tuple[str, ...]] = {
    "packs_delivered": (_said("pack", "delivered_on"),),
    "packs_value": (_said("pack", "delivered_on", "value_fen"),),
    "packs_in_stock": (_said(_MOVED, "moved_on", "stock", "batch", "ordinal"),),
    "pack_donors": (_said("pack_batch", "received_on", item="donor"),),
}
