"""What children keeps beside its acts: cases, the stays in which they are told, and the rules of both."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar, cast
from uuid import UUID, uuid5

from sqlalchemy import ForeignKey, Index, MetaData, Text, Uuid, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from services.children.facts import CaseClosed, CaseOpened, CloseReason
from shared import acts, answered, eventlog, frame
from shared.desk import Placed
from shared.facts import Line, level_of
from shared.refusals import Refusal

SECRET_BYTES = 32


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


class BeforeStay(Refusal):
    """{day} 早于该个案登记在现地点的日期 {since}"""


class Table(DeclarativeBase):
    """Children's own tables."""

    metadata = MetaData()
    type_annotation_map: ClassVar = {str: Text}


def child_key(secret: bytes, case: UUID, season: str, line: Line) -> UUID:
    """Name a child for the world outside: another key in every season and line, and none without the secret."""
    if len(secret) < SECRET_BYTES:
        raise ValueError(f"the secret behind children's keys must have at least {SECRET_BYTES} bytes")
    return UUID(bytes=hmac.digest(secret, f"{case}|{season}|{line}".encode(), "sha256")[:16])


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


class Case(Placed, Table):
    """在册儿童: one child on the register, where it is now; no name is kept here."""

    __tablename__ = "child_case"
    __table_args__ = (
        Index("child_case_by_place", "place", "id"),
        Index("child_case_by_birth", "born_month", postgresql_where=text("closed_on IS NULL")),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    born_month: Mapped[str]
    sex: Mapped[str]
    guardian: Mapped[str]
    category: Mapped[str]
    companion: Mapped[UUID] = mapped_column(Uuid)
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

    def where(self) -> dict[str, Any]:
        """Give the columns that say where the case is now."""
        return {name: getattr(self, name) for name in ("place", "home", "organisation", "organiser")}

    def close(self, on: date, reason: CloseReason) -> None:
        """Take the child off the register; raises CaseAlreadyClosed, StillUnderSixteen."""
        self.must_be_open()
        if reason is CloseReason.SIXTEEN and on < sixteen_on(self.born_month):
            raise StillUnderSixteen("reason", day=on)
        self.closed_on, self.close_reason = on, reason.value


class Stay(Placed, Table):
    """在册区间: a case's time in one place, led by one organisation, within one season and so under one key."""

    __tablename__ = "stay"
    __table_args__ = (
        Index("stay_by_child", "child", "ordinal", unique=True),
        Index("one_standing_stay", "case_id", unique=True, postgresql_where=text("until IS NULL")),
    )

    case_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("child_case.id"), primary_key=True)
    ordinal: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    season: Mapped[str]
    child: Mapped[UUID] = mapped_column(Uuid)
    since: Mapped[date]
    until: Mapped[date | None]

    def is_at(self, where: Mapping[str, Any]) -> bool:
        """Tell whether the stay is where these columns say."""
        return all(getattr(self, name) == value for name, value in where.items())

    def end(self, on: date, field: str) -> None:
        """End the stay; raises BeforeStay."""
        if on < self.since:
            raise BeforeStay(field, day=on, since=self.since)
        self.until = on

    def opened(self) -> CaseOpened:
        """Say that the child is on this place's register from now on."""
        return CaseOpened(**self.envelope(self.since), child=self.child)

    def closed(self) -> CaseClosed:
        """Say that the child is no longer on this place's register."""
        return CaseClosed(**self.envelope(cast("date", self.until)), child=self.child)

    def fact_id(self, word: str) -> UUID:
        """Name a fact after the key: named after the case, it would show the case to all who know its number."""
        return uuid5(self.child, f"{word}/{self.ordinal}")


TABLES = (Table.metadata, acts.metadata, answered.metadata, eventlog.metadata, frame.metadata)
