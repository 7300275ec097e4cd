"""The doors of claims: cards are seen and claimed by everybody, the child by nobody."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from services.children.facts.wishes import ReopenReason
from services.children.model import Claim, Wish
from services.children.model.wishes import WishState
from services.children.schemas.wishes import ClaimWish, PledgeWish, ReleaseClaim, ReopenWish, SendWish
from services.children.service.wishes import answer, end_delay, wish_of
from services.children.store import wishes as store
from shared.desk import Desk, must_be_date
from shared.eventlog import reverse, tell
from shared.identity import Role
from shared.refusals import NotFound
from shared.worker import read, write

REOPENED_FROM = {
    ReopenReason.UNSENT: WishState.CLAIMED,
    ReopenReason.WITHDRAWN: WishState.CLAIMED,
    ReopenReason.LOST: WishState.SENT,
}


class ClaimDoors:
    """认领: a wish belongs to whoever comes first, whole or by shares; what is not sent in time is free again."""

    @write(ClaimWish, Role.RECORDER)
    def claim_wish(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Promise shares of a wish to whoever comes first, wherever they live."""
        on = fields["claimed_on"] or desk.today
        must_be_date(desk, on, "claimed_on")
        return _promised(desk, Claim(id=id, **fields | {"claimed_on": on}, told=1))

    @write(PledgeWish)
    def pledge_wish(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Promise shares of a wish in one's own name: whoever signed in may."""
        must_be_date(desk, desk.today, "claimed_on")
        return _promised(desk, Claim(id=id, **fields, donor=desk.identity.somebody, claimed_on=desk.today, told=1))

    @write(ReleaseClaim, Role.RECORDER)
    def release_claim(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Free the shares of a donor who cannot keep the promise."""
        wish = wish_of(desk, store.wish_of_claim(desk.session, fields["claim"]))
        return _released(desk, wish, store.claim_held(desk.session, fields["claim"]))

    @write(ReleaseClaim)
    def give_up_pledge(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Free the shares that one promised in one's own name; raises NotFound for somebody else's."""
        wish = store.wish_held(desk.session, store.wish_of_claim(desk.session, fields["claim"]))
        claim = store.claim_held(desk.session, fields["claim"])
        if claim.donor != desk.identity.somebody:
            raise NotFound("claim")
        return _released(desk, wish, claim)

    @write(SendWish, Role.RECORDER)
    def send_wish(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Note that everything promised is on its way to the township."""
        wish, on = wish_of(desk, fields["wish"]), fields["sent_on"] or desk.today
        must_be_date(desk, on, "sent_on")
        if wish.lapsed_on:
            _stand_again(desk, wish)
        wish.send(on)
        return answer(wish)

    @write(ReopenWish, Role.RECORDER)
    def reopen_wish(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Show a wish again because nobody sent it in time, or what was sent is lost."""
        wish, on, reason = wish_of(desk, fields["wish"]), fields["reopened_on"], fields["reason"]
        must_be_date(desk, on, "reopened_on")
        if reason is ReopenReason.UNSENT:
            wish.must_be_late(on)
        claims = store.standing_claims(desk.session, wish.id)
        for each in claims:
            each.release(on, reason)
        _free(desk, wish, claims, REOPENED_FROM[reason])
        wish.lapsed_on = on if reason is ReopenReason.UNSENT else None
        end_delay(desk, wish, on)
        return {"wish": str(wish.id), "left": wish.left}

    @read()
    def wish_cards(self, desk: Desk, after: list[str] | None = None, limit: int = 100) -> list[dict[str, Any]]:
        """List the cards that may be claimed, oldest first, from after [published_on, id]."""
        start = (date.fromisoformat(after[0]), UUID(after[1])) if after else None
        return store.cards(desk.session, start, limit)

    @read()
    def my_pledges(self, desk: Desk) -> list[dict[str, Any]]:
        """List what whoever signed in has promised, the latest first, and how far each wish has come."""
        return store.pledges_of(desk.session, desk.identity.somebody)


def _promised(desk: Desk, claim: Claim) -> dict[str, Any]:
    wish = store.wish_held(desk.session, claim.wish)
    whole = wish.take(claim.shares, claim.claimed_on, store.last_claimed_on(desk.session, wish.id))
    desk.session.add(claim)
    _tell_promised(desk, wish, claim, whole=whole)
    return {"claim": str(claim.id), "wish": str(wish.id), "left": wish.left}


def _released(desk: Desk, wish: Wish, claim: Claim) -> dict[str, Any]:
    claim.release(desk.today, ReopenReason.WITHDRAWN)
    _free(desk, wish, [claim], WishState.PUBLISHED, WishState.CLAIMED)
    return {"wish": str(wish.id), "left": wish.left}


def _tell_promised(desk: Desk, wish: Wish, claim: Claim, *, whole: bool) -> None:
    tell(desk.session, claim.claimed(wish), claim.fact_id, desk.now)
    if whole:
        tell(desk.session, wish.claimed(claim.claimed_on), wish.fact_id("claimed"), desk.now)


def _stand_again(desk: Desk, wish: Wish) -> None:
    """Give a wish back to those who sent it, but were written down late, as long as nobody else has promised it."""
    for claim in store.lapsed_claims(desk.session, wish):
        must_be_date(desk, claim.claimed_on, "wish")
        claim.stand_again()
        _tell_promised(desk, wish, claim, whole=wish.take(claim.shares, claim.claimed_on))


def _free(desk: Desk, wish: Wish, claims: Sequence[Claim], *states: WishState) -> None:
    """Free the shares of released claims; a wish that was claimed whole is so no longer."""
    for each in claims:
        must_be_date(desk, each.claimed_on, "wish")
        reverse(desk.session, each.fact_id, desk.now)
    if wish.give_back(sum(each.shares for each in claims), *states):
        reverse(desk.session, wish.fact_id("claimed"), desk.now)
