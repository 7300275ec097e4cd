"""Every SELECT of outreach, and what its state tables say of each figure."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.outreach.model import Aid
from shared.duty import Due
from shared.refusals import NotFound
from shared.tally import LEAF, TOWNSHIP, acts_distinct, acts_summed, field


def aid_held(session: Session, id: UUID) -> Aid:
    """Find an aid and hold it until the transaction ends; raises NotFound."""
    found = session.scalar(select(Aid).where(Aid.id == id).with_for_update())
    if found is None:
        raise NotFound("aid")
    return found


def aid_of(session: Session, household: UUID, batch: UUID) -> UUID | None:
    """Tell which aid a household has in a batch."""
    return session.scalar(select(Aid.id).where(Aid.household == household, Aid.batch == batch))


def aid_shown(session: Session, id: UUID) -> dict[str, Any]:
    """Show an aid as it stands; raises NotFound."""
    found = session.get(Aid, id)
    if found is None:
        raise NotFound("aid")
    return {"id": str(id), "state": found.state, "receipt": found.receipt, "place": found.place}


def due(_session: Session, _now: datetime) -> list[Due]:
    """List what time alone asks for: nothing in outreach."""
    return []


def _aid(day: str, value: str, breakdown: str = "''", item: str = "NULL", where: str = "true", turn: int = 0) -> str:
    return f"""SELECT {LEAF} AS place, {day} AS day, ARRAY[organisation] AS organisations, {breakdown} AS breakdown,
        ({item})::text AS item, ({value})::bigint AS value, {turn} AS turn
        FROM aid WHERE state = 'delivered' AND {where}"""  # noqa: S608 - names of our own columns


FIGURES: dict[str, tuple[str, ...]] = {
    "lectures": (
        acts_summed("LectureHeld"),
        acts_summed("LectureHeld", by="topics", many=True),
        acts_summed("LectureHeld", by="mode"),
        acts_summed("LectureHeld", by="corps"),
    ),
    "lecture_audience_offline": (acts_summed("LectureHeld", of="audience_offline"),),
    "lecture_audience_online": (acts_summed("LectureHeld", of="audience_online"),),
    "lecture_townships": (acts_distinct("LectureHeld", TOWNSHIP),),
    "lecturers": (acts_distinct("LectureHeld", field("lecturer")),),
    "visits": (acts_summed("VisitRecorded"), acts_summed("VisitRecorded", by="target")),
    "households_visited": (acts_distinct("VisitRecorded", field("household")),),
    "persons_visited": (acts_summed("VisitRecorded", of="persons"),),
    "enterprises_visited": (acts_distinct("VisitRecorded", field("enterprise")),),
    "aid_cash": (_aid("delivered_on", "cash_fen"), _aid("delivered_on", "cash_fen", "'source=' || source")),
    "aid_goods": (_aid("delivered_on", "goods"),),
    "aid_goods_value": (_aid("delivered_on", "goods_value_fen"),),
    "households_aided": (_aid("delivered_on", "1", item="household"),),
    "aid_unsigned": (
        _aid("delivered_on", "1", item="id", where="receipt_on > delivered_on"),
        _aid("receipt_on", "(receipt <> 'signed')::int", item="id", turn=1),
    ),
}
