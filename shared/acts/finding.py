"""Acts found by the first characters of their ids: what they say beside that is codes, numbers, and notes.

Notes are not searched. They may name whoever was visited, and a search box would make a register of names of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import null, select

from shared.acts.shelf import act
from shared.desk import Desk
from shared.facts import Act
from shared.finding import Sought, shown
from shared.rows import lies_within


def found(desk: Desk, kinds: Sequence[type[Act]], sought: Sought, limit: int) -> Iterator[dict[str, Any]]:
    """Find acts within the caller's scope, withdrawn ones too."""
    if sought.ids is None:
        return
    among = [kind.__name__ for kind in kinds]
    said = (act.c.id, act.c.kind, act.c.place, act.c.occurred_on.label("on"), null().label("title"))
    query = select(*said).where(sought.begins(act.c.id), act.c.kind.in_(among))
    query = query.where(lies_within(act.c, desk.identity.scope)).order_by(act.c.id).limit(limit)
    for row in desk.session.execute(query):
        yield shown(row.kind, row)
