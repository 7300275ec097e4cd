"""The doors through which a return goes from its counties and city to the province, and back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from services.reporting.facts import ReturnCorrected, ReturnSubmitted
from services.reporting.model import CountyConfirmed, MonthlyReturn, ReturnState, ReturnStep
from services.reporting.returns.checks import Finding
from services.reporting.returns.content import content_of
from services.reporting.returns.freezing import freeze
from services.reporting.returns.inspection import inspect
from services.reporting.returns.rights import (
    PROVINCE,
    CountyNotInReturn,
    changeable,
    must_be_in_order,
    must_speak_for,
    opened_return,
    stepping,
)
from services.reporting.returns.showing import findings_shown
from services.reporting.returns.telling import note_step, tell_of
from services.reporting.schemas import (
    AcceptReturn,
    ConfirmCounty,
    CorrectReturn,
    SendBack,
    SubmitReturn,
    UnlockReturn,
    WriteNarrative,
    period_of,
)
from shared.desk import Desk
from shared.identity import Role
from shared.refusals import Refusal, Refused
from shared.rows import held
from shared.worker import Doors, write

Answer = dict[str, Any]


class ReturnHasErrors(Refusal):
    """{finding}"""


class ReasonMissing(Refusal):
    """{finding};如属实,请说明情况"""


class ReturnStepDoors(Doors):
    """月报: counties look, the city writes and submits, the province accepts or sends back."""

    @write(ConfirmCounty, Role.OFFICER)
    def confirm_county(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> Answer:
        """Say that a county has looked at its part; whoever does not look holds nobody up."""
        county = fields["county"]
        must_speak_for(desk, county)
        row = changeable(desk, county[:4].ljust(12, "0"), fields["month"], ReturnStep.CONFIRM)
        if county not in row.counties:
            raise CountyNotInReturn("county", county=county)
        row.must_be_known(fields["revision"] or row.revision)
        desk.session.merge(CountyConfirmed(return_id=row.id, county=county, by=desk.identity.somebody, at=desk.now))
        return {"return": str(row.id), "county": county, "revision": row.revision}

    @write(WriteNarrative, Role.OFFICER)
    def write_narrative(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> Answer:
        """Write what went well, what did not, and what comes next."""
        row = stepping(desk, fields, ReturnStep.NARRATE, fields["city"])
        row.highlights, row.problems, row.next_steps = (
            fields[name] for name in ("highlights", "problems", "next_steps")
        )
        return _noted(desk, row, ReturnStep.NARRATE)

    @write(SubmitReturn, Role.OFFICER)
    def submit_return(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> Answer:
        """Submit a return: what it says is checked, frozen, and told."""
        found = _checked(desk, fields)
        # What was looked at is what is held, or else the revision is refused.
        corrected = opened_return(desk, fields["city"], fields["month"]).state == ReturnState.CORRECTING
        row = stepping(desk, fields, ReturnStep.SUBMIT, fields["city"])
        must_be_in_order(desk, row)
        row.nothing = fields["nothing"]
        frozen = freeze(desk, row, findings_shown(found, fields["reasons"]))
        _tell_submitted(desk, row, corrected=corrected)
        return {**_noted(desk, row, ReturnStep.SUBMIT), "number": frozen.number, "hash": frozen.hash}

    @write(SendBack, Role.OFFICER)
    def send_back(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> Answer:
        """Send a return back to its city, with a reason; what it froze stands until it comes again."""
        row = stepping(desk, fields, ReturnStep.SEND_BACK, PROVINCE)
        return _noted(desk, row, ReturnStep.SEND_BACK, fields["reason"])

    @write(AcceptReturn, Role.OFFICER)
    def accept_return(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> Answer:
        """Accept a return."""
        return _noted(desk, stepping(desk, fields, ReturnStep.ACCEPT, PROVINCE), ReturnStep.ACCEPT)

    @write(CorrectReturn, Role.OFFICER)
    def correct_return(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> Answer:
        """Take an accepted return up again; when it is submitted anew, that takes the old one's place."""
        row = stepping(desk, fields, ReturnStep.CORRECT, fields["city"])
        return _noted(desk, row, ReturnStep.CORRECT, fields["reason"])

    @write(UnlockReturn, Role.APPROVER)
    def unlock_return(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> Answer:
        """Give one city until a day to change a return after its season has closed."""
        must_speak_for(desk, PROVINCE)
        row = held(desk.session, MonthlyReturn, opened_return(desk, fields["city"], fields["month"]).id)
        row.unlock(desk.identity.somebody, fields["reason"], fields["until"], desk.today)
        row.take(ReturnStep.UNLOCK, row.revision)
        return _noted(desk, row, ReturnStep.UNLOCK, fields["reason"])


def _noted(desk: Desk, row: MonthlyReturn, step: ReturnStep, reason: str = "") -> Answer:
    note_step(desk, row, step, reason)
    return {"return": str(row.id), "state": row.state, "revision": row.revision}


def _checked(desk: Desk, fields: Mapping[str, Any]) -> list[Finding]:
    """Check a return before it is held, for other services are asked; raises what stands in the way."""
    must_speak_for(desk, fields["city"])
    row = opened_return(desk, fields["city"], fields["month"])
    row.must_allow(ReturnStep.SUBMIT)
    row.must_be_known(fields["revision"])
    content = content_of(desk, row)
    found = inspect(desk, row.city, period_of(row.month), content.now, content.season)
    if broken := list(_standing_in_the_way(found, fields["reasons"])):
        raise Refused(broken)
    return found


def _standing_in_the_way(found: Iterable[Finding], reasons: Mapping[str, str]) -> Iterable[Refusal]:
    for each in found:
        if each.severity == "error":
            yield ReturnHasErrors(each.rule, finding=each.message)
        elif not reasons.get(each.rule, "").strip():
            yield ReasonMissing(each.rule, finding=each.message)


def _tell_submitted(desk: Desk, row: MonthlyReturn, *, corrected: bool) -> None:
    if row.submitted_at is None:
        row.submitted_at = desk.now
        tell_of(desk, row, ReturnSubmitted, "submitted", on_time=int(desk.now <= row.due_at))
    elif corrected:
        row.corrections += 1
        tell_of(desk, row, ReturnCorrected, f"corrected:{row.corrections}")
