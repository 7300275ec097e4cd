"""志愿者: a random key in the register; who it is stands in the vault."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, DateTime, Index, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from services.volunteers.facts.volunteer import Source
from services.volunteers.model.table import Table
from shared.acts.book import StaleRevision
from shared.desk import Placed
from shared.refusals import Refusal


class VolunteerHasLeft(Refusal):
    """该志愿者已于 {left_on} 退出"""


class LeftBeforeRecruited(Refusal):
    """退出日期 {left_on} 早于招募日期 {recruited_on}"""


class NotRecruitedYet(Refusal):
    """该志愿者 {recruited_on} 才招募"""


class NotTrained(Refusal):
    """该志愿者尚未培训,不能报名"""


class NotInsured(Refusal):
    """该志愿者 {day} 没有有效的保险,不能报名"""


class Volunteer(Placed, Table):
    """志愿者: recruited from somewhere, trained and insured until some day; may serve at any station."""

    __tablename__ = "volunteer"
    __table_args__ = (
        CheckConstraint("left_on >= recruited_on", name="left_after_recruited"),
        Index("volunteer_by_place", "place", "recruited_on"),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    revision: Mapped[int]
    source: Mapped[str] = mapped_column(Text)
    trained_on: Mapped[date | None]
    insured_until: Mapped[date | None]
    recruited_on: Mapped[date]
    left_on: Mapped[date | None]
    recorded_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    recorded_by: Mapped[UUID | None] = mapped_column(Uuid)

    def keep(self, terms: Mapping[str, Any]) -> None:
        """Set where the volunteer came from, and since and until when trained and insured."""
        self.source = terms["source"].value
        self.trained_on, self.insured_until = terms["trained_on"], terms["insured_until"]

    def change(self, revision: int, terms: Mapping[str, Any]) -> None:
        """Put the entry right; raises VolunteerHasLeft, StaleRevision."""
        if self.left_on is not None:
            raise VolunteerHasLeft("volunteer", left_on=self.left_on)
        if revision != self.revision:
            raise StaleRevision("revision", given=revision, current=self.revision)
        self.keep(terms)
        self.revision = revision + 1

    def leave(self, on: date) -> None:
        """Let the volunteer go, whose hours stay; raises VolunteerHasLeft, LeftBeforeRecruited."""
        if self.left_on is not None:
            raise VolunteerHasLeft("volunteer", left_on=self.left_on)
        if on < self.recruited_on:
            raise LeftBeforeRecruited("left_on", left_on=on, recruited_on=self.recruited_on)
        self.left_on = on

    def must_serve_on(self, day: date) -> None:
        """Refuse a day on which the volunteer is not of the register; raises NotRecruitedYet, VolunteerHasLeft."""
        if day < self.recruited_on:
            raise NotRecruitedYet("volunteer", recruited_on=self.recruited_on)
        if self.left_on is not None and day > self.left_on:
            raise VolunteerHasLeft("volunteer", left_on=self.left_on)

    def must_be_ready_for(self, day: date) -> None:
        """Refuse a sign-up of who is untrained or without insurance on the day; raises NotTrained, NotInsured."""
        self.must_serve_on(day)
        if self.trained_on is None or self.trained_on > day:
            raise NotTrained("volunteer")
        if self.insured_until is None or self.insured_until < day:
            raise NotInsured("volunteer", day=day)

    @property
    def came_from(self) -> Source:
        """Tell where the volunteer was recruited."""
        return Source(self.source)
