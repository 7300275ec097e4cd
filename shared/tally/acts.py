"""The SELECTs of figures that are counted from acts alone: derived from what the indicator says, over the act table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from shared.facts import (
    JOINT,
    TAKEN_PART,
    TOWNSHIP,
    Act,
    Code,
    Counted,
    Distinct,
    Indicator,
    Ratio,
    Stock,
    Sum,
    acts_of,
    facts_of,
    joint_indicators,
    slots,
)
from shared.tally.counting import LEAF
from shared.tally.counting import TOWNSHIP as ITS_TOWNSHIP

ORGANISATIONS = "organisation || joint_organisations"
_LATER = "row_number() OVER (PARTITION BY kind ORDER BY occurred_on, recorded_at, fact_id)"


@dataclass(frozen=True)
class _Select:
    """One SELECT over the standing acts of a kind, clause by clause."""

    kind: type[Act]
    value: str
    item: str = "NULL"
    turn: str = "0"
    breakdown: str = "''"
    joined: str = ""
    grouped: str = ""
    rules: tuple[str, ...] = field(default=())

    def __str__(self) -> str:
        """Write the SELECT; all names in it are those of our own columns and declared fields."""
        rules = " AND ".join(["withdrawn_at IS NULL", f"kind = '{self.kind.__name__}'", *self.rules])
        return f"""SELECT {LEAF} AS place, occurred_on AS day, {ORGANISATIONS} AS organisations,
            {self.breakdown} AS breakdown, ({self.item})::text AS item, ({self.value})::bigint AS value,
            {self.turn} AS turn FROM act{self.joined} WHERE {rules} {self.grouped}"""  # noqa: S608

    def where(self, wanted: Mapping[str, Code]) -> _Select:
        """Keep the acts whose fields have these codes."""
        return replace(self, rules=(*self.rules, *(_rule(name, code) for name, code in wanted.items())))

    def by(self, name: str) -> _Select:
        """Break down by a field; an act with several codes counts under each."""
        if name == "organiser":
            return replace(self, breakdown="'organiser=' || organiser")
        if _is_many(self.kind, name):
            part = f", jsonb_array_elements_text(data->'{name}') AS part"
            return replace(self, breakdown=f"'{name}=' || part", joined=self.joined + part)
        present = f"data->>'{name}' IS NOT NULL"
        return replace(self, breakdown=f"'{name}=' || (data->>'{name}')", rules=(*self.rules, present))


def act_figures(indicators: Iterable[Indicator]) -> dict[str, tuple[str, ...]]:
    """Derive the SELECTs of every figure that is counted from acts alone."""
    return {
        each.code: tuple(str(select) for kind in acts_of(facts_of(each)) for select in _selects(kind, each))
        for each in indicators
        if not isinstance(each, Ratio) and acts_of(facts_of(each)) == facts_of(each)
    }


def joint_figures(kinds: tuple[type[Act], ...]) -> dict[str, tuple[str, ...]]:
    """Derive one service's share of the figures that are counted from the acts of every service."""
    return act_figures(joint_indicators(kinds)) if kinds else {}


def _selects(kind: type[Act], indicator: Counted) -> Iterator[_Select]:
    if isinstance(indicator, Stock):
        whole = _stated(kind, indicator)
    else:
        whole = (_summed(kind, indicator) if isinstance(indicator, Sum) else _named(kind, indicator)).where(
            indicator.where
        )
    yield from (whole, *(whole.by(name) for name in indicator.by))


def _summed(kind: type[Act], indicator: Sum) -> _Select:
    of = indicator.of
    if of == JOINT:
        value = "count(*) FILTER (WHERE joint_organisations <> '{}')"
    else:
        value = f"count(*) * {of}" if isinstance(of, int) else f"sum((data->>'{of}')::bigint)"
    return _Select(kind, value, grouped="GROUP BY 1, 2, 3, 4")


def _named(kind: type[Act], indicator: Distinct) -> _Select:
    item, joined = _members(kind, indicator.key)
    return _Select(
        kind, "count(*)", item, joined=joined, grouped="GROUP BY 1, 2, 3, 4, 5", rules=(f"({item}) IS NOT NULL",)
    )


def _members(kind: type[Act], key: str) -> tuple[str, str]:
    if key == TOWNSHIP:
        return ITS_TOWNSHIP, ""
    if key in {TAKEN_PART, JOINT}:
        return "member", f", unnest({ORGANISATIONS if key == TAKEN_PART else 'joint_organisations'}) AS member"
    if _is_many(kind, key):
        return "member", f", jsonb_array_elements_text(data->'{key}') AS member"
    return f"data->>'{key}'", ""


def _stated(kind: type[Act], indicator: Stock) -> _Select:
    of = indicator.told[kind]
    value = str(of) if isinstance(of, int) else f"data->>'{of}'"
    return _Select(kind, value, f"data->>'{indicator.key}'", turn=_LATER)


def _is_many(kind: type[Act], name: str) -> bool:
    return any(slot.name == name and slot.many for slot in slots(kind))


def _rule(name: str, code: Code) -> str:
    return f"organiser = '{code.value}'" if name == "organiser" else f"""data->'{name}' @> '"{code.value}"'"""
