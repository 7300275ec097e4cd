"""Every SELECT of silences: whom nobody has reached, whom somebody has reached again, and what the tables say of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Subquery, and_, cast, exists, func, select, true
from sqlalchemy import Uuid as UuidType
from sqlalchemy.orm import Session

from services.children.facts.silences import DAYS_OF_SILENCE
from services.children.facts.visits import ChildVisited, Reached
from services.children.model import Case, Silence, Stay
from services.children.store.returns import TURNS
from shared.acts import act
from shared.answered import answered
from shared.clock import day_of
from shared.duty import Due
from shared.facts import stem
from shared.frame import Campaign, current
from shared.tally import LEAF

EVERYBODY = UUID("6368696c-6472-4e00-8000-636f6e746163")
"""The subject of a check that concerns no child alone."""


def due(session: Session, now: datetime) -> Iterator[Due]:
    """List the day's check of who was reached, until it is done."""
    check = _check_of(current(session).campaigns, day_of(now))
    if check and not session.scalar(select(exists().where(answered.c.door == check.door, answered.c.id == check.id))):
        yield check


def _check_of(winters: Sequence[Campaign], today: date) -> Due | None:
    """Name a day's check; a winter's last is made when its last day is over, and says how that day ended."""
    open_now = [each for each in winters if each.starts_on <= today <= each.closes_on]
    if not open_now:
        return None
    last = open_now[-1].ends_on
    on = min(today, last + timedelta(days=1))
    return Due("contacts", EVERYBODY, "check_contacts", {"on": str(min(on, last))}, on)


def silent(session: Session, campaign: Campaign, today: date) -> Sequence[tuple[Stay, date, int]]:
    """List the stays of children whom nobody has reached for too long, since when, and how often before."""
    reached, known = _reached(campaign), _known_silence()
    since = func.greatest(_last(reached, campaign) + timedelta(days=DAYS_OF_SILENCE), Stay.since)
    query = _standing(select(Stay, since, func.coalesce(_turns(), 0)), reached, campaign)
    too_long_ago = today - timedelta(days=DAYS_OF_SILENCE)
    found = session.execute(query.where(_last(reached, campaign) <= too_long_ago, ~known))
    return [(stay, day, turns) for stay, day, turns in found]


def resumed(session: Session, campaign: Campaign, today: date) -> Sequence[tuple[Silence, date]]:
    """List the silences of children who were reached meanwhile, and on which day."""
    reached = _reached(campaign)
    last = func.greatest(_last(reached, campaign), Silence.since)
    query = _standing(select(Silence, last), reached, campaign).join(Silence, _of_stay())
    since = today - timedelta(days=DAYS_OF_SILENCE)
    found = session.execute(query.where(_last(reached, campaign) > since, *_stands()))
    return [(silence, day) for silence, day in found]


def silences_after(session: Session, stay: Stay, day: date) -> Sequence[Silence]:
    """List a stay's silences that began after a day."""
    query = select(Silence).where(Silence.case_id == stay.case_id, Silence.ordinal == stay.ordinal)
    return session.scalars(query.where(Silence.since > day, ~Silence.taken_back)).all()


def out_of_contact(
    session: Session, campaign: Campaign, place: str, until: date, after: UUID | None, limit: int
) -> list[dict[str, Any]]:
    """List the children of a place, within the scope, whom nobody has reached since a day."""
    reached = _reached(campaign)
    last = _last(reached, campaign)
    query = _standing(select(Case.id, Case.place, Case.companion, reached.c.last), reached, campaign)
    query = query.where(last <= until, Case.place.startswith(stem(place), autoescape=True))
    if after:
        query = query.where(Case.id > after)
    rows = session.execute(query.order_by(Case.id).limit(min(limit, 1_000)))
    return [
        {
            "case": str(each.id),
            "place": each.place,
            "companion": str(each.companion),
            "reached_on": str(each.last) if each.last else None,
        }
        for each in rows
    ]


def _reached(campaign: Campaign) -> Subquery:
    said = (act.c.kind == ChildVisited.__name__) & act.c.withdrawn_at.is_(None)
    case = cast(act.c.data["case"].astext, UuidType).label("case_id")
    return (
        select(case, func.max(act.c.occurred_on).label("last"))
        .where(said, act.c.occurred_on >= campaign.starts_on, act.c.data["reached"].astext == Reached.YES.value)
        .group_by(case)
        .subquery()
    )


def _last(reached: Subquery, campaign: Campaign) -> ColumnElement[date]:
    return func.greatest(reached.c.last, Case.opened_on, campaign.starts_on)


def _standing(query: Select[Any], reached: Subquery, campaign: Campaign) -> Select[Any]:
    return (
        query.select_from(Stay)
        .join(Case, Case.id == Stay.case_id)
        .outerjoin(reached, reached.c.case_id == Case.id)
        .where(Stay.until.is_(None), Stay.season == campaign.id)
    )


def _stands() -> tuple[ColumnElement[bool], ...]:
    return (Silence.resumed_on.is_(None), ~Silence.taken_back)


def _of_stay() -> ColumnElement[bool]:
    return and_(Silence.case_id == Stay.case_id, Silence.ordinal == Stay.ordinal)


def _known_silence() -> ColumnElement[bool]:
    return exists(select(true()).where(_of_stay(), *_stands()))


def _turns() -> ColumnElement[int]:
    return select(func.max(Silence.turn)).where(_of_stay()).correlate(Stay).scalar_subquery()


def _said(table: str, day: str, value: int, turn: str, where: str = "true") -> str:
    return f"""SELECT {LEAF} AS place, {day} AS day, ARRAY[organisation] AS organisations, '' AS breakdown,
        child::text AS item, {value}::bigint AS value, ordinal * {TURNS} + {turn} AS turn
        FROM {table} WHERE {day} IS NOT NULL AND {where}"""  # noqa: S608 - names of our own tables and columns


FIGURES: dict[str, tuple[str, ...]] = {
    "children_out_of_contact": (
        _said("silence", "since", 1, "2 * turn", "NOT taken_back"),
        _said("silence", "resumed_on", 0, "2 * turn + 1", "NOT taken_back"),
        _said("stay", "until", 0, str(TURNS - 1)),
    ),
}
