"""Every SELECT of 童伴之家 and 童伴妈妈, and what they say of each figure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.children.model import Case, Companion, HandOver, House
from services.children.model.registers import Entry
from shared.facts import stem
from shared.refusals import NotFound
from shared.tally import LEAF

Kind = TypeVar("Kind", House, Companion)


def entry_held(session: Session, kind: type[Kind], id: UUID, field: str) -> Kind:
    """Find an entry and hold it until the transaction ends; raises NotFound, also for one outside the scope."""
    found = session.scalar(select(kind).where(kind.id == id).with_for_update())
    if found is None:
        raise NotFound(field)
    return found


def entry_kept(session: Session, kind: type[Kind], id: UUID) -> Kind | None:
    """Find an entry and keep others from ending it until the transaction ends; they may refer to it meanwhile."""
    return session.scalar(select(kind).where(kind.id == id).with_for_update(read=True, key_share=True))


def houses_known(session: Session, ids: Collection[UUID]) -> dict[UUID, House]:
    """Find homes by their numbers, as far as they lie within the scope."""
    return {each.id: each for each in session.scalars(select(House).where(House.id.in_(ids)))}


def companions_at(session: Session, house: UUID) -> int:
    """Count the companions who serve at a home."""
    return session.scalar(select(func.count()).where(Companion.house == house, Companion.until.is_(None))) or 0


def children_of(session: Session, companion: UUID) -> Sequence[Case]:
    """List a companion's open cases and hold them until the transaction ends."""
    return session.scalars(select(Case).where(Case.carer == companion).order_by(Case.id).with_for_update()).all()


def entries_in(session: Session, kind: type[Kind], place: str, after: UUID | None, limit: int) -> list[dict[str, Any]]:
    """List the standing entries of a place that lie within the scope, by id."""
    query = select(kind).where(kind.until.is_(None), kind.place.startswith(stem(place), autoescape=True))
    if after:
        query = query.where(kind.id > after)
    return [shown(each) for each in session.scalars(query.order_by(kind.id).limit(min(limit, 1_000)))]


def hand_overs_of(session: Session, case: UUID) -> list[dict[str, Any]]:
    """List who handed a child over to whom, oldest first."""
    query = select(HandOver).where(HandOver.case_id == case).order_by(HandOver.handed_on, HandOver.id)
    return [
        {"handed_on": str(each.handed_on), "giver": str(each.giver), "taker": str(each.taker)}
        for each in session.scalars(query)
    ]


def shown(entry: Entry) -> dict[str, Any]:
    """Show an entry as it stands."""
    return {
        "id": str(entry.id),
        "revision": entry.revision,
        "place": entry.place,
        "organisation": str(entry.organisation),
        "since": str(entry.since),
        "until": str(entry.until) if entry.until else None,
        **_own(entry),
    }


def _own(entry: Entry) -> dict[str, Any]:
    if isinstance(entry, House):
        return {"premises": entry.premises}
    return {"house": str(entry.house)} if isinstance(entry, Companion) and entry.house else {}


def _stands(table: str, day: str, value: int) -> str:
    return f"""SELECT {LEAF} AS place, {day} AS day, ARRAY[organisation] AS organisations, '' AS breakdown,
        id::text AS item, {value}::bigint AS value, {1 - value} AS turn
        FROM {table} WHERE {day} IS NOT NULL"""  # noqa: S608 - names of our own tables and columns


FIGURES: dict[str, tuple[str, ...]] = {
    "companion_homes": (_stands("house", "since", 1), _stands("house", "until", 0)),
    "companions": (_stands("companion", "since", 1), _stands("companion", "until", 0)),
}
