"""驻外团组织: a League organisation that stands in another province."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped

from services.outreach.facts.away import AwayOrganisationClosed, AwayOrganisationListed
from services.outreach.model.entry import Entry
from shared.refusals import Refusal


class NotAway(Refusal):
    """驻外团组织须在省外:{place} 在四川省内"""


class FoundedLater(Refusal):
    """成立日期 {founded_on} 晚于登记日期 {opened_on}"""


class AwayOrganisation(Entry):
    """驻外团组织: listed in a season; `newly` says that it was founded in it."""

    __tablename__ = "away_organisation"
    __table_args__ = (
        CheckConstraint("closed_on >= opened_on", name="away_organisation_closed_after_it_opened"),
        CheckConstraint("founded_on <= opened_on", name="founded_before_it_was_listed"),
        Index("away_organisation_by_home", "home", "opened_on"),
    )

    says: ClassVar = ("name", "founded_on", "newly")

    name: Mapped[str]
    founded_on: Mapped[date]
    newly: Mapped[bool]

    def check(self) -> None:
        """Raise NotAway, FoundedLater."""
        if self.place.startswith("51"):
            raise NotAway("place", place=self.place)
        if self.founded_on > self.opened_on:
            raise FoundedLater("founded_on", founded_on=self.founded_on, opened_on=self.opened_on)

    def opening(self) -> AwayOrganisationListed:
        """State that it stands, and whether it is new."""
        return AwayOrganisationListed(**self.envelope(self.opened_on), away_organisation=self.id, newly=int(self.newly))

    def closing(self, on: date) -> AwayOrganisationClosed:
        """State that it stands no longer."""
        return AwayOrganisationClosed(**self.envelope(on), away_organisation=self.id)
