"""What children tells the world."""

from services.children.facts import cases, events, family, homes, packs, pairings, returns, silences, visits, wishes
from shared.facts import Fact, Indicator

PARTS = (cases, homes, returns, silences, visits, family, events, wishes, packs, pairings)

FACTS: tuple[type[Fact], ...] = tuple(kind for part in PARTS for kind in part.FACTS)
INDICATORS: tuple[Indicator, ...] = tuple(each for part in PARTS for each in part.INDICATORS)
