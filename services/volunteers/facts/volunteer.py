"""What is told of volunteers: a random key, and where they came from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar
from uuid import UUID

from shared.facts import Code, Distinct, Fact, Indicator, Key, Line


class Source(Code):
    """招募来源"""

    UNIVERSITY = "university", "高校"
    INSTITUTION = "institution", "机关企事业"
    PUBLIC = "public", "社会招募"
    WEST_PROGRAM = "west_program", "西部计划"
    HOME_AGAIN = "home_again", "返家乡"


@dataclass(frozen=True, kw_only=True)
class VolunteerRecruited(Fact):
    """志愿者招募: a volunteer entered the register."""

    line: ClassVar[Line] = Line.TRAVEL

    volunteer: Annotated[UUID, Key("志愿者编号")]
    source: Source


FACTS: tuple[type[Fact], ...] = (VolunteerRecruited,)

INDICATORS: tuple[Indicator, ...] = (
    Distinct("volunteers_recruited", "招募人数", VolunteerRecruited, "volunteer", "人", "三(五)1", by=("source",)),
)
