"""What the joining of a program must keep to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from shared.acts import Derived
from shared.desk import Desk
from shared.refusals import Refusal


class NobodyJoined(Refusal):
    """须填写至少一名加入计划的青年"""


def youths_of_programs(_desk: Desk, said: Sequence[Mapping[str, Any]]) -> list[Derived]:
    """Refuse a joining that names nobody."""
    return [{} if each["youths"] else NobodyJoined("youths") for each in said]
