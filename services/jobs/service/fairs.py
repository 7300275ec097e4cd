"""The doors of job fairs: planned, held, their hires confirmed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from services.jobs import store
from services.jobs.model import Booth, EmployerNotInvited, Fair, FairState, Offer, Posting, window_of
from services.jobs.model.fair_counts import CountBelowZero, FairCount, must_be_counted
from services.jobs.schemas.fairs import ConfirmHires, CountAtFair, HoldFair, InviteEmployer, OpenFair, TakeBackFair
from shared.desk import DateOutsideCampaign, Desk, envelope, must_be_date, must_cover
from shared.eventlog import reverse, tell, tell_many
from shared.identity import Role
from shared.refusals import Refusal, Refused
from shared.worker import read, write

MOST_BOOTHS = 500


class BoothTwice(Refusal):
    """用人单位 {employer} 在展位名单中出现了两次"""


class TooManyBooths(Refusal):
    """一场招聘会最多 {most} 个展位"""


class PostingUnknown(Refusal):
    """没有编号为 {posting} 的岗位"""


class PostingOfAnother(Refusal):
    """岗位 {posting} 不是用人单位 {employer} 的"""


class FairDoors:
    """专场招聘会: open, invite, hold, confirm hires, take back."""

    @write(OpenFair, Role.RECORDER)
    def open_fair(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Plan a fair with its booths; nothing is counted until it is held."""
        booths, planned_on = fields.pop("booths", []), fields["planned_on"]
        if desk.frame.campaign_on(planned_on) is None:
            raise DateOutsideCampaign("planned_on", day=planned_on)
        joint = fields.pop("joint_organisations")
        where = envelope(desk, fields.pop("place"), fields.pop("organisation"), min(planned_on, desk.today), joint)
        if broken := list(_booth_rules(desk, booths)):
            raise Refused(broken)
        opened = {"state": FairState.OPENED.value, "holdings": 0, "confirmations": 0}
        desk.session.add(Fair(id=id, **fields, **opened, **Fair.columns(where)))
        desk.session.flush()
        desk.session.add_all(Booth(fair=id, **each, came=False) for each in booths)
        return {"fair": str(id), "state": FairState.OPENED.value}

    @write(InviteEmployer, Role.RECORDER)
    def invite_employer(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Give one more employer a booth at a fair that is still planned."""
        fair, employer = _fair_of(desk, fields["fair"]), fields["employer"]
        fair.must_be(FairState.OPENED, "增加展位")
        others = [each.employer for each in store.booths_of(desk.session, fair.id)]
        if len(others) >= MOST_BOOTHS:
            raise TooManyBooths("fair", most=MOST_BOOTHS)
        if employer in others:
            raise BoothTwice("employer", employer=employer)
        if broken := list(_booth_rules(desk, [fields])):
            raise Refused(broken)
        desk.session.add(Booth(**fields, came=False))
        return {"fair": str(fair.id), "booths": len(others) + 1}

    @write(CountAtFair, Role.RECORDER)
    def count_at_fair(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Add what one of the counters at the doors has seen; any number of them may count at once."""
        fair = store.kept(desk.session, Fair, fields["fair"])
        must_cover(desk, fair)
        must_be_counted(fair, desk.today)
        desk.session.add(FairCount(id=id, **fields, counted_at=desk.now, counted_by=desk.identity.person))
        desk.session.flush()
        counted = store.counted_at(desk.session, fair.id)
        if min(counted) < 0:
            raise CountBelowZero("visitors" if counted.visitors < 0 else "intents")
        return {"fair": str(fair.id), **counted._asdict()}

    @write(HoldFair, Role.RECORDER)
    def hold_fair(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Tell how a fair went: who came, and which of their postings were still open and really shown."""
        fair, held_on, came = _fair_of(desk, fields["fair"]), fields["held_on"], set(fields["employers"])
        must_be_date(desk, held_on, "held_on")
        envelope(desk, fair.place, fair.organisation, held_on, fair.joint_organisations)
        fair.hold(held_on, desk.now, window_of(desk.frame, held_on), fields["visitors"], fields["intents"])
        booths = _booths_of_those_who_came(desk, fair, came)
        tell(desk.session, fair.held(len(came)), fair.held_id, desk.now)
        return {"fair": str(fair.id), "state": fair.state, **_show_postings(desk, fair, booths)}

    @write(ConfirmHires, Role.RECORDER)
    def confirm_hires(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Tell how many of those who agreed at a fair really started to work."""
        fair = _fair_of(desk, fields["fair"])
        must_be_date(desk, fields["confirmed_on"], "confirmed_on")
        fair.confirm(fields["confirmed_on"], fields["hires"])
        tell(desk.session, fair.confirmed(), fair.confirmed_id, desk.now)
        return {"fair": str(fair.id), "state": fair.state}

    @write(TakeBackFair, Role.APPROVER)
    def take_back_fair(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Go back a step, from confirmed to held or from held to planned; what the step told is reversed."""
        fair = _fair_of(desk, fields["fair"])
        if last := fair.confirmed_on or fair.held_on:
            must_be_date(desk, last, "fair")
        told = fair.take_back(fields["reason"])
        if fair.state == FairState.OPENED:
            told += [fair.offer_id(posting) for posting in store.forget_offers(desk.session, fair.id)]
        for fact in told:
            reverse(desk.session, fact, desk.now)
        return {"fair": str(fair.id), "state": fair.state}

    @read(*Role)
    def fair(self, desk: Desk, id: UUID) -> dict[str, Any]:
        """Show a fair as it stands."""
        found = store.kept(desk.session, Fair, id)
        must_cover(desk, found)
        return store.fair_shown(found, store.booths_of(desk.session, id), store.counted_at(desk.session, id))

    @read(*Role)
    def fairs(
        self,
        desk: Desk,
        state: str | None = None,
        place: str | None = None,
        after: UUID | None = None,
        limit: int = 100,
    ) -> list[dict[str, Any]]:
        """List the fairs within the caller's scope, all or those in a state, from after an id."""
        found = store.fairs_in(desk.session, desk.identity.scope, state, place, after, limit)
        return [store.fair_told(each) for each in found]


def _fair_of(desk: Desk, id: UUID) -> Fair:
    fair = store.held(desk.session, Fair, id)
    must_cover(desk, fair)
    return fair


def _booth_rules(desk: Desk, booths: Sequence[Mapping[str, Any]]) -> Iterator[Refusal]:
    known = store.postings_among(desk.session, {id for booth in booths for id in booth["postings"]})
    seen: set[UUID] = set()
    for row, booth in enumerate(booths):
        employer = booth["employer"]
        if employer in seen:
            yield BoothTwice("booths", row=row, employer=employer)
        seen.add(employer)
        yield from (each.in_row(row) for each in _brought_rules(employer, booth["postings"], known))


def _brought_rules(employer: UUID, ids: Sequence[UUID], known: Mapping[UUID, Posting]) -> Iterator[Refusal]:
    for id in ids:
        if id not in known:
            yield PostingUnknown("booths", posting=id)
        elif known[id].employer != employer:
            yield PostingOfAnother("booths", posting=id, employer=employer)


def _booths_of_those_who_came(desk: Desk, fair: Fair, came: set[UUID]) -> list[Booth]:
    booths = store.booths_of(desk.session, fair.id)
    if strangers := came - {each.employer for each in booths}:
        raise Refused(EmployerNotInvited("employers", employer=each) for each in sorted(strangers))
    for each in booths:
        each.came = each.employer in came
    return [each for each in booths if each.came]


def _show_postings(desk: Desk, fair: Fair, booths: Sequence[Booth]) -> dict[str, list[str]]:
    brought = store.postings_among(desk.session, [id for booth in booths for id in booth.postings])
    shown = [each for each in brought.values() if fair.held_on and each.stands_on(fair.held_on)]
    desk.session.add_all(
        Offer(fair=fair.id, posting=each.id, showing=fair.showing(each), headcount=each.headcount) for each in shown
    )
    tell_many(desk.session, [(fair.offered(each), fair.offer_id(each.id)) for each in shown], desk.now)
    offered = sorted(str(each.id) for each in shown)
    return {"offered": offered, "not_offered": sorted({str(id) for id in brought} - set(offered))}
