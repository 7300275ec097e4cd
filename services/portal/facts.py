"""What portal tells the world."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar

from shared.facts import Count, Fact, Indicator, Line


@dataclass(frozen=True, kw_only=True)
class FrameChanged(Fact):
    """资料变更: the frame has a new version, of which every service takes a copy."""

    line: ClassVar[Line] = Line.PUBLICITY

    version: Annotated[int, Count("版本", unit="版", most=2_000_000_000, least=1)]


FACTS: tuple[type[Fact], ...] = (FrameChanged,)

INDICATORS: tuple[Indicator, ...] = ()
