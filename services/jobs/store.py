"""Every SELECT of jobs, and what its state tables say of each figure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select, tuple_
from sqlalchemy.orm import Session

from services.jobs.facts import CloseReason
from services.jobs.model import Booth, Fair, Posting
from shared.clock import day_of
from shared.duty import Due
from shared.facts import stem
from shared.refusals import NotFound
from shared.tally import LEAF

DUE_AT_ONCE = 1_000


def posting_held(session: Session, id: UUID) -> Posting:
    """Find a posting and hold it until the transaction ends; raises NotFound."""
    found = session.scalar(select(Posting).where(Posting.id == id).with_for_update())
    if found is None:
        raise NotFound("posting")
    return found


def posting_known(session: Session, employer: UUID, external_id: str) -> UUID | None:
    """Tell which posting of an employer carries an id of another system."""
    return session.scalar(select(Posting.id).where(Posting.employer == employer, Posting.external_id == external_id))


def postings_among(session: Session, ids: Collection[UUID]) -> dict[UUID, Posting]:
    """Find the postings that exist among some ids."""
    return {each.id: each for each in session.scalars(select(Posting).where(Posting.id.in_(ids)))}


def posting_kept(session: Session, id: UUID) -> Posting:
    """Find a posting to look at; raises NotFound."""
    found = session.get(Posting, id)
    if found is None:
        raise NotFound("posting")
    return found


def posting_shown(posting: Posting, today: date) -> dict[str, Any]:
    """Show a posting as it stands; `stale` says that nobody has verified it for long."""
    whole = ("place", "title", "external_id", "trade", "workplace", "headcount", "filled", "close_reason", "channels")
    wages = ("wage_low_fen", "wage_high_fen")
    days = ("opens_on", "closes_on", "verified_on", "closed_on")
    return {
        "id": str(posting.id),
        "employer": str(posting.employer),
        **{name: getattr(posting, name) for name in (*whole, *wages)},
        **{name: _iso(getattr(posting, name)) for name in days},
        "open": posting.stands_on(today),
        "stale": posting.stale_on(today),
    }


def listing(
    session: Session,
    scope: Collection[str],
    today: date,
    place: str | None = None,
    after: tuple[date, UUID] | None = None,
    limit: int = 100,
) -> list[dict[str, Any]]:
    """List the postings that are open today within a scope, oldest first, from after (opens_on, id)."""
    query = select(Posting).where(
        Posting.closed_on.is_(None),
        Posting.closes_on >= today,
        or_(*(column.startswith(each) for each in scope for column in (Posting.place, Posting.home))),
    )
    if place:
        query = query.where(Posting.place.startswith(stem(place), autoescape=True))
    if after:
        query = query.where(tuple_(Posting.opens_on, Posting.id) > after)
    rows = session.scalars(query.order_by(Posting.opens_on, Posting.id).limit(min(limit, 1_000)))
    return [posting_shown(each, today) for each in rows]


def fair_held(session: Session, id: UUID) -> Fair:
    """Find a fair and hold it until the transaction ends; raises NotFound."""
    found = session.scalar(select(Fair).where(Fair.id == id).with_for_update())
    if found is None:
        raise NotFound("fair")
    return found


def booths_of(session: Session, fair: UUID) -> Sequence[Booth]:
    """List a fair's booths."""
    return session.scalars(select(Booth).where(Booth.fair == fair).order_by(Booth.employer)).all()


def fair_kept(session: Session, id: UUID) -> Fair:
    """Find a fair to look at; raises NotFound."""
    found = session.get(Fair, id)
    if found is None:
        raise NotFound("fair")
    return found


def fair_shown(fair: Fair, booths: Sequence[Booth]) -> dict[str, Any]:
    """Show a fair as it stands, with its booths."""
    whole = ("state", "place", "mode", "venue", "organiser_kind", "visitors", "intents", "hires")
    brought = [
        {"employer": str(each.employer), "postings": [str(id) for id in each.postings], "came": each.came}
        for each in booths
    ]
    return {
        "id": str(fair.id),
        **{name: getattr(fair, name) for name in whole},
        **{name: _iso(getattr(fair, name)) for name in ("planned_on", "held_on", "confirmed_on")},
        "booths": brought,
    }


def due(session: Session, now: datetime) -> list[Due]:
    """List what time alone asks for: closing the postings whose last day has passed."""
    past = select(Posting.id, Posting.closes_on).where(Posting.closed_on.is_(None), Posting.closes_on < day_of(now))
    return [
        Due(
            rule="expire",
            subject=row.id,
            door="close_posting",
            fields={"posting": str(row.id), "reason": CloseReason.EXPIRED.value},
            on=row.closes_on + timedelta(days=1),
        )
        for row in session.execute(past.order_by(Posting.closes_on, Posting.id).limit(DUE_AT_ONCE))
    ]


def _iso(day: date | None) -> str | None:
    return str(day) if day else None


def _said(
    source: str,
    day: str,
    value: str = "1",
    breakdown: str = "''",
    item: str = "NULL",
    organisations: str = "ARRAY[organisation]",
    turn: int | str = 0,
) -> str:
    return f"""SELECT {LEAF} AS place, {day} AS day, {organisations} AS organisations, {breakdown} AS breakdown,
        ({item})::text AS item, ({value})::bigint AS value, {turn} AS turn
        FROM {source} WHERE {day} IS NOT NULL"""  # noqa: S608 - names of our own tables


def _posting(day: str = "opens_on", value: str = "1", breakdown: str = "''", item: str = "NULL", turn: int = 0) -> str:
    return _said("posting", day, value, breakdown, item, turn=turn)


def _fair(value: str = "1", by: str = "''", day: str = "held_on", source: str = "fair") -> str:
    return _said(source, day, value, by, organisations=_TOOK_PART)


def _offer(item: str, by: str = "''") -> str:
    """Say which postings were shown where; of two fairs on one day the one that was told later holds."""
    offers, told_later = "fair JOIN offer ON offer.fair = fair.id", "(extract(epoch FROM held_at) * 1000000)::bigint"
    return _said(offers, "held_on", "headcount", by, item, _TOOK_PART, told_later)


_CHANNELS = "posting, unnest(channels) AS channel"
_CAME = "fair JOIN booth ON booth.fair = fair.id AND booth.came"
_TOOK_PART = "organisation || joint_organisations"
_WINDOW = "'window=' || travel_window"

FIGURES: dict[str, tuple[str, ...]] = {
    "postings": (_posting(), _posting(breakdown="'trade=' || trade")),
    "vacancies": (_posting(value="headcount"),),
    "open_vacancies": (
        _posting(value="headcount", item="id"),
        _posting("closed_on", value="0", item="id", turn=1),
    ),
    "employers": (_posting(item="employer"),),
    "publications": (
        _said(_CHANNELS, "opens_on"),
        _said(_CHANNELS, "opens_on", breakdown="'channel=' || channel"),
    ),
    "fairs": (_fair(), _fair(by="'mode=' || mode"), _fair(by=_WINDOW)),
    "fair_employers": (_fair(source=_CAME), _fair(by=_WINDOW, source=_CAME)),
    "fair_vacancies": (_offer("posting"),),
    "window_vacancies": (_offer("showing"), _offer("showing", _WINDOW)),
    "fair_visitors": (_fair("visitors"), _fair("visitors", _WINDOW)),
    "fair_intents": (_fair("intents"), _fair("intents", _WINDOW)),
    "fair_hires": (_fair("hires", day="confirmed_on"), _fair("hires", _WINDOW, "confirmed_on")),
}
