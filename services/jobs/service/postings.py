"""The doors of postings: published, verified, closed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID, uuid5

from services.jobs import store
from services.jobs.facts.hiring import CloseReason
from services.jobs.model import Posting
from services.jobs.schemas import ClosePosting, PublishPosting, VerifyPosting
from shared.desk import Desk, envelope, must_be_date, must_cover
from shared.eventlog import reverse, tell, tell_many
from shared.identity import Role
from shared.refusals import FieldMissing, Refusal
from shared.worker import read, write

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


class PostingDoors:
    """岗位: publish, verify, close."""

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
        posting = posting_of(desk, fields["posting"])
        must_be_date(desk, fields["verified_on"], "verified_on")
        posting.verify(fields["verified_on"])
        tell(desk.session, posting.verified(), uuid5(posting.id, f"verified:{posting.verified_on}"), desk.now)
        return {"posting": str(posting.id), "verified_on": str(posting.verified_on)}

    @write(ClosePosting, Role.RECORDER)
    def close_posting(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Close a posting on somebody's word, or because its last day has passed."""
        posting = posting_of(desk, fields["posting"])
        if fields["reason"] is CloseReason.EXPIRED:
            _expire(desk, posting, fields)
        else:
            _close(desk, posting, fields)
        return {"posting": str(posting.id), "closed_on": str(posting.closed_on), "reason": posting.close_reason}

    @read(*Role)
    def posting(self, desk: Desk, id: UUID) -> dict[str, Any]:
        """Show a posting as it stands."""
        found = store.kept(desk.session, Posting, id)
        must_cover(desk, found)
        return store.posting_shown(found, desk.today)

    @read(*Role)
    def postings(
        self, desk: Desk, place: str | None = None, after: list[str] | None = None, limit: int = 100
    ) -> list[dict[str, Any]]:
        """List the open postings in the caller's scope, from after [opens_on, id]; those long unverified are stale."""
        start = (date.fromisoformat(after[0]), UUID(after[1])) if after else None
        return store.listing(desk.session, desk.identity.scope, desk.today, place, start, limit)


def posting_of(desk: Desk, id: UUID) -> Posting:
    """Find a posting within the caller's scope and hold it; raises NotFound, OutOfScope."""
    posting = store.held(desk.session, Posting, id)
    must_cover(desk, posting)
    return posting


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
