"""What reporting tells the world of returns: which are owed, submitted and corrected, and where one may stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar
from uuid import UUID

from shared.facts import Code, Count, Fact, Indicator, Key, Line, Ratio, Sum


class ReturnKind(Code):
    """月报种类"""

    MONTHLY = "monthly", "月报"
    CLOSING = "closing", "季末清算"


class ReturnState(Code):
    """月报状态"""

    DRAFT = "draft", "草稿"
    SUBMITTED = "submitted", "已报送"
    SENT_BACK = "sent_back", "已退回"
    ACCEPTED = "accepted", "已采纳"
    CORRECTING = "correcting", "更正中"


class ReturnStep(Code):
    """月报环节"""

    OPEN = "open", "开放"
    NARRATE = "narrate", "填写工作情况"
    CONFIRM = "confirm", "核对"
    SUBMIT = "submit", "报送"
    SEND_BACK = "send_back", "退回"
    ACCEPT = "accept", "采纳"
    CORRECT = "correct", "更正"
    UNLOCK = "unlock", "解锁"


WRITABLE = frozenset({ReturnState.DRAFT, ReturnState.SENT_BACK, ReturnState.CORRECTING})
"""While a return is with its city: its figures are live, and it may be changed."""


@dataclass(frozen=True, kw_only=True)
class ReturnDue(Fact):
    """应报: a city owes a return, on the day that it is due."""

    line: ClassVar[Line] = Line.ORGANISING

    monthly_return: Annotated[UUID, Key("月报编号")]


@dataclass(frozen=True, kw_only=True)
class ReturnSubmitted(Fact):
    """报送: a return that was due on the day was submitted for the first time, by then or later."""

    line: ClassVar[Line] = Line.ORGANISING

    monthly_return: Annotated[UUID, Key("月报编号")]
    on_time: Annotated[int, Count("按时", unit="份", most=1)]


@dataclass(frozen=True, kw_only=True)
class ReturnCorrected(Fact):
    """更正: a return that was due on the day and had been accepted was submitted anew."""

    line: ClassVar[Line] = Line.ORGANISING

    monthly_return: Annotated[UUID, Key("月报编号")]


FACTS: tuple[type[Fact], ...] = (ReturnDue, ReturnSubmitted, ReturnCorrected)

INDICATORS: tuple[Indicator, ...] = (
    Sum("returns_due", "应报数", ReturnDue, 1, "份", "四(三)3"),
    Sum("returns_submitted", "报送数", ReturnSubmitted, 1, "份", "四(三)3"),
    Sum("returns_on_time", "按时报送数", ReturnSubmitted, "on_time", "份", "四(三)3"),
    Ratio("return_rate", "报送率", "returns_submitted", "returns_due", "四(三)3"),
    Ratio("return_punctuality", "按时率", "returns_on_time", "returns_due", "四(三)3"),
    Sum("returns_corrected", "更正次数", ReturnCorrected, 1, "次", "四(三)3"),
)
