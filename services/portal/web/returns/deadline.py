"""The one date by which a return is due, why it is that one, and who can open it again."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from services.reporting.facts import WRITABLE, ReturnKind, ReturnState
from shared import clock
from shared.frame import Frame


@dataclass(frozen=True)
class Deadline:
    """A day, why it is this one, how far it is, and what may be done after it."""

    on: date
    because: str
    left: str
    afterwards: str


def deadline_of(answer: Mapping[str, Any], frame: Frame) -> Deadline:
    """Say when a return is due and what that means today."""
    on = clock.day_of(datetime.fromisoformat(answer["due_at"]))
    because = ";".join(filter(None, (_because(answer, on), _kind_of_day(frame, on))))
    return Deadline(on, because, _left(answer, on), _afterwards(answer))


def is_locked(answer: Mapping[str, Any]) -> bool:
    """Tell whether the season has closed and nobody gave this return longer."""
    unlocked = (answer.get("unlocked") or {}).get("until")
    until = max(filter(None, (answer["locks_on"], unlocked)), default=None)
    return until is not None and clock.today() > date.fromisoformat(until)


def _because(answer: Mapping[str, Any], on: date) -> str:
    asked = f"每月{answer['return_day']}号之前(含当日)"
    if answer["kind"] == ReturnKind.CLOSING.value:
        asked = f"季末清算在最后一月的次月报送,同为{asked}"
    if on.day < answer["return_day"] and on.day == monthrange(on.year, on.month)[1]:
        return f"{asked};{on.month}月没有{answer['return_day']}号,以当月最后一天为准"
    return asked


def _kind_of_day(frame: Frame, on: date) -> str:
    said = frame.holiday(on)
    if frame.is_workday(on):
        return f"当日调休上班({said.name})" if said else ""
    return f"当日休息({said.name}),请提前" if said else "当日是周末,请提前"


def _left(answer: Mapping[str, Any], on: date) -> str:
    if answer["submitted_at"]:
        return "按时报送" if answer["on_time"] else "逾期报送"
    days = (on - clock.today()).days
    return f"还有 {days} 天" if days > 0 else "今天截止" if days == 0 else f"已逾期 {-days} 天"


def _afterwards(answer: Mapping[str, Any]) -> str:
    if is_locked(answer):
        return f"本季已于 {answer['locks_on']} 截止,不能再改动;确需改动的,请省级审批人解锁"
    state = ReturnState(answer["state"])
    if state in WRITABLE:
        locks = f",本季 {answer['locks_on']} 截止后须由省级审批人解锁" if answer["locks_on"] else ""
        return f"逾期仍可报送,记为逾期{locks}"
    if state is ReturnState.SUBMITTED:
        return "已报送,不能改动;需要改动的,请团省委退回"
    return "已采纳;本市(州)干部可以提出更正,更正后重新报送"
