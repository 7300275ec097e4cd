"""Every SELECT of the needs that visits named."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from services.children.facts.visits import FollowUp
from services.children.model import VisitNeed
from services.children.model.needs import NeedState
from shared.acts import act
from shared.duty import Due
from shared.facts import stem
from shared.rows import held

MOST_DUE = 100


def due(session: Session, _now: datetime) -> Iterator[Due]:
    """List the needs that outreach has not taken yet."""
    waiting = select(VisitNeed).where(VisitNeed.state == NeedState.WAITING.value).order_by(VisitNeed.visit)
    for each in session.scalars(waiting.limit(MOST_DUE)):
        yield Due("need_waits", each.visit, "pass_on_need", {"visit": str(each.visit)}, each.raised_on)


def keep_needs(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    """Let needs wait; one that was passed on already is outreach's, and stays as it is."""
    new = insert(VisitNeed).values(rows)
    said_again = {name: new.excluded[name] for name in ("category", "raised_on", "state", "place", "home")}
    session.execute(
        new.on_conflict_do_update(
            index_elements=[VisitNeed.visit], set_=said_again, where=VisitNeed.state != NeedState.PASSED_ON.value
        )
    )


def need_held(session: Session, visit: UUID) -> VisitNeed:
    """Find the need of a visit and hold it until the transaction ends; raises NotFound."""
    return held(session, VisitNeed, visit, "visit")


def still_says_so(session: Session, visit: UUID) -> bool:
    """Tell whether a visit stands and names a need still."""
    named = act.c.data["follow_up"].astext == FollowUp.NEED.value
    return bool(session.scalar(select(exists().where(act.c.id == visit, act.c.withdrawn_at.is_(None), named))))


def waiting_in(session: Session, place: str, limit: int) -> list[dict[str, Any]]:
    """List the needs of a place, within the scope, that outreach has not taken yet, oldest first."""
    query = select(VisitNeed).where(
        VisitNeed.state == NeedState.WAITING.value, VisitNeed.place.startswith(stem(place), autoescape=True)
    )
    found = session.scalars(query.order_by(VisitNeed.raised_on, VisitNeed.visit).limit(min(limit, 1_000)))
    return [
        {"visit": str(each.visit), "place": each.place, "category": each.category, "raised_on": str(each.raised_on)}
        for each in found
    ]
