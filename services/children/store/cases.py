"""Every SELECT of cases, and what they say of each figure."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from services.children.model import Case, Pairing
from shared.facts import stem
from shared.refusals import NotFound
from shared.rows import held
from shared.tally import LEAF
from shared.vault import ConsentScope, consented


def case_held(session: Session, id: UUID) -> Case:
    """Find a case and hold it until the transaction ends; raises NotFound, also for a case outside the scope."""
    return held(session, Case, id, "case")


def case_shown(session: Session, id: UUID) -> dict[str, Any]:
    """Show a case as it stands; raises NotFound, also for a case outside the scope."""
    found = session.get(Case, id)
    if found is None:
        raise NotFound("case")
    return _shown(found)


def cases_in(session: Session, place: str, after: UUID | None, limit: int) -> list[dict[str, Any]]:
    """List the open cases of a place that lie within the scope, by id."""
    here = select(Case).where(Case.closed_on.is_(None), Case.place.startswith(stem(place), autoescape=True))
    return _page(session, here, after, limit)


def cases_unconsented(session: Session, place: str, on: date, after: UUID | None, limit: int) -> list[dict[str, Any]]:
    """List the open cases of a place that no consent would take into a season beginning on a day, by id."""
    here = select(Case).where(Case.closed_on.is_(None), Case.place.startswith(stem(place), autoescape=True))
    return _page(session, here.where(~consented(Case.id, ConsentScope.CONTACT, on)), after, limit)


def cases_of(session: Session, companion: UUID, after: UUID | None, limit: int) -> list[dict[str, Any]]:
    """List a companion's open cases that lie within the scope, by id."""
    return _page(session, select(Case).where(Case.carer == companion), after, limit)


def own_cases(session: Session, person: UUID, limit: int) -> list[dict[str, Any]]:
    """List the open cases of a companion, or those with whom a student is paired, by id."""
    paired = select(Pairing.case_id).where(Pairing.student == person, Pairing.until.is_(None))
    own = select(Case).where(Case.closed_on.is_(None), or_(Case.carer == person, Case.id.in_(paired)))
    return _page(session, own, None, limit)


def _page(session: Session, query: Select[Case], after: UUID | None, limit: int) -> list[dict[str, Any]]:
    if after:
        query = query.where(Case.id > after)
    return [_shown(each) for each in session.scalars(query.order_by(Case.id).limit(min(limit, 1_000)))]


def _shown(case: Case) -> dict[str, Any]:
    return {
        "id": str(case.id),
        "place": case.place,
        "organisation": str(case.organisation),
        "born_month": case.born_month,
        "sex": case.sex,
        "guardian": case.guardian,
        "category": case.category,
        "companion": str(case.companion),
        "opened_on": str(case.opened_on),
        "closed_on": str(case.closed_on) if case.closed_on else None,
        "close_reason": case.close_reason,
    }


def _stays(day: str, value: int) -> str:
    return f"""SELECT {LEAF} AS place, {day} AS day, ARRAY[organisation] AS organisations, '' AS breakdown,
        child::text AS item, {value}::bigint AS value, 2 * ordinal - {value} AS turn
        FROM stay WHERE {day} IS NOT NULL"""  # noqa: S608 - names of our own columns


FIGURES: dict[str, tuple[str, ...]] = {
    "children_registered": (_stays("since", 1), _stays("until", 0)),
    "children_enrolled": (_stays("since", 1),),
}
