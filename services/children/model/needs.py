"""走访转诉求: a visit found that something is needed; outreach follows it from then on."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import Index, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from services.children.facts.visits import ChildVisited
from services.children.model.table import Table
from shared.desk import Placed
from shared.facts import Code, Line
from shared.refusals import Refusal

DUE_WITHIN = timedelta(days=14)


class NeedState(Code):
    """转办状态"""

    WAITING = "waiting", "待转出"
    PASSED_ON = "passed_on", "已转出"
    DROPPED = "dropped", "走访已更正或撤回"


class NeedSettled(Refusal):
    """这条诉求{state},不用再转"""


class VisitNeed(Placed, Table):
    """A need that a visit named: it waits until outreach has taken it, however long outreach is away."""

    __tablename__ = "visit_need"
    __table_args__ = (Index("visit_need_waiting", "visit", postgresql_where=text("state = 'waiting'")),)

    visit: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    category: Mapped[str]
    raised_on: Mapped[date]
    state: Mapped[str]

    @staticmethod
    def of(visit: UUID, fact: ChildVisited) -> dict[str, Any]:
        """Gather the row of a need that a visit named."""
        where = {name: getattr(fact, name) for name in ("place", "home", "organisation", "organiser")}
        named = {"visit": visit, "category": fact.need.value, "raised_on": fact.occurred_on}
        return {**Placed.columns(where), **named, "state": NeedState.WAITING.value}

    @property
    def need(self) -> UUID:
        """Name the need for outreach: asked again, it is the same, and it does not show the visit."""
        return uuid5(self.visit, "need")

    def must_wait(self) -> None:
        """Refuse a need that was passed on or dropped; raises NeedSettled."""
        if self.state != NeedState.WAITING:
            raise NeedSettled("visit", state=NeedState(self.state).label)

    def as_asked(self) -> dict[str, Any]:
        """Say to outreach what is needed, where and by whom to be seen to; not of whom."""
        return {
            "place": self.place,
            "organisation": str(self.organisation),
            "about": Line.CHILDREN.value,
            "category": self.category,
            "owner": str(self.organisation),
            "raised_on": str(self.raised_on),
            "due_on": str(self.raised_on + DUE_WITHIN),
        }
