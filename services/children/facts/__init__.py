"""What children tells the world."""

from services.children.facts import cases, visits, wishes
from shared.facts import Fact, Indicator

FACTS: tuple[type[Fact], ...] = (*cases.FACTS, *visits.FACTS, *wishes.FACTS)
INDICATORS: tuple[Indicator, ...] = (*cases.INDICATORS, *visits.INDICATORS, *wishes.INDICATORS)
