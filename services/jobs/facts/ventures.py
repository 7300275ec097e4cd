"""四 创业帮扶支持: all that jobs tells of ventures, gathered."""

from __future__ import annotations

from services.jobs.facts import loans
from shared.facts import Fact, Indicator

FACTS: tuple[type[Fact], ...] = (*loans.FACTS,)

INDICATORS: tuple[Indicator, ...] = (*loans.INDICATORS,)
