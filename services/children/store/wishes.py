"""Every SELECT of wishes, and what their tables say of each figure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, select, tuple_
from sqlalchemy.orm import Session

from services.children.facts.wishes import ReopenReason
from services.children.model import Claim, Delay, Wish, Wisher
from services.children.model.wishes import DELIVER_WITHIN, SEND_WITHIN, UNFINISHED, WishState
from shared.clock import day_of
from shared.duty import DUE_AT_ONCE, Due
from shared.frame import current
from shared.refusals import NotFound
from shared.rows import held, kept
from shared.tally import LEAF

MOST_PLEDGES = 200


def wish_held(session: Session, id: UUID) -> Wish:
    """Find a wish and hold it until the transaction ends; raises NotFound."""
    return held(session, Wish, id)


def wish_kept(session: Session, id: UUID) -> Wish:
    """Find a wish to look at; raises NotFound."""
    return kept(session, Wish, id)


def case_of(session: Session, wish: UUID) -> UUID:
    """Tell whose wish it is; raises NotFound, also for a child outside the scope."""
    found = session.scalar(select(Wisher.case_id).where(Wisher.wish == wish))
    if found is None:
        raise NotFound("wish")
    return found


def unfinished_wish_of(session: Session, case: UUID) -> UUID | None:
    """Tell which wish of a child is not yet fulfilled."""
    states = [each.value for each in UNFINISHED]
    return session.scalar(
        select(Wish.id).join(Wisher, Wisher.wish == Wish.id).where(Wisher.case_id == case, Wish.state.in_(states))
    )


def wish_of_claim(session: Session, id: UUID) -> UUID:
    """Tell which wish a claim is of; raises NotFound."""
    found = session.scalar(select(Claim.wish).where(Claim.id == id))
    if found is None:
        raise NotFound("claim")
    return found


def claim_held(session: Session, id: UUID) -> Claim:
    """Find a claim and hold it until the transaction ends; raises NotFound."""
    return held(session, Claim, id, "claim")


def standing_claims(session: Session, wish: UUID) -> Sequence[Claim]:
    """List the promises of a wish that were not released."""
    standing = select(Claim).where(Claim.wish == wish, Claim.released_on.is_(None))
    return session.scalars(standing.order_by(Claim.claimed_on, Claim.id)).all()


def last_claimed_on(session: Session, wish: UUID) -> date | None:
    """Tell the day of the last promise of a wish that was not released."""
    standing = select(func.max(Claim.claimed_on)).where(Claim.wish == wish, Claim.released_on.is_(None))
    return session.scalar(standing)


def lapsed_claims(session: Session, wish: Wish) -> Sequence[Claim]:
    """List the promises that were released when the wish was last opened again because nothing had been sent."""
    lapsed = select(Claim).where(
        Claim.wish == wish.id,
        Claim.released_on == wish.lapsed_on,
        Claim.release_reason == ReopenReason.UNSENT.value,
    )
    return session.scalars(lapsed.order_by(Claim.claimed_on, Claim.id)).all()


def standing_delay(session: Session, wish: UUID) -> Delay | None:
    """Find the delay of a wish that has not ended."""
    return session.scalar(select(Delay).where(Delay.wish == wish, Delay.until.is_(None)))


def cards(session: Session, after: tuple[date, UUID] | None, limit: int) -> list[dict[str, Any]]:
    """List what may be claimed, oldest first, as anybody may see it."""
    query = select(Wish).where(Wish.state == WishState.PUBLISHED.value)
    if after:
        query = query.where(tuple_(Wish.published_on, Wish.id) > after)
    rows = session.scalars(query.order_by(Wish.published_on, Wish.id).limit(min(limit, 1_000)))
    return [card(each) for each in rows]


def card(wish: Wish) -> dict[str, Any]:
    """Show a wish as anybody may see it: choices, and no place smaller than a city."""
    plain = ("item", "reason", "size", "age_band", "value_fen", "shares", "left")
    return {
        "id": str(wish.id),
        "city": wish.place[:4].ljust(12, "0"),
        **{name: getattr(wish, name) for name in plain},
        "published_on": str(wish.published_on),
    }


def pledges_of(session: Session, donor: UUID) -> list[dict[str, Any]]:
    """List a donor's promises, the latest first, with the card of each wish, how far it has come, and the thanks."""
    promised = select(Claim, Wish).join(Wish, Wish.id == Claim.wish).where(Claim.donor == donor)
    rows = session.execute(promised.order_by(Claim.claimed_on.desc(), Claim.id).limit(MOST_PLEDGES))
    return [
        {
            "claim": str(claim.id),
            "claimed_on": str(claim.claimed_on),
            "released_on": str(claim.released_on) if claim.released_on else None,
            "pledged": claim.shares,
            "wish": card(wish),
            "state": wish.state,
            "thanks": wish.thanks if claim.released_on is None else None,
        }
        for claim, wish in rows
    ]


def wish_shown(session: Session, wish: Wish) -> dict[str, Any]:
    """Show a wish to those who look after the child."""
    days = ("gathered_on", "published_on", "claimed_on", "sent_on", "delivered_on")
    plain = ("place", "item", "reason", "size", "age_band", "value_fen", "shares", "taken", "state", "verdict")
    return {
        "id": str(wish.id),
        "case": str(case_of(session, wish.id)),
        **{name: getattr(wish, name) for name in (*plain, "handed_at", "thanks", "cancel_reason")},
        **{name: str(getattr(wish, name)) if getattr(wish, name) else None for name in days},
        "overdue": standing_delay(session, wish.id) is not None,
    }


def due(session: Session, now: datetime) -> list[Due]:
    """List what time alone asks of wishes: claims that nobody acted on, and parcels that have not come."""
    today = day_of(now)
    campaign = current(session).campaign_on(today)
    if campaign is None:
        return []
    return [*_unsent(session, campaign.starts_on, today), *_overdue(session, campaign.starts_on, today)]


def _unsent(session: Session, since: date, today: date) -> Iterator[Due]:
    waiting = select(Wish.id, Wish.claimed_on).where(
        Wish.state == WishState.CLAIMED.value, Wish.claimed_on >= since, Wish.claimed_on <= today - SEND_WITHIN
    )
    for wish, claimed_on in _days(session, waiting):
        on = claimed_on + SEND_WITHIN
        fields = {"wish": str(wish), "reopened_on": str(on), "reason": ReopenReason.UNSENT.value}
        yield Due("wish_unsent", wish, "reopen_wish", fields, on)


def _overdue(session: Session, since: date, today: date) -> Iterator[Due]:
    under_way = (
        select(Wish.id, Wish.sent_on)
        .outerjoin(Delay, (Delay.wish == Wish.id) & Delay.until.is_(None))
        .where(Wish.state == WishState.SENT.value, Wish.sent_on <= today - DELIVER_WITHIN, Delay.wish.is_(None))
    )
    for wish, sent_on in _days(session, under_way):
        on = max(sent_on + DELIVER_WITHIN, since)
        yield Due("wish_overdue", wish, "note_delay", {"wish": str(wish), "overdue_on": str(on)}, on)


def _days(session: Session, query: Any) -> Sequence[Row[UUID, date]]:
    return session.execute(query.order_by(Wish.id).limit(DUE_AT_ONCE)).all()


def _said(day: str, value: str = "1", item: str = "NULL", source: str = "wish", turn: str = "0") -> str:
    return f"""SELECT {LEAF} AS place, {day} AS day, ARRAY[organisation] AS organisations, '' AS breakdown,
        ({item})::text AS item, {value}::bigint AS value, {turn} AS turn
        FROM {source} WHERE {day} IS NOT NULL"""  # noqa: S608 - names of our own columns


_VALID = "(SELECT * FROM wish WHERE state NOT IN ('rejected', 'cancelled')) AS those"
_PROMISED = """(SELECT place, home, organisation, claim.claimed_on, donor FROM wish
    JOIN wish_claim AS claim ON claim.wish = wish.id WHERE released_on IS NULL) AS those"""
_LATE = "wish JOIN wish_delay AS delay ON delay.wish = wish.id"

FIGURES: dict[str, tuple[str, ...]] = {
    "wishes_gathered": (_said("gathered_on", source=_VALID),),
    "wishes_claimed": (_said("claimed_on"),),
    "wishes_fulfilled": (_said("delivered_on"),),
    "wishes_overdue": (
        _said("since", "1", "wish.id", _LATE, "2 * delay.round - 1"),
        _said("until", "0", "wish.id", _LATE, "2 * delay.round"),
    ),
    "wish_donors": (_said("claimed_on", item="donor", source=_PROMISED),),
}
