"""Jobs' doors: one method, one transaction."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID, uuid5

from services.jobs import store
from services.jobs.facts import CloseReason
from services.jobs.model import Booth, EmployerNotInvited, Fair, FairState, Offer, Posting, window_of
from services.jobs.schemas import ClosePosting, ConfirmHires, HoldFair, OpenFair, PublishPosting, VerifyPosting
from shared.desk import DateOutsideCampaign, Desk, envelope, must_be_date, must_cover
from shared.eventlog import reverse, tell, tell_many
from shared.identity import Role
from shared.refusals import FieldMissing, Refusal, Refused
from shared.worker import FactDoors, Transactions, read, write

LONGEST_DAYS = 366


class WageReversed(Refusal):
    """月薪下限不能高于上限"""


class ClosesBeforeOpening(Refusal):
    """截止日期不能早于开始日期"""


class OpenTooLong(Refusal):
    """一个岗位最多招聘 {days} 天,到期可另行发布"""


class PostingKnown(Refusal):
    """该用人单位外部编号为 {external_id} 的岗位已经发布过"""


class ExpiryIsComputed(Refusal):
    """到期关闭的日期由截止日期推得,不填关闭日期和招到人数"""


class BoothTwice(Refusal):
    """用人单位 {employer} 在展位名单中出现了两次"""


class PostingUnknown(Refusal):
    """没有编号为 {posting} 的岗位"""


class PostingOfAnother(Refusal):
    """岗位 {posting} 不是用人单位 {employer} 的"""


class Jobs(FactDoors):
    """三 就业招聘服务 and 四 创业帮扶支持."""

    name = "jobs"
    figures = store.FIGURES
    due = staticmethod(store.due)
    transactions = Transactions("jobs")

    @write(PublishPosting, Role.RECORDER)
    def publish_posting(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Publish what an employer looks for; who publishes has just asked, so the posting begins verified."""
        _must_make_sense(fields)
        must_be_date(desk, fields["opens_on"], "opens_on")
        where = envelope(desk, fields.pop("place"), fields.pop("organisation"), fields["opens_on"])
        if fields["external_id"] and store.posting_known(desk.session, fields["employer"], fields["external_id"]):
            raise PostingKnown("external_id", external_id=fields["external_id"])
        posting = Posting(id=id, **fields, verified_on=fields["opens_on"], filled=0, **Posting.columns(where))
        desk.session.add(posting)
        channels = [(each, uuid5(id, f"published:{each.channel.value}")) for each in posting.published()]
        tell_many(desk.session, [(posting.posted(), uuid5(id, "posted")), *channels], desk.now)
        return {"posting": str(id), "open": posting.stands_on(desk.today)}

    @write(VerifyPosting, Role.RECORDER)
    def verify_posting(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Note that the employer was asked and still looks for people."""
        posting = self._posting(desk, fields["posting"])
        must_be_date(desk, fields["verified_on"], "verified_on")
        posting.verify(fields["verified_on"])
        tell(desk.session, posting.verified(), uuid5(posting.id, f"verified:{posting.verified_on}"), desk.now)
        return {"posting": str(posting.id), "verified_on": str(posting.verified_on)}

    @write(ClosePosting, Role.RECORDER)
    def close_posting(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Close a posting on somebody's word, or because its last day has passed."""
        posting = self._posting(desk, fields["posting"])
        if fields["reason"] is CloseReason.EXPIRED:
            _expire(desk, posting, fields)
        else:
            _close(desk, posting, fields)
        return {"posting": str(posting.id), "closed_on": str(posting.closed_on), "reason": posting.close_reason}

    @read(*Role)
    def posting(self, desk: Desk, id: UUID) -> dict[str, Any]:
        """Show a posting as it stands."""
        found = store.posting_kept(desk.session, id)
        must_cover(desk, found)
        return store.posting_shown(found, desk.today)

    @read(*Role)
    def postings(
        self, desk: Desk, place: str | None = None, after: list[str] | None = None, limit: int = 100
    ) -> list[dict[str, Any]]:
        """List the open postings in the caller's scope, from after [opens_on, id]; those long unverified are stale."""
        start = (date.fromisoformat(after[0]), UUID(after[1])) if after else None
        return store.listing(desk.session, desk.identity.scope, desk.today, place, start, limit)

    @write(OpenFair, Role.RECORDER)
    def open_fair(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Plan a fair with its booths; nothing is counted until it is held."""
        booths, planned_on = fields.pop("booths"), fields["planned_on"]
        if desk.frame.campaign_on(planned_on) is None:
            raise DateOutsideCampaign("planned_on", day=planned_on)
        joint = fields.pop("joint_organisations")
        where = envelope(desk, fields.pop("place"), fields.pop("organisation"), min(planned_on, desk.today), joint)
        if broken := list(_booth_rules(desk, booths)):
            raise Refused(broken)
        desk.session.add(Fair(id=id, **fields, state=FairState.OPENED.value, **Fair.columns(where)))
        desk.session.flush()
        desk.session.add_all(Booth(fair=id, **each, came=False) for each in booths)
        return {"fair": str(id), "state": FairState.OPENED.value}

    @write(HoldFair, Role.RECORDER)
    def hold_fair(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Tell how a fair went: who came, and which of their postings were still open and really shown."""
        fair, held_on, came = self._fair(desk, fields["fair"]), fields["held_on"], set(fields["employers"])
        must_be_date(desk, held_on, "held_on")
        envelope(desk, fair.place, fair.organisation, held_on, fair.joint_organisations)
        fair.hold(held_on, desk.now, window_of(desk.frame, held_on), fields["visitors"], fields["intents"])
        booths = _booths_of_those_who_came(desk, fair, came)
        tell(desk.session, fair.held(len(came)), uuid5(fair.id, "held"), desk.now)
        return {"fair": str(fair.id), "state": fair.state, **_show_postings(desk, fair, booths)}

    @write(ConfirmHires, Role.RECORDER)
    def confirm_hires(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Tell how many of those who agreed at a fair really started to work."""
        fair = self._fair(desk, fields["fair"])
        must_be_date(desk, fields["confirmed_on"], "confirmed_on")
        fair.confirm(fields["confirmed_on"], fields["hires"])
        tell(desk.session, fair.confirmed(), uuid5(fair.id, "confirmed"), desk.now)
        return {"fair": str(fair.id), "state": fair.state}

    @read(*Role)
    def fair(self, desk: Desk, id: UUID) -> dict[str, Any]:
        """Show a fair as it stands."""
        found = store.fair_kept(desk.session, id)
        must_cover(desk, found)
        return store.fair_shown(found, store.booths_of(desk.session, found.id))

    def _posting(self, desk: Desk, id: UUID) -> Posting:
        posting = store.posting_held(desk.session, id)
        must_cover(desk, posting)
        return posting

    def _fair(self, desk: Desk, id: UUID) -> Fair:
        fair = store.fair_held(desk.session, id)
        must_cover(desk, fair)
        return fair


def _must_make_sense(fields: Mapping[str, Any]) -> None:
    if not fields["title"].strip():
        raise FieldMissing("title", label="岗位名称")
    if fields["wage_low_fen"] > fields["wage_high_fen"]:
        raise WageReversed("wage_low_fen")
    if fields["closes_on"] < fields["opens_on"]:
        raise ClosesBeforeOpening("closes_on")
    if (fields["closes_on"] - fields["opens_on"]).days > LONGEST_DAYS:
        raise OpenTooLong("closes_on", days=LONGEST_DAYS)


def _expire(desk: Desk, posting: Posting, fields: Mapping[str, Any]) -> None:
    if fields["closed_on"] or fields["filled"]:
        raise ExpiryIsComputed("closed_on" if fields["closed_on"] else "filled")
    posting.expire(desk.today)
    tell(desk.session, posting.closed(), uuid5(posting.id, "expired"), desk.now)


def _close(desk: Desk, posting: Posting, fields: Mapping[str, Any]) -> None:
    if fields["closed_on"] is None:
        raise FieldMissing("closed_on", label="关闭日期")
    must_be_date(desk, fields["closed_on"], "closed_on")
    was_expired = posting.expired
    posting.close(fields["closed_on"], fields["reason"], fields["filled"])
    if was_expired:
        reverse(desk.session, uuid5(posting.id, "expired"), desk.now)
    tell(desk.session, posting.closed(), uuid5(posting.id, "closed"), desk.now)


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
    tell_many(desk.session, [(fair.offered(each), uuid5(fair.id, str(each.id))) for each in shown], desk.now)
    offered = sorted(str(each.id) for each in shown)
    return {"offered": offered, "not_offered": sorted({str(id) for id in brought} - set(offered))}
