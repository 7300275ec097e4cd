"""大学生结对: students who are vetted and have signed the code of conduct, and the children they look after."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID, uuid5

from sqlalchemy import ARRAY, CheckConstraint, DateTime, ForeignKey, Index, Text, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from services.children.facts.pairings import (
    BarReason,
    PairingBegun,
    PairingEnd,
    Programme,
    StudentReported,
    Vetting,
)
from services.children.model.table import Table
from shared.desk import Placed
from shared.facts import Code
from shared.refusals import Refusal

MOST_CHILDREN = 5
CODE_EDITION = 1


class StudentState(Code):
    """大学生状态"""

    REPORTED = "reported", "待审查"
    REFUSED = "refused", "未通过审查"
    VETTED = "vetted", "待签署行为守则"
    READY = "ready", "可以结对"
    BARRED = "barred", "已停止服务"


class StudentNotNext(Refusal):
    """这名大学生{state},现在不能{step}"""


class OwnStudent(Refusal):
    """登记大学生的人不能审查自己登记的大学生"""


class CodeOutdated(Refusal):
    """行为守则现为第 {edition} 版,须签署现行版本"""


class SignedBeforeReport(Refusal):
    """签署日期 {day} 早于报到日期 {before}"""


class StudentFull(Refusal):
    """一名大学生同时最多结对 {most} 名儿童"""


class PairedAlready(Refusal):
    """这名大学生已与该儿童结对"""


class PairedBeforeReady(Refusal):
    """结对日期 {day} 早于签署行为守则的日期 {before}"""


class PairingEnded(Refusal):
    """该结对已于 {day} 结束"""


class EndedBeforeBegun(Refusal):
    """结束日期 {day} 早于结对日期 {before}"""


class Student(Placed, Table):
    """报到大学生: may look after children once vetted by another than who registered them, and the code is signed."""

    __tablename__ = "student"
    __table_args__ = (
        CheckConstraint("vetted_by <> reported_by", name="nobody_vets_their_own"),
        Index("student_by_place", "place", "reported_on"),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    programmes: Mapped[list[str]] = mapped_column(ARRAY(Text))
    state: Mapped[str]
    reported_on: Mapped[date]
    reported_by: Mapped[UUID] = mapped_column(Uuid)
    vetted_by: Mapped[UUID | None] = mapped_column(Uuid)
    vetted_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    vetting: Mapped[str | None]
    code_edition: Mapped[int | None]
    code_signed_on: Mapped[date | None]
    barred_on: Mapped[date | None]
    bar_reason: Mapped[str | None]

    def vet(self, by: UUID, at: datetime, verdict: Vetting) -> None:
        """Say whether the student may be near children; raises StudentNotNext, OwnStudent."""
        self.must_be("审查", StudentState.REPORTED)
        if by == self.reported_by:
            raise OwnStudent("vetted_by")
        self.vetted_by, self.vetted_at, self.vetting = by, at, verdict.value
        self.state = (StudentState.VETTED if verdict is Vetting.PASSED else StudentState.REFUSED).value

    def sign(self, on: date, edition: int) -> None:
        """Note that the code of conduct is signed; raises StudentNotNext, CodeOutdated, SignedBeforeReport."""
        self.must_be("签署行为守则", StudentState.VETTED)
        if edition != CODE_EDITION:
            raise CodeOutdated("edition", edition=CODE_EDITION)
        if on < self.reported_on:
            raise SignedBeforeReport("signed_on", day=on, before=self.reported_on)
        self.state, self.code_signed_on, self.code_edition = StudentState.READY.value, on, edition

    def bar(self, on: date, reason: BarReason) -> None:
        """Let the student near no child any more; raises StudentNotNext."""
        self.must_be("停止服务", StudentState.REPORTED, StudentState.VETTED, StudentState.READY)
        self.state, self.barred_on, self.bar_reason = StudentState.BARRED.value, on, reason.value

    def must_be_ready(self, on: date, pairings: int) -> None:
        """Refuse who may not take on one more child; raises StudentNotNext, PairedBeforeReady, StudentFull."""
        self.must_be("结对", StudentState.READY)
        if self.code_signed_on is not None and on < self.code_signed_on:
            raise PairedBeforeReady("since", day=on, before=self.code_signed_on)
        if pairings >= MOST_CHILDREN:
            raise StudentFull("student", most=MOST_CHILDREN)

    def must_be(self, step: str, *states: StudentState) -> None:
        """Refuse a step that is not next; raises StudentNotNext."""
        if self.state not in states:
            raise StudentNotNext("state", state=StudentState(self.state).label, step=step)

    def reported(self, programme: Programme) -> StudentReported:
        """Say that the student came through a programme."""
        return StudentReported(**self.envelope(self.reported_on), student=self.id, programme=programme)


class Pairing(Placed, Table):
    """大学生结对: from when to when a student looks after a child; whose case it is is seen in scope alone."""

    __tablename__ = "pairing"
    __table_args__ = (
        CheckConstraint("until >= since", name="ended_after_it_began"),
        Index("one_standing_pairing", "student", "case_id", unique=True, postgresql_where=text("until IS NULL")),
        Index("pairing_by_case", "case_id"),
        Index("pairing_by_place", "place", "since"),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    student: Mapped[UUID] = mapped_column(Uuid, ForeignKey("student.id"))
    case_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("child_case.id"))
    child: Mapped[UUID] = mapped_column(Uuid)
    since: Mapped[date]
    until: Mapped[date | None]
    end_reason: Mapped[str | None]

    def end(self, on: date, reason: PairingEnd) -> None:
        """End the pairing; raises PairingEnded, EndedBeforeBegun."""
        if self.until is not None:
            raise PairingEnded("pairing", day=self.until)
        if on < self.since:
            raise EndedBeforeBegun("until", day=on, before=self.since)
        self.until, self.end_reason = on, reason.value

    def stands_on(self, day: date) -> bool:
        """Tell whether the student looked after the child on a day."""
        return self.since <= day and (self.until is None or day <= self.until)

    def begun(self) -> PairingBegun:
        """Say that the student looks after the child from now on."""
        return PairingBegun(**self.envelope(self.since), student=self.student, child=self.child)

    @property
    def fact_id(self) -> UUID:
        """Name the fact after the key, as all that is told of a child."""
        return uuid5(self.child, f"paired/{self.id}")
