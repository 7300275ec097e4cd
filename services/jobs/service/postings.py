"""The doors of postings: published, announced again, put right, shown."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID, uuid5

from services.jobs import store
from services.jobs.model import Posting
from services.jobs.schemas.postings import AnnouncePosting, ChangePosting, PublishPosting
from shared.acts.book import StaleRevision
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


class PostingDoors:
    """岗位: publish, announce, change, show."""

    @write(PublishPosting, Role.RECORDER)
    def publish_posting(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Publish what an employer looks for; who publishes has just asked, so the posting begins verified."""
        if not fields["title"].strip():
            raise FieldMissing("title", label="岗位名称")
        opens_on, channels = fields["opens_on"], fields.pop("channels")
        _must_make_sense(opens_on, fields)
        must_be_date(desk, opens_on, "opens_on")
        where = Posting.columns(envelope(desk, fields.pop("place"), fields.pop("organisation"), opens_on))
        posting = Posting(id=id, **fields, verified_on=opens_on, filled=0, revision=1, closings=0, **where)
        published = [(posting.announce(each, opens_on), uuid5(id, f"published:{each.value}")) for each in channels]
        store.publish(desk.session, posting)
        tell_many(desk.session, [(posting.posted(), posting.posted_id), *published], desk.now)
        return {"posting": str(id), "open": posting.stands_on(desk.today)}

    @write(AnnouncePosting, Role.RECORDER)
    def announce_posting(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Publish a posting once more on a channel."""
        posting, on = posting_of(desk, fields["posting"]), fields["announced_on"]
        must_be_date(desk, on, "announced_on")
        published = posting.announce(fields["channel"], on)
        tell(desk.session, published, uuid5(posting.id, f"published:{published.channel.value}:{on}"), desk.now)
        return {"posting": str(posting.id), "announced_on": str(on)}

    @write(ChangePosting, Role.RECORDER)
    def change_posting(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Put right what an employer looks for, given the revision it is known in: it is reversed and told again."""
        posting, revision = posting_of(desk, fields.pop("posting")), fields.pop("revision")
        if posting.revision != revision:
            raise StaleRevision("revision", given=revision, current=posting.revision)
        _must_make_sense(posting.opens_on, fields)
        must_be_date(desk, posting.opens_on, "posting")
        reverse(desk.session, posting.change(desk.today, fields), desk.now)
        tell(desk.session, posting.posted(), posting.posted_id, desk.now)
        return {"posting": str(posting.id), "revision": posting.revision}

    @read(*Role)
    def posting(self, desk: Desk, id: UUID) -> dict[str, Any]:
        """Show a posting as it stands."""
        found = store.kept(desk.session, Posting, id)
        must_cover(desk, found)
        return store.posting_shown(found, desk.today)

    @read(*Role)
    def postings(
        self,
        desk: Desk,
        place: str | None = None,
        after: list[str] | None = None,
        limit: int = 100,
        state: str = "open",
        *,
        newest: bool = False,
    ) -> list[dict[str, Any]]:
        """List the postings that are open, long unverified (stale) or closed, from after [opens_on, id]."""
        scope = desk.identity.scope
        return store.postings_in(desk.session, scope, desk.today, state, place, after, limit, newest=newest)


def posting_of(desk: Desk, id: UUID) -> Posting:
    """Find a posting within the caller's scope and hold it; raises NotFound, OutOfScope."""
    posting = store.held(desk.session, Posting, id)
    must_cover(desk, posting)
    return posting


def must_not_stay_too_long(opens_on: date, closes_on: date) -> None:
    """Refuse a last day before the first, or more than a year after it."""
    if closes_on < opens_on:
        raise ClosesBeforeOpening("closes_on")
    if (closes_on - opens_on).days > LONGEST_DAYS:
        raise OpenTooLong("closes_on", days=LONGEST_DAYS)


def _must_make_sense(opens_on: date, fields: Mapping[str, Any]) -> None:
    if fields["wage_low_fen"] > fields["wage_high_fen"]:
        raise WageReversed("wage_low_fen")
    must_not_stay_too_long(opens_on, fields["closes_on"])
