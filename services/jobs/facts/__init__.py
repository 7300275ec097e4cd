"""What jobs tells the world, and what is counted from it."""

from __future__ import annotations

from services.jobs.facts import hiring, training
from shared.facts import Fact, Indicator

FACTS: tuple[type[Fact], ...] = (*hiring.FACTS, *training.FACTS)

INDICATORS: tuple[Indicator, ...] = (*hiring.INDICATORS, *training.INDICATORS)

__all__ = ["FACTS", "INDICATORS"]
