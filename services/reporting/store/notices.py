"""What checks look at beside a month's own figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import text
from sqlalchemy.orm import Session

_LATELY = text("""
    SELECT indicator, sum(value)::bigint AS value FROM cell
    WHERE tree = 'p' AND unit = :unit AND period = ANY(:days) AND indicator = ANY(:sums) AND breakdown = ''
    GROUP BY indicator
""")


def lately(session: Session, unit: str, days: Sequence[date], sums: Sequence[str]) -> Mapping[str, int]:
    """Add up what some days brought to additive indicators."""
    asked = {"unit": unit, "days": [str(day) for day in days], "sums": list(sums)}
    return {row.indicator: row.value for row in session.execute(_LATELY, asked)}
