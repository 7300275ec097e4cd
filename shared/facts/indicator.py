"""What is counted: the four kinds of indicator."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from shared.facts.fact import Act, Code, Fact

TAKEN_PART = "organisation"
"""As a key: every organisation that led or took part."""

JOINT = "joint_organisation"
"""As a key: those that took part beside the lead; as an amount: 1 if any did."""

TOWNSHIP = "township"
"""As a key: the township in which it happened, nobody where it happened elsewhere."""

Kinds = type[Fact] | tuple[type[Fact], ...]


@dataclass(frozen=True)
class Sum:
    """Σ: an additive figure, 1 or an integer field of each fact of one kind or of several."""

    code: str
    label: str
    fact: Kinds
    of: str | int
    unit: str
    clause: str
    by: tuple[str, ...] = ()
    where: Mapping[str, Code] = field(default_factory=dict)


@dataclass(frozen=True)
class Distinct:
    """D: different keys, counted once however often they occur; `key` is a field, TAKEN_PART, JOINT or TOWNSHIP."""

    code: str
    label: str
    fact: Kinds
    key: str
    unit: str
    clause: str
    by: tuple[str, ...] = ()
    where: Mapping[str, Code] = field(default_factory=dict)


@dataclass(frozen=True)
class Stock:
    """S: per key the last value told by any of the facts, 1, 0 or an integer field; the figure sums the keys."""

    code: str
    label: str
    told: Mapping[type[Fact], str | int]
    key: str
    unit: str
    clause: str
    by: tuple[str, ...] = ()


@dataclass(frozen=True)
class Places:
    """A denominator: how many places of a level lie below."""

    level: str


@dataclass(frozen=True)
class Ratio:
    """R: two other figures, divided at read; `season` says it is only stated over the season to date."""

    code: str
    label: str
    part: str
    whole: str | Places
    clause: str
    unit: str = "%"
    season: bool = False


Counted = Sum | Distinct | Stock
Indicator = Counted | Ratio


def facts_of(indicator: Counted) -> tuple[type[Fact], ...]:
    """Name the kinds of fact that an indicator counts."""
    if isinstance(indicator, Stock):
        return tuple(indicator.told)
    return indicator.fact if isinstance(indicator.fact, tuple) else (indicator.fact,)


def clauses_of(indicator: Indicator) -> tuple[str, ...]:
    """Name the sentences of the notice that an indicator serves, by their ids in tests/house/clauses.toml."""
    return tuple(indicator.clause.split("、"))


def acts_of(facts: Iterable[type[Fact]]) -> tuple[type[Act], ...]:
    """Pick the acts among kinds of fact."""
    return tuple(each for each in facts if issubclass(each, Act))


def joint_indicators(kinds: tuple[type[Act], ...]) -> tuple[Indicator, ...]:
    """Declare what is counted of acts of every line that several organisations did together."""
    return (
        Sum("joint_acts", "联合活动数", kinds, JOINT, "场次", "四(二)2"),
        Distinct("joint_organisations", "参与部门数", kinds, JOINT, "个", "四(二)2"),
    )
