"""What jobs tells the world, and what is counted from it."""

from __future__ import annotations

from services.jobs.facts import hiring, referrals, training, ventures
from shared.facts import Fact, Indicator

FACTS: tuple[type[Fact], ...] = (*hiring.FACTS, *referrals.FACTS, *training.FACTS, *ventures.FACTS)

INDICATORS: tuple[Indicator, ...] = (
    *hiring.INDICATORS,
    *referrals.INDICATORS,
    *training.INDICATORS,
    *ventures.INDICATORS,
)

__all__ = ["FACTS", "INDICATORS"]
