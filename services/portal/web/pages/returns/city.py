"""A city's month on one page: what it lacks, its figures, what the city writes, and what becomes of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from flask import render_template

from services.portal.web.asking import ask, directory, signed_in
from services.portal.web.pages.returns.room import blueprint
from services.portal.web.returns.deadline import deadline_of, is_locked
from services.portal.web.returns.lacking import NARRATIVE, tasks_of
from services.portal.web.returns.sheet import late, period_written, tables
from services.portal.web.returns.speaking import PROVINCE, speaks_for
from services.reporting.facts import WRITABLE, ReturnState
from shared.refusals import Refusal

WRITES = {"write_narrative", "submit_return"}
BEFORE_SUBMITTING = {ReturnState.DRAFT.value, ReturnState.SENT_BACK.value}


@dataclass(frozen=True)
class Said:
    """A form that was refused: which one, what stood in it, and why."""

    door: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    refusals: Sequence[Refusal] = ()

    def value(self, door: str, name: str, usual: Any = "") -> Any:
        """Give what stood in a field of a form, or what usually stands there."""
        return self.values.get(name, usual) if door == self.door else usual

    def id(self, door: str) -> str:
        """Give the id under which a form is sent: the same as before, so that sending it twice does it once."""
        return str(self.value(door, "id") or uuid4())

    @property
    def unexplained(self) -> set[str]:
        """Name the checks that still want a reason."""
        return {each.field for each in self.refusals if each.rule == "ReasonMissing"}

    def wrong(self, door: str, name: str) -> list[str]:
        """List what is wrong with a field of a form."""
        return [each.message for each in self.refusals if door == self.door and each.field == name]


@blueprint.get("/<city>/<month>")
@signed_in
def city(city: str, month: str) -> str:
    """Show a city's return."""
    return month_page(city, month, Said())


def month_page(city: str, month: str, said: Said) -> str:
    """Show a city's return, with what stood in a form that was refused."""
    answer = ask("reporting", "return_of", city=city, month=month)
    shown = tables(answer)
    return render_template(
        "returns/city.html",
        answer=answer,
        said=said,
        narrative=NARRATIVE,
        tables=shown,
        late=list(late(answer)),
        deadline=deadline_of(answer, directory().frame),
        tasks=tasks_of(answer, shown, _earlier(answer)) if _is_writable(answer) else (),
        doors=_doors(answer),
        sent_back=next((each for each in reversed(answer["steps"]) if each["step"] == "send_back"), None),
    )


def _is_writable(answer: Mapping[str, Any]) -> bool:
    return ReturnState(answer["state"]) in WRITABLE and not is_locked(answer)


def _doors(answer: Mapping[str, Any]) -> set[str]:
    """Name the steps that whoever signed in may take with the return as it stands."""
    state, own = answer["state"], answer["city"]["code"]
    possible = [(each, own) for each in WRITES if _is_writable(answer)]
    if state == ReturnState.ACCEPTED.value and not is_locked(answer):
        possible.append(("correct_return", own))
    if state == ReturnState.SUBMITTED.value:
        possible += [("accept_return", PROVINCE), *([] if is_locked(answer) else [("send_back", PROVINCE)])]
    if is_locked(answer):
        possible.append(("unlock_return", PROVINCE))
    return {door for door, speaker in possible if speaks_for(speaker, door)}


def _earlier(answer: Mapping[str, Any]) -> list[str]:
    rows = ask("reporting", "returns_at", place=answer["city"]["code"])["rows"]
    return [
        period_written(each["month"])
        for each in rows
        if each["season"] == answer["season"]
        and each["due_at"] < answer["due_at"]
        and each["state"] in BEFORE_SUBMITTING
    ]
