"""“1+10”: mentors, those linked with them, how full they are day by day, and the facts they state."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import cast
from uuid import UUID, uuid5

from sqlalchemy import CheckConstraint, DateTime, ForeignKey, Index, Text, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from services.jobs.facts.mentoring import QUOTA, MenteePaired, MenteeReleased, MentorLoaded
from services.jobs.model.table import Table
from shared.desk import Placed
from shared.refusals import Refusal


class MentorRetired(Refusal):
    """该带头人已于 {retired_on} 退出“1+10”"""


class BeforeMentorEnrolled(Refusal):
    """该带头人 {enrolled_on} 登记,所填日期不能早于这一天"""


class PairEnded(Refusal):
    """该结对已于 {released_on} 解除"""


class PairStruck(Refusal):
    """该结对已作为误录作废"""


class ReleasedBeforePaired(Refusal):
    """与青年 {mentee} 于 {paired_on} 结对,解除日期不能早于这一天"""


class Mentor(Placed, Table):
    """带头人: a leader who takes young people on, until retiring."""

    __tablename__ = "mentor"
    __table_args__ = (Index("mentor_by_place", "place", "id"),)

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    association: Mapped[UUID | None] = mapped_column(ForeignKey("association.id"))
    enrolled_on: Mapped[date]
    retired_on: Mapped[date | None]

    def must_mentor(self, on: date, field: str) -> None:
        """Refuse a day before enrolment, and every day after retiring."""
        if self.retired_on is not None:
            raise MentorRetired("mentor", retired_on=self.retired_on)
        if on < self.enrolled_on:
            raise BeforeMentorEnrolled(field, enrolled_on=self.enrolled_on)

    def retire(self, on: date) -> None:
        """Take no more people on; raises MentorRetired, BeforeMentorEnrolled."""
        self.must_mentor(on, "retired_on")
        self.retired_on = on


class MentorPair(Table):
    """结对: a mentor and a mentee, linked from one day to another; one struck was recorded by mistake."""

    __tablename__ = "mentor_pair"
    __table_args__ = (
        CheckConstraint("released_on >= paired_on", name="released_after_pairing"),
        Index(
            "one_link_at_a_time",
            "mentor",
            "mentee",
            unique=True,
            postgresql_where=text("released_on IS NULL AND struck_at IS NULL"),
        ),
        Index("mentor_pair_by_mentor", "mentor", "paired_on"),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    mentor: Mapped[UUID] = mapped_column(ForeignKey("mentor.id"))
    mentee: Mapped[UUID] = mapped_column(Uuid)
    paired_on: Mapped[date]
    released_on: Mapped[date | None]
    struck_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    struck_reason: Mapped[str | None] = mapped_column(Text)

    @property
    def open(self) -> bool:
        """Tell whether the two are linked until further notice."""
        return self.released_on is None and self.struck_at is None

    def stands_on(self, day: date) -> bool:
        """Tell whether the two are linked on a day."""
        return self.struck_at is None and self.paired_on <= day and (self.released_on is None or day < self.released_on)

    def release(self, on: date) -> None:
        """End the link; raises PairStruck, PairEnded, ReleasedBeforePaired."""
        self._must_not_be_struck()
        if self.released_on is not None:
            raise PairEnded("pair", released_on=self.released_on)
        if on < self.paired_on:
            raise ReleasedBeforePaired("released_on", mentee=self.mentee, paired_on=self.paired_on)
        self.released_on = on

    def strike(self, at: datetime, reason: str) -> list[UUID]:
        """Strike what was recorded by mistake, and name the facts that told of it; raises PairStruck."""
        self._must_not_be_struck()
        self.struck_at, self.struck_reason = at, reason
        return [self._pairing, *([self._release] if self.released_on else [])]

    def paired(self, by: Mentor) -> tuple[MenteePaired, UUID]:
        """State that they are linked, and name the fact."""
        about = by.envelope(self.paired_on)
        return MenteePaired(**about, pair=self.id, mentor=by.id, mentee=self.mentee), self._pairing

    def released(self, by: Mentor) -> tuple[MenteeReleased, UUID]:
        """State that they are linked no longer, and name the fact."""
        about = by.envelope(cast("date", self.released_on))
        return MenteeReleased(**about, pair=self.id, mentor=by.id, mentee=self.mentee), self._release

    def _must_not_be_struck(self) -> None:
        if self.struck_at is not None:
            raise PairStruck("pair")

    @property
    def _pairing(self) -> UUID:
        return uuid5(self.id, "paired")

    @property
    def _release(self) -> UUID:
        return uuid5(self.id, "released")


class MentorLoad(Table):
    """联系情况: with how many a mentor was linked at the end of a day on which that changed, as it was told last."""

    __tablename__ = "mentor_load"

    mentor: Mapped[UUID] = mapped_column(ForeignKey("mentor.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    mentees: Mapped[int]
    revision: Mapped[int]

    @property
    def fact_id(self) -> UUID:
        """Name the fact of this revision."""
        return uuid5(self.mentor, f"loaded:{self.day}:{self.revision}")

    def loaded(self, mentor: Mentor) -> MentorLoaded:
        """State how full the mentor was."""
        return MentorLoaded(
            **mentor.envelope(self.day),
            mentor=mentor.id,
            mentees=self.mentees,
            linked=int(self.mentees > 0),
            full=int(self.mentees >= QUOTA),
        )


def mentees_by_day(pairs: Sequence[MentorPair], told: Iterable[date]) -> dict[date, int]:
    """Count with how many a mentor was linked at the end of each day on which that changed, or was told to."""
    days = sorted({*told, *_days(pairs)})
    return {day: sum(each.stands_on(day) for each in pairs) for day in days}


def _days(pairs: Sequence[MentorPair]) -> Iterator[date]:
    for each in pairs:
        if each.struck_at is None:
            yield each.paired_on
            if each.released_on is not None:
                yield each.released_on
