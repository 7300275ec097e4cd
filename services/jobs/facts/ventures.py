"""四 创业帮扶支持: all that jobs tells of ventures, gathered."""

from __future__ import annotations

from services.jobs.facts import loans, policies
from shared.facts import Fact, Indicator

FACTS: tuple[type[Fact], ...] = (*policies.FACTS, *loans.FACTS)

INDICATORS: tuple[Indicator, ...] = (*policies.INDICATORS, *loans.INDICATORS)
