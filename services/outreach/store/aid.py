"""Aid as it is found and shown."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, selectinload

from services.outreach.model import Aid, AidState
from services.outreach.model.aid import ONE_AID
from shared.refusals import Refusal
from shared.rows import MOST_ROWS, within


class AidAlreadyPlanned(Refusal):
    """这户家庭在本批次中已有一笔慰问"""


def propose(session: Session, aid: Aid) -> None:
    """Write a proposal; raises AidAlreadyPlanned, even where the caller's scope hides the other one."""
    try:
        with session.begin_nested():
            session.add(aid)
    except IntegrityError as error:
        driver: Any = error.orig
        if driver.diag.constraint_name != ONE_AID:
            raise
        raise AidAlreadyPlanned("household") from error


def aids(
    session: Session,
    scope: Collection[str],
    state: AidState,
    place: str | None = None,
    after: UUID | None = None,
    limit: int = 100,
) -> list[Aid]:
    """List the aid in a state within a scope, by its id, from after one."""
    query = within(select(Aid).where(Aid.state == state.value), Aid, scope, place)
    if after:
        query = query.where(Aid.id > after)
    both = (selectinload(Aid.goods), selectinload(Aid.receipts))
    return list(session.scalars(query.options(*both).order_by(Aid.id).limit(min(limit, MOST_ROWS))))


def aid_shown(aid: Aid) -> dict[str, Any]:
    """Show an aid as it stands."""
    return {
        "id": str(aid.id),
        "state": aid.state,
        "place": aid.place,
        "cash_fen": aid.cash_fen,
        "goods": [{"item": each.item, "quantity": each.quantity, "value_fen": each.value_fen} for each in aid.goods],
        "source": aid.source,
        "delivered_on": str(aid.delivered_on) if aid.delivered_on else None,
        "receipts": [{"receipt": each.receipt, "receipt_on": str(each.receipt_on)} for each in aid.receipts],
        "ended_reason": aid.ended_reason,
    }
