"""报名: somebody has a place in a class or waits for one, and may be certified in the end."""

from __future__ import annotations

from datetime import date
from typing import cast
from uuid import UUID, uuid5

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from services.jobs.facts.hiring import Trade
from services.jobs.facts.training import CertificateKind, TraineeCertified, TraineeTaught
from services.jobs.model.classes import ClassState, TrainingClass
from services.jobs.model.table import Table
from shared.desk import Placed
from shared.facts import Code
from shared.refusals import Refusal


class EnrolmentState(Code):
    """报名状态"""

    ENROLLED = "enrolled", "已录取"
    WAITING = "waiting", "候补"
    LEFT = "left", "已退出"


class AlreadyEnrolled(Refusal):
    """该学员已在这个培训班({state})"""


class EnrolmentOver(Refusal):
    """该培训班的报名已于 {enrol_until} 截止"""


class EnrolmentBeforeClass(Refusal):
    """该培训班 {opened_on} 才开始报名"""


class ClassFull(Refusal):
    """该培训班 {capacity} 个名额已满,{waiting_places} 个候补名额也已满"""


class CapacityBelowEnrolled(Refusal):
    """已录取 {enrolled} 人,名额不能少于这个数"""


class AlreadyLeft(Refusal):
    """该学员已于 {left_on} 退出"""


class LeftBeforeEnrolling(Refusal):
    """退出日期不能早于报名日期({enrolled_on})"""


class NotEnrolled(Refusal):
    """学员 {trainee} 没有被这个培训班录取"""


class AttendanceTooLow(Refusal):
    """到课 {attended} 次,共 {lessons} 次,不足 {least}%,不能取证"""


class AlreadyCertified(Refusal):
    """该学员已于 {certified_on} 取证"""


class NotCertified(Refusal):
    """该学员没有取证"""


class CertifiedBeforeCompletion(Refusal):
    """取证日期不能早于结业日期({completed_on})"""


class CertificatesStand(Refusal):
    """已有 {certified} 人凭结业取证,须先撤销证书"""


class Enrolment(Placed, Table):
    """报名: `turn` is the order of asking, `lessons` how many were attended once the class is completed."""

    __tablename__ = "enrolment"
    __table_args__ = (
        UniqueConstraint("training_class", "trainee", name="one_enrolment_per_trainee"),
        UniqueConstraint("training_class", "turn", name="one_turn_each"),
        Index("enrolment_by_trainee", "trainee"),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    training_class: Mapped[UUID] = mapped_column(ForeignKey("training_class.id"))
    trainee: Mapped[UUID] = mapped_column(Uuid)
    state: Mapped[str] = mapped_column(Text)
    turn: Mapped[int]
    enrolled_on: Mapped[date]
    left_on: Mapped[date | None]
    lessons: Mapped[int]
    certificate: Mapped[UUID | None] = mapped_column(Uuid)
    certificate_kind: Mapped[str | None] = mapped_column(Text)
    certificate_number: Mapped[str | None] = mapped_column(Text)
    certified_on: Mapped[date | None]

    def enrol(self, state: EnrolmentState, turn: int, on: date) -> None:
        """Take a place or a turn to wait for one, for the first time or again."""
        self.state, self.turn, self.enrolled_on, self.left_on = state.value, turn, on, None

    def leave(self, on: date) -> None:
        """Give up the place, or the turn; raises AlreadyLeft, LeftBeforeEnrolling."""
        if self.left_on is not None:
            raise AlreadyLeft("enrolment", left_on=self.left_on)
        if on < self.enrolled_on:
            raise LeftBeforeEnrolling("left_on", enrolled_on=self.enrolled_on)
        self.state, self.left_on = EnrolmentState.LEFT.value, on

    def certify(self, fact: UUID, kind: CertificateKind, number: str, on: date) -> None:
        """Note a certificate; raises AlreadyCertified."""
        if self.certified_on is not None:
            raise AlreadyCertified("enrolment", certified_on=self.certified_on)
        self.certificate, self.certificate_kind = fact, kind.value
        self.certificate_number, self.certified_on = number, on

    def revoke(self) -> UUID:
        """Take the certificate back, and name the fact that told it; raises NotCertified."""
        if self.certificate is None:
            raise NotCertified("enrolment")
        fact = self.certificate
        self.certificate = self.certificate_kind = self.certificate_number = self.certified_on = None
        return fact

    def attendance_of(self, training_class: TrainingClass) -> UUID:
        """Name the fact of having been taught, as of the class's last completion."""
        return uuid5(self.id, f"taught:{training_class.revision}")

    def taught(self, training_class: TrainingClass) -> TraineeTaught:
        """State that somebody came to a class."""
        return TraineeTaught(
            **training_class.envelope(training_class.last_day),
            training_class=training_class.id,
            trainee=self.trainee,
            trade=Trade(training_class.trade),
            lessons=self.lessons,
        )

    def certified(self, training_class: TrainingClass) -> TraineeCertified:
        """State that somebody was given a certificate."""
        return TraineeCertified(
            **training_class.envelope(cast("date", self.certified_on)),
            training_class=training_class.id,
            trainee=self.trainee,
            trade=Trade(training_class.trade),
            certificate=CertificateKind(str(self.certificate_kind)),
        )


def must_deserve(training_class: TrainingClass, enrolment: Enrolment, least_attended: int, on: date) -> None:
    """Refuse a certificate before the class is completed, or for too few lessons."""
    training_class.must_be(ClassState.COMPLETED, "取证")
    if on < training_class.last_day:
        raise CertifiedBeforeCompletion("certified_on", completed_on=training_class.last_day)
    lessons = training_class.lessons or 0
    if not enrolment.lessons or enrolment.lessons * 100 < least_attended * lessons:
        raise AttendanceTooLow("enrolment", attended=enrolment.lessons, lessons=lessons, least=least_attended)
