"""How doors list what waits for a step, by its state."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from services.children.store.pages import page
from shared.desk import Desk
from shared.facts import Code
from shared.refusals import Refusal


class StateUnknown(Refusal):
    """没有名为“{state}”的状态"""


def in_state(
    desk: Desk, kind: Any, states: type[Code], state: str, place: str | None, after: UUID | None, limit: int
) -> list[Any]:
    """List the rows of a kind that are in a state; raises StateUnknown."""
    if state not in {each.value for each in states}:
        raise StateUnknown("state", state=state)
    return page(desk.session, kind, desk.identity.scope, kind.state == state, place, after, limit)
