"""报名: a volunteer's place at a post of a shift to come, or in the line for one; swapped, taken back, kept or not."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, DateTime, ForeignKey, Index, Text, Uuid, func, literal_column, text
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.volunteers.facts.shift import LONGEST_SHIFT_MINUTES
from services.volunteers.model.table import Table
from shared.desk import Placed
from shared.facts import Code
from shared.refusals import Refusal

MOST_MINUTES_A_DAY = LONGEST_SHIFT_MINUTES
ONE_SHIFT_AT_A_TIME = "one_shift_at_a_time"
ONCE_SIGNED_UP = "once_signed_up"
SO_MANY_HOURS_A_DAY = "so_many_hours_a_day"


class SignUpState(Code):
    """报名状态"""

    SIGNED = "signed", "已报名"
    WAITING = "waiting", "正在候补"
    CAME = "came", "已到岗"
    ABSENT = "absent", "未到岗"
    WITHDRAWN = "withdrawn", "已取消"
    SWAPPED = "swapped", "已换班"
    RELEASED = "released", "已随班次取消"
    LAPSED = "lapsed", "候补未成"


STANDING = (SignUpState.SIGNED, SignUpState.WAITING, SignUpState.CAME)


class SignedUpAlready(Refusal):
    """该志愿者已报名或正在候补本班次"""


class SignedUpElsewhere(Refusal):
    """该志愿者在这段时间已报名另一班次"""


class TooManyHours(Refusal):
    """一名志愿者一天最多报名 {hours} 小时"""


class PostFull(Refusal):
    """“{post}”岗位需要 {needed} 人,已经报满;如愿候补,请选择候补"""


class NotSigned(Refusal):
    """这次报名{state},不能再{step}"""


class SwapWithOneself(Refusal):
    """换班须在两名志愿者之间进行"""


class SignUp(Placed, Table):
    """报名: that nobody is signed up for two shifts at once is the database's own rule, across all scopes."""

    __tablename__ = "sign_up"
    __table_args__ = (
        ExcludeConstraint(
            ("volunteer", "="),
            (func.tstzrange(literal_column("starts_at"), literal_column("ends_at")), "&&"),
            name=ONE_SHIFT_AT_A_TIME,
            where=text("state = 'signed'"),
        ),
        Index(
            ONCE_SIGNED_UP,
            "shift",
            "volunteer",
            unique=True,
            postgresql_where=text("state IN ('signed', 'waiting', 'came')"),
        ),
        Index("sign_up_by_shift", "shift", "turn", unique=True),
        Index("sign_up_by_place", "place", "held_on"),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    shift: Mapped[UUID] = mapped_column(Uuid, ForeignKey("shift.id"))
    turn: Mapped[int]
    starts_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    ends_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    held_on: Mapped[date]
    volunteer: Mapped[UUID] = mapped_column(Uuid, ForeignKey("volunteer.id"))
    post: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(Text)
    recorded_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    recorded_by: Mapped[UUID | None] = mapped_column(Uuid)

    def give_up(self, to: SignUpState, step: str, *, waiting: bool = False) -> None:
        """Let the place go; raises NotSigned."""
        if self.state != SignUpState.SIGNED and not (waiting and self.state == SignUpState.WAITING):
            raise NotSigned("sign_up", state=SignUpState(self.state).label, step=step)
        self.state = to.value

    @property
    def signed(self) -> bool:
        """Tell whether a place is held, rather than waited for."""
        return self.state == SignUpState.SIGNED


class BookedDay(Table):
    """一天的报名时长: how many minutes of a day a volunteer has signed up for, wherever that is."""

    __tablename__ = "booked_day"
    __table_args__ = (CheckConstraint(f"minutes BETWEEN 0 AND {MOST_MINUTES_A_DAY}", name=SO_MANY_HOURS_A_DAY),)

    volunteer: Mapped[UUID] = mapped_column(Uuid, ForeignKey("volunteer.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    minutes: Mapped[int]
