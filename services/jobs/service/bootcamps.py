"""What a 创业训练营 must keep to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from shared.acts import Derived
from shared.desk import Desk
from shared.refusals import Refusal


class FewerThanNamed(Refusal):
    """参训 {attendance} 人次,少于名单上的 {named} 人"""


class MoreThanSeats(Refusal):
    """名单上 {named} 人、{sessions} 次课,参训人次不能超过 {most}"""


def attendance_of_bootcamps(_desk: Desk, said: Sequence[Mapping[str, Any]]) -> list[Derived]:
    """Refuse an attendance that those who are named cannot have made."""
    return [_attendance(each["attendance"], len(each["attendees"]), each["sessions"]) for each in said]


def _attendance(attendance: int, named: int, sessions: int) -> Derived:
    if attendance < named:
        return FewerThanNamed("attendance", attendance=attendance, named=named)
    if named and attendance > named * sessions:
        return MoreThanSeats("attendance", named=named, sessions=sessions, most=named * sessions)
    return {}
