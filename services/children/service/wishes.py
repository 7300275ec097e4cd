"""The doors of wishes: gathered, reviewed, shown, promised, sent, handed over, and answered with thanks."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from services.children.facts.wishes import Verdict
from services.children.model import Delay, Wish, Wisher
from services.children.model.wishes import WishState, chosen
from services.children.schemas.wishes import (
    CancelWish,
    DeliverWish,
    GatherWish,
    NoteDelay,
    PublishWish,
    ReviewWish,
    ThankForWish,
)
from services.children.service.listing import in_state
from services.children.service.stays import held
from services.children.store import wishes as store
from shared import clock
from shared.desk import Desk, envelope, must_be_date, must_cover
from shared.eventlog import reverse, tell
from shared.identity import Role
from shared.refusals import Refusal
from shared.worker import read, write


class WishStanding(Refusal):
    """该儿童已有一个尚未办结的心愿"""


class DelayNoted(Refusal):
    """这个心愿已经登记为超时"""


class WishDoors:
    """微心愿: from gathering to thanks, on the side of those who look after the child."""

    @write(GatherWish, Role.RECORDER)
    def gather_wish(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Take down what a registered child wishes for, as a card of choices."""
        case, on = held(desk, fields.pop("case")), fields["gathered_on"]
        where = envelope(desk, case.place, case.organisation, on)
        if store.unfinished_wish_of(desk.session, case.id):
            raise WishStanding("case")
        cards = chosen(fields, "item", "reason", "size")
        wish = Wish(id=id, **fields | cards, gathered_by=desk.identity.somebody, **Wish.columns(where))
        wish.gather(case.born_month)
        desk.session.add(wish)
        desk.session.flush()
        desk.session.add(Wisher(wish=id, case_id=case.id, **Wisher.columns(where)))
        tell(desk.session, wish.gathered(), wish.fact_id("gathered"), desk.now)
        return {"wish": str(id), "state": wish.state}

    @write(ReviewWish, Role.APPROVER)
    def review_wish(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Approve or reject a wish, by another person than took it down."""
        wish = wish_of(desk, fields["wish"])
        wish.review(desk.identity.somebody, desk.now, fields["verdict"])
        if fields["verdict"] is not Verdict.APPROVED:
            _take_back(desk, wish)
        return answer(wish)

    @write(PublishWish, Role.RECORDER)
    def publish_wish(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Show an approved wish's card to everybody."""
        wish = wish_of(desk, fields["wish"])
        must_be_date(desk, fields["published_on"], "published_on")
        wish.publish(fields["published_on"])
        return answer(wish)

    @write(DeliverWish, Role.RECORDER)
    def deliver_wish(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Hand over what was wished for; the donor never meets the child."""
        wish, on = wish_of(desk, fields["wish"]), fields["delivered_on"] or desk.today
        must_be_date(desk, on, "delivered_on")
        wish.deliver(on, fields["handed_at"])
        tell(desk.session, wish.fulfilled(on), wish.fact_id("fulfilled"), desk.now)
        end_delay(desk, wish, on)
        return answer(wish)

    @write(ThankForWish, Role.RECORDER)
    def thank_for_wish(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Pass on the child's answer."""
        wish = wish_of(desk, fields["wish"])
        wish.thank(fields["thanks"])
        return answer(wish)

    @write(NoteDelay, service_only=True)
    def note_delay(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Tell that what was sent should have come by now."""
        wish, on = wish_of(desk, fields["wish"]), fields["overdue_on"]
        must_be_date(desk, on, "overdue_on")
        wish.must_be("登记超时", WishState.SENT)
        wish.must_be_late(on)
        if store.standing_delay(desk.session, wish.id):
            raise DelayNoted("wish")
        delay = Delay(wish=wish.id, round=wish.round, since=on)
        desk.session.add(delay)
        tell(desk.session, delay.began(wish), wish.fact_id("overdue"), desk.now)
        return answer(wish)

    @write(CancelWish, Role.RECORDER)
    def cancel_wish(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Take a wish back that nobody has promised."""
        wish = wish_of(desk, fields["wish"])
        wish.cancel(fields["reason"])
        _take_back(desk, wish)
        return answer(wish)

    @read(Role.RECORDER, Role.APPROVER, Role.OFFICER)
    def wish(self, desk: Desk, id: UUID) -> dict[str, Any]:
        """Show a wish with its child's case, inside the scope alone."""
        wish = store.wish_kept(desk.session, id)
        must_cover(desk, wish)
        return store.wish_shown(desk.session, wish)

    @read(Role.RECORDER, Role.APPROVER, Role.OFFICER)
    def wishes(
        self, desk: Desk, state: str, place: str | None = None, after: UUID | None = None, limit: int = 100
    ) -> list[dict[str, Any]]:
        """List the wishes in a state, such as those that wait for review, from after an id."""
        found = in_state(desk, Wish, WishState, state, place, after, limit)
        return [{**store.card(each), "place": each.place, "state": each.state} for each in found]


def wish_of(desk: Desk, id: UUID) -> Wish:
    """Find a wish within the caller's scope and hold it; raises NotFound, OutOfScope."""
    wish = store.wish_held(desk.session, id)
    must_cover(desk, wish)
    return wish


def end_delay(desk: Desk, wish: Wish, on: date) -> None:
    """End the wish's delay, if it has one, and tell it."""
    if delay := store.standing_delay(desk.session, wish.id):
        # By the clock, now that the wish is held: whoever noted the delay may have begun after this call did.
        tell(desk.session, delay.ended(wish, on), wish.fact_id("delay ended"), clock.now())


def _take_back(desk: Desk, wish: Wish) -> None:
    must_be_date(desk, wish.gathered_on, "wish")
    reverse(desk.session, wish.fact_id("gathered"), desk.now)


def answer(wish: Wish) -> dict[str, Any]:
    """Answer how far a wish has come."""
    return {"wish": str(wish.id), "state": wish.state}
