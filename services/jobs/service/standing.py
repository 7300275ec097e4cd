"""The doors by which a posting stands or falls: verified, filled, closed, opened again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid5

from services.jobs.facts.hiring import CloseReason
from services.jobs.model import Posting
from services.jobs.schemas.postings import ClosePosting, FillPosting, RemindPosting, ReopenPosting, VerifyPosting
from services.jobs.service.postings import must_not_stay_too_long, posting_of
from shared.desk import Desk, must_be_date
from shared.eventlog import reverse, tell
from shared.identity import Role
from shared.refusals import FieldMissing, Refusal
from shared.worker import write


class ExpiryIsComputed(Refusal):
    """到期关闭的日期由截止日期推得,不填关闭日期和招到人数"""


class StandingDoors:
    """岗位在招: verify, remind, fill, close, reopen."""

    @write(VerifyPosting, Role.RECORDER)
    def verify_posting(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Note that the employer was asked and still looks for people."""
        posting = posting_of(desk, fields["posting"])
        must_be_date(desk, fields["verified_on"], "verified_on")
        posting.verify(fields["verified_on"])
        tell(desk.session, posting.verified(), uuid5(posting.id, f"verified:{posting.verified_on}"), desk.now)
        return {"posting": str(posting.id), "verified_on": str(posting.verified_on)}

    @write(RemindPosting, service_only=True)
    def remind_posting(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Note that nobody has verified a posting for long, once until somebody does."""
        posting = posting_of(desk, fields["posting"])
        posting.remind(desk.today)
        return {"posting": str(posting.id), "reminded_on": str(posting.reminded_on)}

    @write(FillPosting, Role.RECORDER)
    def fill_posting(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Note how many people were found so far; when nobody more is wanted, the posting closes."""
        posting = posting_of(desk, fields["posting"])
        must_be_date(desk, fields["filled_on"], "filled_on")
        expiry = _expiry(posting)
        posting.fill(fields["filled_on"], fields["filled"])
        if posting.closed_on is not None:
            _tell_closed(desk, posting, expiry)
        return {"posting": str(posting.id), "filled": posting.filled, "open": posting.closed_on is None}

    @write(ClosePosting, Role.RECORDER)
    def close_posting(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Close a posting on somebody's word, or because its last day has passed."""
        posting = posting_of(desk, fields["posting"])
        if fields["reason"] is CloseReason.EXPIRED:
            _expire(desk, posting, fields)
        else:
            _close(desk, posting, fields)
        return {"posting": str(posting.id), "closed_on": str(posting.closed_on), "reason": posting.close_reason}

    @write(ReopenPosting, Role.RECORDER)
    def reopen_posting(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Look for people again until a day, because the posting was closed by mistake or more are wanted."""
        posting, closes_on = posting_of(desk, fields["posting"]), fields["closes_on"]
        must_not_stay_too_long(posting.opens_on, closes_on)
        if posting.closed_on is not None:
            must_be_date(desk, posting.closed_on, "posting")
        reverse(desk.session, posting.reopen(desk.today, closes_on), desk.now)
        return {"posting": str(posting.id), "closes_on": str(closes_on)}


def _expire(desk: Desk, posting: Posting, fields: Mapping[str, Any]) -> None:
    if fields["closed_on"] or fields["filled"]:
        raise ExpiryIsComputed("closed_on" if fields["closed_on"] else "filled")
    posting.expire(desk.today)
    tell(desk.session, posting.closed(), posting.closed_id, desk.now)


def _close(desk: Desk, posting: Posting, fields: Mapping[str, Any]) -> None:
    if fields["closed_on"] is None:
        raise FieldMissing("closed_on", label="关闭日期")
    must_be_date(desk, fields["closed_on"], "closed_on")
    expiry = _expiry(posting)
    posting.close(fields["closed_on"], fields["reason"], fields["filled"])
    _tell_closed(desk, posting, expiry)


def _expiry(posting: Posting) -> UUID | None:
    return posting.closed_id if posting.expired else None


def _tell_closed(desk: Desk, posting: Posting, expiry: UUID | None) -> None:
    """Tell somebody's word, which takes the place of an expiry."""
    if expiry:
        reverse(desk.session, expiry, desk.now)
    tell(desk.session, posting.closed(), posting.closed_id, desk.now)
