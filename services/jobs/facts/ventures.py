"""四 创业帮扶支持: all that jobs tells of ventures, gathered."""

from __future__ import annotations

from services.jobs.facts import associations, bootcamps, loans, mentoring, policies, programs
from shared.facts import Fact, Indicator

FACTS: tuple[type[Fact], ...] = (
    *policies.FACTS,
    *associations.FACTS,
    *mentoring.FACTS,
    *bootcamps.FACTS,
    *programs.FACTS,
    *loans.FACTS,
)

INDICATORS: tuple[Indicator, ...] = (
    *policies.INDICATORS,
    *associations.INDICATORS,
    *mentoring.INDICATORS,
    *bootcamps.INDICATORS,
    *programs.INDICATORS,
    *loans.INDICATORS,
)
