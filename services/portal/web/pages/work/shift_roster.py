"""The roster of a shift: everybody who signed up or came, a line each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class OnRoster:
    """A volunteer of a shift: signed up, there, or both."""

    volunteer: str
    post: str
    sign_up: str | None
    sign_up_state: str | None
    attendance: Mapping[str, Any] | None

    @property
    def may_check_in(self) -> bool:
        """Tell whether the volunteer is expected and has not come yet."""
        return self.attendance is None and self.sign_up_state in {"signed", "waiting"}

    @property
    def may_check_out(self) -> bool:
        """Tell whether the volunteer is there."""
        return self.attendance is not None and self.attendance["checked_out_at"] is None


def roster_of(shift: Mapping[str, Any]) -> list[OnRoster]:
    """Put sign-ups and attendances of a shift together, in turn; who stepped in comes last."""
    return list(_lines(shift))


def _lines(shift: Mapping[str, Any]) -> Iterator[OnRoster]:
    came = {each["volunteer"]: each for each in shift["attendances"]}
    latest = {each["volunteer"]: each for each in shift["sign_ups"]}
    for volunteer, each in latest.items():
        yield OnRoster(volunteer, each["post"], each["id"], each["state"], came.get(volunteer))
    for volunteer, attendance in came.items():
        if volunteer not in latest:
            yield OnRoster(volunteer, attendance["post"], None, None, attendance)
