"""Every SELECT of 政策清单, and what time asks for of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from services.jobs.model.policies import SAID, PolicyDraft, PolicyItem, PolicyList, PolicyVersion
from services.jobs.store.said import said
from services.jobs.store.turns import take_turn
from shared.clock import day_of
from shared.duty import DUE_AT_ONCE, Due
from shared.facts import stem
from shared.refusals import NotFound
from shared.rows import iso


def list_in_use(session: Session, place: str) -> UUID | None:
    """Tell which list a place has in use; calls for one place take turns."""
    take_turn(session, f"policy_list:{place}")
    return session.scalar(select(PolicyList.id).where(PolicyList.place == place, PolicyList.closed_on.is_(None)))


def items_of(session: Session, policy_list: UUID) -> dict[UUID, PolicyItem]:
    """Find all items that ever stood on a list."""
    found = session.scalars(select(PolicyItem).where(PolicyItem.policy_list == policy_list))
    return {each.id: each for each in found}


def drafts_waiting(session: Session, place: str) -> Sequence[PolicyDraft]:
    """List what was drafted for the next version of a place's list, held until the transaction ends."""
    waiting = select(PolicyDraft).where(PolicyDraft.place == place, PolicyDraft.listed_in.is_(None))
    return session.scalars(waiting.order_by(PolicyDraft.id).with_for_update()).all()


def draft_shown(draft: PolicyDraft) -> dict[str, Any]:
    """Show a draft as it waits."""
    return version_said([draft.said])[0]


def items_elsewhere(session: Session, policy_list: UUID, ids: Collection[UUID]) -> set[UUID]:
    """Tell which ids belong to items of other lists."""
    others = select(PolicyItem.id).where(PolicyItem.id.in_(ids), PolicyItem.policy_list != policy_list)
    return set(session.scalars(others))


def policy_list_shown(session: Session, policy_list: PolicyList, version: int | None) -> dict[str, Any]:
    """Show a list as it stands, or as one of its versions said it; raises NotFound."""
    told = session.get(PolicyVersion, (policy_list.id, version or policy_list.version))
    if told is None:
        raise NotFound("version")
    gone = {str(each.id): each for each in items_of(session, policy_list.id).values() if each.dropped_on}
    return {
        "id": str(policy_list.id),
        "place": policy_list.place,
        "version": told.version,
        "current": policy_list.version,
        "title": told.title,
        "published_on": str(told.published_on),
        "closed_on": iso(policy_list.closed_on),
        "items": [
            {**each, "dropped_on": iso(gone[each["id"]].dropped_on) if each["id"] in gone else None}
            for each in told.items
        ],
    }


def policy_lists(
    session: Session, scope: Collection[str], place: str | None = None, after: UUID | None = None, limit: int = 100
) -> list[dict[str, Any]]:
    """List the lists in use within a scope, from after an id."""
    in_scope = or_(*(column.startswith(each) for each in scope for column in (PolicyList.place, PolicyList.home)))
    query = select(PolicyList).where(PolicyList.closed_on.is_(None), in_scope)
    if place:
        query = query.where(PolicyList.place.startswith(stem(place), autoescape=True))
    if after:
        query = query.where(PolicyList.id > after)
    rows = session.scalars(query.order_by(PolicyList.id).limit(min(limit, 1_000)))
    return [{"id": str(each.id), "place": each.place, "title": each.title, "version": each.version} for each in rows]


def policies_due(session: Session, now: datetime) -> list[Due]:
    """List the items to be taken off their lists because their last day has passed."""
    past = select(PolicyItem.id, PolicyItem.valid_to).where(
        PolicyItem.dropped_on.is_(None), PolicyItem.valid_to < day_of(now)
    )
    rows = session.execute(past.order_by(PolicyItem.valid_to, PolicyItem.id).limit(DUE_AT_ONCE))
    return [_lapse(row.id, row.valid_to) for row in rows]


def _lapse(item: UUID, valid_to: date) -> Due:
    return Due("lapse", item, "lapse_policy_item", {"item": str(item)}, valid_to + timedelta(days=1))


def version_said(items: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Write down what a version says of its items."""
    return [
        {name: None if each[name] is None else str(each[name]) for name in ("id", "department", *SAID)}
        for each in items
    ]


_TOOK_PART = "organisation || joint_organisations"
_ITEMS = "policy_list JOIN policy_item ON policy_item.policy_list = policy_list.id"
_VERSIONS = "policy_list JOIN policy_version AS each ON each.policy_list = policy_list.id"


def _items(day: str, value: str, by: str = "''") -> str:
    return said(_ITEMS, day, value, by, "policy_item.id", _TOOK_PART, int(day == "dropped_on"))


FIGURES: dict[str, tuple[str, ...]] = {
    "policy_items": tuple(
        _items(day, value, by)
        for day, value in (("listed_on", "1"), ("dropped_on", "0"))
        for by in ("''", "'department=' || department")
    ),
    "policy_areas": (said(_VERSIONS, "each.published_on", item="area", organisations=_TOOK_PART),),
}
