"""The doors of sign-ups: sign up or wait, take back, swap; who waits moves up as soon as a place is free."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid5

from services.volunteers import store
from services.volunteers.facts.shift import Post
from services.volunteers.model import Shift, SignUp, Volunteer
from services.volunteers.model.sign_up import STANDING, PostFull, SignedUpAlready, SignUpState, SwapWithOneself
from services.volunteers.schemas import IfFull, LapseWaiting, SignUpForShift, SwapSignUps, WithdrawSignUp
from services.volunteers.service.rows import row_of
from shared.desk import Desk
from shared.identity import Role
from shared.refusals import Refusal
from shared.worker import write


class SignUpDoors:
    """报名: sign up, take back, swap, close the line."""

    @write(SignUpForShift, Role.RECORDER)
    def sign_up(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Give a volunteer a place at a post, or one in the line for it."""
        shift, post = row_of(desk, Shift, fields["shift"]), fields["post"]
        shift.must_take_sign_ups(post, desk.now)
        store.kept(desk.session, Volunteer, fields["volunteer"]).must_be_ready_for(shift.held_on)
        if store.sign_up_of(desk.session, shift.id, fields["volunteer"], *STANDING):
            raise SignedUpAlready("volunteer")
        full = _is_full(desk, shift, post)
        if full and fields["if_full"] is IfFull.REFUSE:
            raise PostFull("post", post=post.label, needed=shift.post(post).needed)
        sign_up = _sign_up(desk, shift, id, fields["volunteer"], post)
        store.write_sign_up(desk.session, sign_up, SignUpState.WAITING if full else SignUpState.SIGNED)
        return {"sign_up": str(id), "state": sign_up.state, "turn": sign_up.turn}

    @write(WithdrawSignUp, Role.RECORDER)
    def withdraw_sign_up(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Take a sign-up back before the shift begins; the first in line who can takes the place."""
        shift = row_of(desk, Shift, store.shift_of_sign_up(desk.session, fields["sign_up"]))
        shift.must_be_ahead(desk.now, "取消报名")
        sign_up = row_of(desk, SignUp, fields["sign_up"])
        was_signed = sign_up.signed
        sign_up.give_up(SignUpState.WITHDRAWN, "取消", waiting=True)
        moved_up = None
        if was_signed:
            store.unbook(desk.session, sign_up)
            moved_up = _move_up(desk, shift, sign_up.post)
        return {"sign_up": str(sign_up.id), "state": sign_up.state, "moved_up": str(moved_up) if moved_up else None}

    @write(SwapSignUps, Role.RECORDER)
    def swap_sign_ups(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Let two volunteers take each other's place; each must be free for the other's hours."""
        shifts = _shifts_held(desk, fields["sign_up"], fields["other"])
        for shift in shifts.values():
            shift.must_be_ahead(desk.now, "换班")
        one, other = (row_of(desk, SignUp, fields[name]) for name in ("sign_up", "other"))
        if one.volunteer == other.volunteer:
            raise SwapWithOneself("other")
        for each in (one, other):
            each.give_up(SignUpState.SWAPPED, "换班")
            store.unbook(desk.session, each)
        taken = [_taken_over(desk, shifts, id, place, by) for place, by in ((one, other), (other, one))]
        return {"sign_ups": [str(each.id) for each in taken]}

    @write(LapseWaiting, Role.RECORDER)
    def lapse_waiting(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Tell those who still wait when signing up has ended that there is no place for them."""
        shift = row_of(desk, Shift, fields["shift"])
        shift.must_have_closed_sign_up(desk.now)
        store.settle(desk.session, shift.id, SignUpState.WAITING, SignUpState.LAPSED)
        return {"shift": str(shift.id)}


def _is_full(desk: Desk, shift: Shift, post: Post) -> bool:
    return store.signed_at(desk.session, shift.id, post.value) >= shift.post(post).needed


def _sign_up(desk: Desk, shift: Shift, id: UUID, volunteer: UUID, post: Post) -> SignUp:
    return SignUp(
        id=id,
        shift=shift.id,
        turn=store.next_turn(desk.session, shift.id),
        starts_at=shift.starts_at,
        ends_at=shift.ends_at,
        held_on=shift.held_on,
        volunteer=volunteer,
        post=post.value,
        recorded_at=desk.now,
        recorded_by=desk.identity.person,
        **SignUp.columns(shift.envelope(shift.held_on)),
    )


def _move_up(desk: Desk, shift: Shift, post: str) -> UUID | None:
    """Give a free place to the first in line who is still free and ready; the others go on waiting."""
    for each in store.waiting_for(desk.session, shift.id, post):
        try:
            store.kept(desk.session, Volunteer, each.volunteer).must_be_ready_for(shift.held_on)
            store.write_sign_up(desk.session, each, SignUpState.SIGNED)
        except Refusal:  # busy elsewhere by now, or no longer of the register: the next in line may have the place
            continue
        return each.id
    return None


def _shifts_held(desk: Desk, *sign_ups: UUID) -> dict[UUID, Shift]:
    # in one order for everybody, so that two swaps of the same shifts do not wait for each other
    ids = sorted({store.shift_of_sign_up(desk.session, each) for each in sign_ups})
    return {id: row_of(desk, Shift, id) for id in ids}


def _taken_over(desk: Desk, shifts: dict[UUID, Shift], id: UUID, place: SignUp, by: SignUp) -> SignUp:
    shift = shifts[place.shift]
    store.kept(desk.session, Volunteer, by.volunteer).must_be_ready_for(shift.held_on)
    taken = _sign_up(desk, shift, uuid5(id, str(place.id)), by.volunteer, Post(place.post))
    store.write_sign_up(desk.session, taken, SignUpState.SIGNED)
    return taken
