"""The doors of needs: raised in any line, seen to until a day, and closed; who seeks work is referred to jobs."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from services.outreach import store
from services.outreach.model import Need, NeedState
from services.outreach.schemas.needs import ChangeNeed, CloseNeed, NeedNamed, RaiseNeed, WithdrawNeed
from shared.desk import Desk, OrganisationUnknown, envelope, must_be_date, must_cover
from shared.eventlog import reverse, tell
from shared.identity import Role
from shared.worker import read, write

PLACED = ("place", "organisation")


class NeedDoors:
    """困难诉求: raise, change, close, go on, withdraw; refer and remind when it is time."""

    @write(RaiseNeed, Role.RECORDER)
    def raise_need(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Record what somebody needs, and who has to see to it until when."""
        where = envelope(desk, fields["place"], fields["organisation"], fields["raised_on"])
        _must_exist(desk, fields["owner"])
        need = Need(
            id=id,
            recorded_at=desk.now,
            recorded_by=desk.identity.person,
            **Need.columns(where),
            **{name: value for name, value in fields.items() if name not in PLACED},
        )
        need.open()
        desk.session.add(need)
        tell(desk.session, need.raised(), need.raised_id, desk.now)
        return _answer(need)

    @write(ChangeNeed, Role.RECORDER)
    def change_need(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Put right what is needed, or give it to another owner or more time."""
        need = _need(desk, fields["need"])
        must_be_date(desk, need.raised_on, "need")
        _must_exist(desk, fields["owner"])
        before = need.raised_id
        need.change(fields["revision"], fields["category"], fields["owner"], fields["due_on"])
        reverse(desk.session, before, desk.now)
        tell(desk.session, need.raised(), need.raised_id, desk.now)
        return _answer(need)

    @write(CloseNeed, Role.RECORDER)
    def meet_need(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Record that what was needed came about."""
        need, on = _closable(desk, fields["need"], fields["closed_on"])
        need.close(on, fields["result"], met=True)
        tell(desk.session, need.was_met(on), need.met_id, desk.now)
        return _answer(need)

    @write(CloseNeed, Role.RECORDER)
    def give_need_up(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Record that nothing more can be done for a need, and why."""
        need, on = _closable(desk, fields["need"], fields["closed_on"])
        need.close(on, fields["result"], met=False)
        return _answer(need)

    @write(NeedNamed, Role.RECORDER)
    def reopen_need(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Go on with a need that was closed too early."""
        need = _need(desk, fields["need"])
        if need.closed_on is not None:
            must_be_date(desk, need.closed_on, "need")
        was_met = need.state == NeedState.MET
        need.reopen()
        if was_met:
            reverse(desk.session, need.met_id, desk.now)
        return _answer(need)

    @write(WithdrawNeed, Role.RECORDER)
    def withdraw_need(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Take back a need that was raised by mistake."""
        need = _need(desk, fields["need"])
        must_be_date(desk, need.raised_on, "need")
        need.withdraw(fields["reason"])
        reverse(desk.session, need.raised_id, desk.now)
        return _answer(need)

    @write(NeedNamed, service_only=True)
    def refer_need(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Hand a seeker of work on to jobs; when jobs is away the need stays, and is tried again."""
        need = _need(desk, fields["need"])
        seeker = need.refer(desk.now)
        # the same words on every try: jobs may have taken it although its answer was lost
        referral = {
            "need": str(need.id),
            "seeker": str(seeker),
            "place": need.place,
            "organisation": str(need.organisation),
            "referred_on": str(need.raised_on),
        }
        desk.ask("jobs", "take_referral", id=str(need.id), fields=referral)
        return _answer(need)

    @write(NeedNamed, service_only=True)
    def remind_need(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Note that a need is overdue, once for each day that was set."""
        need = _need(desk, fields["need"])
        need.remind(desk.today)
        return _answer(need)

    @read(Role.RECORDER, Role.APPROVER, Role.VIEWER)
    def need(self, desk: Desk, id: UUID) -> dict[str, Any]:
        """Show a need as it stands."""
        need = store.kept(desk.session, Need, id)
        must_cover(desk, need)
        return store.need_shown(need, desk.today)

    @read(Role.RECORDER, Role.APPROVER, Role.VIEWER)
    def open_needs(
        self,
        desk: Desk,
        place: str | None = None,
        owner: UUID | None = None,
        after: list[str] | None = None,
        limit: int = 100,
    ) -> list[dict[str, Any]]:
        """List the open needs, those due first before the others, from after [due_on, id]."""
        found = store.needs_in(desk.session, desk.identity.scope, NeedState.OPEN.value, place, owner, after, limit)
        return [store.need_shown(each, desk.today) for each in found]

    @read(Role.RECORDER, Role.APPROVER, Role.VIEWER)
    def needs(
        self,
        desk: Desk,
        state: str = NeedState.OPEN.value,
        place: str | None = None,
        organisation: UUID | None = None,
        after: list[str] | None = None,
        limit: int = 100,
        *,
        newest: bool = False,
    ) -> list[dict[str, Any]]:
        """List the needs in a state, of one owner or all, by the day they are due, from after [due_on, id]."""
        scope = desk.identity.scope
        found = store.needs_in(desk.session, scope, state, place, organisation, after, limit, newest=newest)
        return [store.need_shown(each, desk.today) for each in found]


def _need(desk: Desk, id: UUID) -> Need:
    need = store.held(desk.session, Need, id)
    must_cover(desk, need)
    return need


def _closable(desk: Desk, id: UUID, on: date) -> tuple[Need, date]:
    must_be_date(desk, on, "closed_on")
    return _need(desk, id), on


def _must_exist(desk: Desk, owner: UUID) -> None:
    if desk.frame.organisation(owner, desk.today) is None:
        raise OrganisationUnknown("owner", organisation=owner, day=desk.today)


def _answer(need: Need) -> dict[str, Any]:
    return {"need": str(need.id), "state": need.state, "revision": need.revision}
