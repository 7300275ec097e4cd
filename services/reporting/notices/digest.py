"""What a digest says of the returns that are still to be submitted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from uuid import UUID

from services.reporting.model import MonthlyReturn, ReturnState
from shared.clock import shown
from shared.frame import Frame


def subject_of(returns: Sequence[MonthlyReturn]) -> str:
    """Say how many returns wait, and for when the first of them is due."""
    return f"【暖冬】{len(returns)} 份月报待报送,最近截止 {shown(min(each.due_at for each in returns))}"


def lines_of(frame: Frame, today: date, returns: Sequence[MonthlyReturn], confirmed: Mapping[UUID, int]) -> list[str]:
    """Say of each return how it stands, until when it is due, and how many counties have looked at it."""
    return [_line(frame, today, each, confirmed.get(each.id, 0)) for each in returns]


def _line(frame: Frame, today: date, of: MonthlyReturn, confirmed: int) -> str:
    city = frame.place(of.city, of.due_on) or frame.place(of.city)
    name = f"{of.month} 季末清算" if of.is_closing else f"{of.month} 月报"
    return (
        f"{city.name if city else of.city} {name}({ReturnState(of.state).label}):{shown(of.due_at)} 截止,"
        f"{_left(frame, today, of.due_on)};{len(of.counties)} 个县(市、区)已核对 {confirmed} 个"
    )


def _left(frame: Frame, today: date, due_on: date) -> str:
    if due_on <= today:
        return "今天截止" if due_on == today else "已逾期"
    days = (today + timedelta(days=number) for number in range(1, (due_on - today).days + 1))
    return f"还有 {sum(map(frame.is_workday, days))} 个工作日"
