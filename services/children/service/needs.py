"""The doors by which a need that a visit named comes to outreach, sooner or later."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from services.children.facts.visits import ChildVisited, FollowUp
from services.children.model import VisitNeed
from services.children.model.needs import NeedState
from services.children.schemas.needs import PassOnNeed
from services.children.store.needs import keep_needs, need_held, still_says_so, waiting_in
from shared.desk import Desk
from shared.facts import Act
from shared.identity import Role
from shared.worker import Doors, read, write


def needs_of_visits(desk: Desk, visits: Sequence[tuple[UUID, Act]]) -> None:
    """Let the needs that visits name wait for outreach; the visits stand whether outreach answers or not."""
    rows = [
        VisitNeed.of(id, visit)
        for id, visit in visits
        if isinstance(visit, ChildVisited) and visit.follow_up is FollowUp.NEED
    ]
    if rows:
        keep_needs(desk.session, rows)


class NeedDoors(Doors):
    """走访诉求: passed on by time alone, or at once by whoever cannot wait."""

    @write(PassOnNeed, Role.RECORDER)
    def pass_on_need(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Ask outreach to see to a need; when it is away, the need goes on waiting."""
        waiting = need_held(desk.session, fields["visit"])
        waiting.must_wait()
        if not still_says_so(desk.session, waiting.visit):
            waiting.state = NeedState.DROPPED.value
            return {"need": None, "state": waiting.state}
        desk.ask("outreach", "raise_need", id=str(waiting.need), fields=waiting.as_asked())
        waiting.state = NeedState.PASSED_ON.value
        return {"need": str(waiting.need), "state": waiting.state}

    @read(Role.RECORDER, Role.OFFICER)
    def needs_waiting(self, desk: Desk, place: str, limit: int = 100) -> list[dict[str, Any]]:
        """List the needs of a place that outreach has not taken yet."""
        return waiting_in(desk.session, place, limit)
