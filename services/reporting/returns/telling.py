"""Noting and telling what becomes of a return: its facts lie on the day that it is due, and so in its own month."""

from __future__ import annotations

from typing import Any
from uuid import uuid5

from services.reporting.facts import ReturnCorrected, ReturnDue, ReturnSubmitted
from services.reporting.model import MonthlyReturn, ReturnStep, StepTaken
from shared.desk import Desk
from shared.eventlog import tell
from shared.facts import Organiser, PlaceCode


def tell_of(
    desk: Desk, about: MonthlyReturn, kind: type[ReturnDue | ReturnSubmitted | ReturnCorrected], named: str, **more: Any
) -> None:
    """Tell one fact about a return, once by its name."""
    fact = kind(
        place=PlaceCode(about.city),
        home=PlaceCode(about.city),
        organisation=about.organisation,
        organiser=Organiser.CITY,
        occurred_on=about.due_on,
        monthly_return=about.id,
        **more,
    )
    tell(desk.session, fact, uuid5(about.id, named), desk.now)


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
