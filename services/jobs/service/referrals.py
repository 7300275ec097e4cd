"""The doors of referrals: taken from another service, matched with postings, closed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from services.jobs import store
from services.jobs.model import Referral, ReferralState
from services.jobs.schemas.referrals import CloseReferral, MatchReferral, RemindReferral, ReopenReferral, TakeReferral
from services.jobs.service.postings import posting_of
from services.jobs.store.referrals import referral_of, referral_shown, referrals_in
from shared.desk import Desk, envelope, must_be_date, must_cover
from shared.eventlog import reverse, tell
from shared.identity import Role
from shared.refusals import Refusal
from shared.worker import read, write


class NeedReferredAlready(Refusal):
    """这条诉求已转介(转介编号 {referral})"""


class ReferralDoors:
    """求职转介: take, match, close, reopen."""

    @write(TakeReferral, service_only=True)
    def take_referral(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Look after somebody who told another service of a need for work."""
        if known := referral_of(desk.session, fields["need"]):
            raise NeedReferredAlready("need", referral=known)
        on = fields.pop("referred_on")
        where = Referral.columns(envelope(desk, fields.pop("place"), fields.pop("organisation"), on))
        referral = Referral(id=id, **fields, taken_on=on, moved_on=on, state=ReferralState.OPEN.value, turns=0, **where)
        desk.session.add(referral)
        tell(desk.session, referral.taken(), referral.taken_id, desk.now)
        return {"referral": str(id), "state": referral.state}

    @write(MatchReferral, Role.RECORDER)
    def match_referral(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Propose a posting to somebody, wherever in the caller's scope it is."""
        posting, referral = posting_of(desk, fields["posting"]), _referral(desk, fields["referral"])
        must_be_date(desk, fields["matched_on"], "matched_on")
        referral.match(posting, fields["matched_on"])
        return {"referral": str(referral.id), "state": referral.state}

    @write(CloseReferral, Role.RECORDER)
    def close_referral(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Tell what came of a referral."""
        referral = _referral(desk, fields["referral"])
        must_be_date(desk, fields["closed_on"], "closed_on")
        referral.close(fields["outcome"], fields["closed_on"])
        tell(desk.session, referral.closed(), referral.closed_id, desk.now)
        return {"referral": str(referral.id), "state": referral.state}

    @write(ReopenReferral, Role.RECORDER)
    def reopen_referral(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Go on with a referral that was closed too early."""
        referral = _referral(desk, fields["referral"])
        if referral.closed_on is not None:
            must_be_date(desk, referral.closed_on, "referral")
        reverse(desk.session, referral.reopen(desk.today), desk.now)
        return {"referral": str(referral.id), "state": referral.state}

    @write(RemindReferral, service_only=True)
    def remind_referral(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Note that nothing has moved for long, once until it moves."""
        referral = _referral(desk, fields["referral"])
        referral.remind(desk.today)
        return {"referral": str(referral.id), "reminded_on": str(referral.reminded_on)}

    @read(Role.RECORDER, Role.APPROVER)
    def referral(self, desk: Desk, id: UUID) -> dict[str, Any]:
        """Show a referral as it stands."""
        found = store.kept(desk.session, Referral, id)
        must_cover(desk, found)
        return referral_shown(found, desk.today)

    @read(Role.RECORDER, Role.APPROVER)
    def referrals(
        self,
        desk: Desk,
        place: str | None = None,
        state: str | None = None,
        after: list[str] | None = None,
        limit: int = 100,
        *,
        newest: bool = False,
    ) -> list[dict[str, Any]]:
        """List the referrals in a state, or all still looked after, as they last moved, from after [moved_on, id]."""
        found = referrals_in(desk.session, desk.identity.scope, state, place, after, limit, newest=newest)
        return [referral_shown(each, desk.today) for each in found]


def _referral(desk: Desk, id: UUID) -> Referral:
    referral = store.held(desk.session, Referral, id)
    must_cover(desk, referral)
    return referral
