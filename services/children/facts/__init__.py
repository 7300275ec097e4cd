"""What children tells the world."""

from services.children.facts import cases, events, family, homes, visits, wishes
from shared.facts import Fact, Indicator

PARTS = (cases, homes, visits, family, events, wishes)

FACTS: tuple[type[Fact], ...] = tuple(kind for part in PARTS for kind in part.FACTS)
INDICATORS: tuple[Indicator, ...] = tuple(each for part in PARTS for each in part.INDICATORS)
