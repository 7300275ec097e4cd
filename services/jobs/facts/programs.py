"""青创计划, 乡村伙伴计划: what jobs tells of the League's own programs for those who start a business."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar
from uuid import UUID

from shared.facts import Act, Code, Count, Distinct, Fact, Indicator, Key, Line, Note, Sum


class Program(Code):
    """计划"""

    YOUTH_VENTURE = "youth_venture", "青创计划"
    RURAL_PARTNER = "rural_partner", "乡村伙伴计划"


class Brand(Code):
    """品牌项目"""

    YOUTH_VENTURE = "youth_venture", "青创计划"
    RURAL_PARTNER = "rural_partner", "乡村伙伴计划"
    REVIVAL_LOAN = "revival_loan", "蜀青振兴贷"


@dataclass(frozen=True, kw_only=True)
class ProgramPromoted(Act):
    """品牌项目推介: a program was explained to young people, face to face; what is published is 宣传."""

    line: ClassVar[Line] = Line.VENTURES
    clause: ClassVar[str] = "三(四)4"
    title: ClassVar[str] = "品牌项目推介"

    brand: Brand
    reached: Annotated[int, Count("推介人次", unit="人次", most=100_000)]
    note: Annotated[str, Note("备注")] = ""


@dataclass(frozen=True, kw_only=True)
class ProgramJoined(Act):
    """加入计划: young people were taken into a program."""

    line: ClassVar[Line] = Line.VENTURES
    clause: ClassVar[str] = "三(四)4"
    title: ClassVar[str] = "加入计划"

    program: Program
    youths: Annotated[tuple[UUID, ...], Key("青年编号")]
    note: Annotated[str, Note("备注")] = ""


FACTS: tuple[type[Fact], ...] = (ProgramPromoted, ProgramJoined)

INDICATORS: tuple[Indicator, ...] = (
    Sum("program_promotions", "品牌项目推介次数", ProgramPromoted, 1, "次", "三(四)4", by=("brand",)),
    Sum("program_reached", "品牌项目推介人次", ProgramPromoted, "reached", "人次", "三(四)4", by=("brand",)),
    Distinct("program_youths", "受益青年数", ProgramJoined, "youths", "人", "三(四)4", by=("program",)),
)
