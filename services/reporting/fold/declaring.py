"""By which declarations facts are counted: all that the code knows, or those of the figures that are live.

A figure that was declared yesterday has no history in the live schema, and would say too little there. So it waits for
a rebuild, which counts the other schema by everything that is declared.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from hashlib import sha256

from services.reporting.fold.plan import Amount, Member, Plan, Plans, State
from services.reporting.store import Declaration, Declarations
from shared.telemetry import Word, alarm

Entry = Amount | Member | State


class IndicatorsUnknown(Exception):
    """The live figures are counted by declarations that this program does not have: it would count too little."""


def declarations(plans: Plans) -> Declarations:
    """List what each kind of fact adds to each indicator."""
    return frozenset(
        Declaration(entry.indicator, kind, _fingerprint(plan.service, entry))
        for kind, plan in plans.items()
        for entry in _entries(plan)
    )


def narrowed(plans: Plans, declared: Declarations) -> Plans:
    """Give the part of the plans that was declared; raises IndicatorsUnknown if something else was."""
    if strange := lacking(plans, declared):
        alarm("indicators.unknown", indicators=len(strange), first=Word(strange[0]))
        raise IndicatorsUnknown(
            f"the live figures are counted by declarations that this version does not have ({', '.join(strange)}): "
            "run the version that they are counted with, or `nuandong rebuild` with this one"
        )
    if declared == declarations(plans):
        return plans
    told = {(each.indicator, each.kind) for each in declared}
    return {kind: _part(plan, {code for code, of in told if of == kind}) for kind, plan in plans.items()}


def lacking(plans: Plans, declared: Declarations) -> list[str]:
    """Name the indicators of which something counts that is declared no more, or otherwise."""
    return sorted({each.indicator for each in declared - declarations(plans)})


def waiting(plans: Plans, declared: Declarations) -> list[str]:
    """Name the indicators of which something is declared and does not count before a rebuild."""
    return sorted({each.indicator for each in declarations(plans) - declared}) if declared else []


def _entries(plan: Plan) -> Iterator[Entry]:
    yield from plan.amounts
    yield from plan.members
    yield from plan.states


def _fingerprint(service: str, entry: Entry) -> str:
    said = json.dumps([service, type(entry).__name__, *entry], ensure_ascii=False)
    return sha256(said.encode()).hexdigest()


def _part(plan: Plan, codes: set[str]) -> Plan:
    return plan._replace(
        amounts=tuple(each for each in plan.amounts if each.indicator in codes),
        members=tuple(each for each in plan.members if each.indicator in codes),
        states=tuple(each for each in plan.states if each.indicator in codes),
    )
