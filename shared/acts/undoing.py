"""Taking a withdrawal back, as long as it may have been a slip of the hand."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, update

from shared.acts.book import must_be_open
from shared.acts.entry import Derive, entry
from shared.acts.shelf import act, act_revision, locked
from shared.desk import Desk
from shared.eventlog import tell
from shared.facts import Act
from shared.refusals import Refusal

UNDONE_WITHIN = timedelta(minutes=10)


class TooLateToUndo(Refusal):
    """撤回已超过 {minutes} 分钟,不能再恢复;请重新填报"""


def reinstate(desk: Desk, kind: type[Act], id: UUID, derive: Derive | None = None) -> dict[str, Any]:
    """Let a withdrawn act stand again as a revision that says the same; one that stands is well."""
    found = locked(desk.session, kind, id)
    must_be_open(desk, found)
    if found.withdrawn_at is None:
        return {"id": str(id), "kind": kind.__name__, "revision": found.revision}
    if desk.now - found.withdrawn_at > UNDONE_WITHIN:
        raise TooLateToUndo("id", minutes=UNDONE_WITHIN.seconds // 60)
    newest = select(act_revision).where(act_revision.c.id == id, act_revision.c.revision == found.revision)
    before = desk.session.execute(newest).one()
    again, revision = entry(desk, kind, id, before.content, derive), found.revision + 1
    tell(desk.session, again.fact, again.fact_id(revision), desk.now)
    stands = {"withdrawn_at": None, "withdrawn_reason": None, "revision": revision, "fact_id": again.fact_id(revision)}
    desk.session.execute(update(act).where(act.c.id == id).values(stands))
    desk.session.execute(
        insert(act_revision).values(
            id=id,
            revision=revision,
            fingerprint=before.fingerprint,
            content=before.content,
            recorded_at=desk.now,
            recorded_by=desk.identity.person,
        )
    )
    return {"id": str(id), "kind": kind.__name__, "revision": revision}
