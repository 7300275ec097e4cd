"""Every SELECT of 父母返乡情况, and what it says of each figure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from services.children.facts.returns import ReturnStatus
from services.children.model import Returning, Stay
from services.children.model.returns import AWAY
from shared.facts import stem
from shared.tally import LEAF

TURNS = 1_000
"""More than the states that fit into one stay, so that a day's states come in their order, its end last."""


def last_known(session: Session, stay: Stay) -> Returning:
    """Find what is known last of the parents of a child in its stay."""
    query = select(Returning).where(Returning.case_id == stay.case_id, Returning.ordinal == stay.ordinal)
    return session.scalar(query.order_by(Returning.turn.desc()).limit(1)) or Returning.nothing(stay)


def known_after(session: Session, stay: Stay, day: Any) -> Sequence[Returning]:
    """List what was told of a stay for days after one."""
    mine = select(Returning).where(Returning.case_id == stay.case_id, Returning.ordinal == stay.ordinal)
    return session.scalars(mine.where(Returning.as_of > day)).all()


def history(session: Session, case: UUID) -> list[dict[str, Any]]:
    """List what became known of a child's parents, oldest first."""
    query = select(Returning).where(Returning.case_id == case).order_by(Returning.ordinal, Returning.turn)
    return [_shown(each) for each in session.scalars(query)]


def without_parents(session: Session, place: str, after: UUID | None, limit: int) -> list[dict[str, Any]]:
    """List the children of a place, within the scope, neither of whose parents is home."""
    later = aliased(Returning)
    query = (
        select(Returning)
        .join(Stay, (Stay.case_id == Returning.case_id) & (Stay.ordinal == Returning.ordinal) & Stay.until.is_(None))
        .outerjoin(
            later,
            (later.case_id == Returning.case_id) & (later.ordinal == Returning.ordinal) & (later.turn > Returning.turn),
        )
        .where(later.turn.is_(None), Returning.place.startswith(stem(place), autoescape=True))
        .where(Returning.father.in_(NOT_HOME), Returning.mother.in_(NOT_HOME))
    )
    if after:
        query = query.where(Returning.case_id > after)
    found = session.scalars(query.order_by(Returning.case_id).limit(min(limit, 1_000)))
    return [_shown(each) for each in found if each.both_away]


def _shown(state: Returning) -> dict[str, Any]:
    return {
        "case": str(state.case_id),
        "as_of": str(state.as_of),
        "father": state.father,
        "mother": state.mother,
        "about": state.about,
        "source": state.source,
    }


NOT_HOME = sorted(each.value for each in (*AWAY, ReturnStatus.ABSENT))
_NOT_HOME = ", ".join(f"'{each}'" for each in NOT_HOME)


def _known(value: str) -> tuple[str, str]:
    said = f"""SELECT {LEAF} AS place, as_of AS day, ARRAY[organisation] AS organisations, '' AS breakdown,
        child::text AS item, ({value})::bigint AS value, ordinal * {TURNS} + turn AS turn
        FROM parent_return WHERE NOT taken_back"""  # noqa: S608 - names of our own columns
    closed = f"""SELECT {LEAF} AS place, until AS day, ARRAY[organisation] AS organisations, '' AS breakdown,
        child::text AS item, 0::bigint AS value, ordinal * {TURNS} + {TURNS - 1} AS turn
        FROM stay WHERE until IS NOT NULL"""  # noqa: S608 - likewise
    return said, closed


_AWAY = f"father IN ({_NOT_HOME}) AND mother IN ({_NOT_HOME}) AND NOT (father = 'absent' AND mother = 'absent')"


FIGURES: dict[str, tuple[str, ...]] = {
    "returns_known": _known("(father <> 'unknown' AND mother <> 'unknown')::int"),
    "both_parents_away": _known(f"({_AWAY})::int"),
    "children_without_parents": (f"{_known('1')[0]} AND {_AWAY}",),
    "parents_returned": _known("(father = 'returned')::int + (mother = 'returned')::int"),
}
