"""在册儿童: who belongs on the register, until when, and where each child is now."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import Computed, ForeignKey, Index, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from services.children.facts.cases import CloseReason
from services.children.model.table import Here, Table
from shared.facts import level_of
from shared.refusals import Refusal

EVERY_CHILD_HAS_A_COMPANION = "every_child_has_a_companion"


class TownshipNeeded(Refusal):
    """个案须登记在乡镇或街道"""


class BornAfterOpening(Refusal):
    """出生年月晚于登记日期 {day}"""


class AlreadySixteen(Refusal):
    """该儿童到 {day} 已满十六周岁,不能在册"""


class StillUnderSixteen(Refusal):
    """该儿童到 {day} 未满十六周岁,不能以年满十六周岁结案"""


class CaseAlreadyClosed(Refusal):
    """该个案已于 {day} 结案"""


def age_in_months(born_month: str, day: date) -> int:
    """Tell an age in whole months of the calendar; of a birth only its year and month are kept."""
    year, month = map(int, born_month.split("-"))
    return (day.year - year) * 12 + day.month - month


def sixteen_on(born_month: str) -> date:
    """Tell the first day on which a child is sixteen for certain: after the whole month of the birthday."""
    year, month = map(int, born_month.split("-"))
    return date(year + 16 + month // 12, month % 12 + 1, 1)


def sixteen_years_before(day: date) -> str:
    """Tell the month of birth before which everybody is sixteen for certain on a day."""
    return f"{day.year - 16}-{day.month:02}"


class Case(Here, Table):
    """在册儿童: one child on the register, where it is now; no name is kept here."""

    __tablename__ = "child_case"
    __table_args__ = (
        Index("child_case_by_place", "place", "id"),
        Index("child_case_by_carer", "carer", postgresql_where=text("carer IS NOT NULL")),
        Index("child_case_by_birth", "born_month", postgresql_where=text("closed_on IS NULL")),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    born_month: Mapped[str]
    sex: Mapped[str]
    guardian: Mapped[str]
    category: Mapped[str]
    companion: Mapped[UUID] = mapped_column(Uuid)
    carer: Mapped[UUID | None] = mapped_column(
        Uuid,
        Computed("CASE WHEN closed_on IS NULL THEN companion END", persisted=True),
        ForeignKey("companion.serving", name=EVERY_CHILD_HAS_A_COMPANION),
    )
    opened_on: Mapped[date]
    closed_on: Mapped[date | None]
    close_reason: Mapped[str | None]

    def must_be_open(self) -> None:
        """Refuse a closed case; raises CaseAlreadyClosed."""
        if self.closed_on is not None:
            raise CaseAlreadyClosed("case", day=self.closed_on)

    def must_belong(self, on: date) -> None:
        """Refuse a child that the register is not for; raises TownshipNeeded, BornAfterOpening, AlreadySixteen."""
        if level_of(self.place) != "township":
            raise TownshipNeeded("place")
        if age_in_months(self.born_month, on) < 0:
            raise BornAfterOpening("born_month", day=on)
        if on >= sixteen_on(self.born_month):
            raise AlreadySixteen("born_month", day=on)

    def close(self, on: date, reason: CloseReason) -> None:
        """Take the child off the register; raises CaseAlreadyClosed, StillUnderSixteen."""
        self.must_be_open()
        if reason is CloseReason.SIXTEEN and on < sixteen_on(self.born_month):
            raise StillUnderSixteen("reason", day=on)
        self.closed_on, self.close_reason = on, reason.value
