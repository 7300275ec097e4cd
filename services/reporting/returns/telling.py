"""Noting and telling what becomes of a return: its facts lie on the day that it is due, and so in its own month."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid5

from services.reporting.facts import ReturnCorrected, ReturnDue, ReturnSubmitted
from services.reporting.model import MonthlyReturn, ReturnStep, StepTaken
from shared.desk import Desk
from shared.eventlog import tell
from shared.facts import Organiser, PlaceCode

Told = ReturnDue | ReturnSubmitted | ReturnCorrected


def tell_of(desk: Desk, about: MonthlyReturn, kind: type[Told], named: str, **more: Any) -> None:
    """Tell one fact about a return, once by its name."""
    fact, id = fact_of(about, kind, named, **more)
    tell(desk.session, fact, id, desk.now)


def fact_of(about: MonthlyReturn, kind: type[Told], named: str, **more: Any) -> tuple[Told, UUID]:
    """State a fact about a return, with the id that its name gives it."""
    fact = kind(
        place=PlaceCode(about.city),
        home=PlaceCode(about.city),
        organisation=about.organisation,
        organiser=Organiser.CITY,
        occurred_on=about.due_on,
        monthly_return=about.id,
        **more,
    )
    return fact, uuid5(about.id, named)


def note_step(desk: Desk, about: MonthlyReturn, step: ReturnStep, reason: str = "") -> None:
    """Note who took a return a step further, when and why."""
    taken = StepTaken(
        return_id=about.id,
        revision=about.revision,
        step=step.value,
        by=desk.identity.person,
        at=desk.now,
        reason=reason,
    )
    desk.session.add(taken)
