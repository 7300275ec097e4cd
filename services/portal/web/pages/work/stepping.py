"""The page of a step: its form, and what became of it; whatever goes wrong, the form comes back with its content."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any
from uuid import uuid4

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug import Response

from services.portal.web.asking import ask, signed_in
from services.portal.web.audit import AWAY
from services.portal.web.errors import Failure, failure_of
from services.portal.web.forms import fields_of, said, unplaced, usual
from services.portal.web.pages.sign_in import INSIDE
from services.portal.web.steps import STEPS, Step
from shared import clock
from shared.refusals import Refused

ANSWERED = "IdAlreadyUsed"

blueprint = Blueprint("step", __name__, url_prefix="/step")


@blueprint.app_context_processor
def _every_page_may_offer_steps() -> dict[str, Any]:
    return {"STEPS": STEPS, "new_id": uuid4, "today": str(clock.day_of(clock.now()))}


@blueprint.get("/<name>")
@signed_in
def show(name: str) -> str:
    """Show a step's form; the address may say what is known already."""
    step = _step(name)
    known = {each: request.args[each] for each in step.schema.fields if each in request.args}
    values = {**usual(step.schema), **step.today(str(clock.day_of(clock.now()))), **known}
    return _page(name, step, str(uuid4()), values)


@blueprint.post("/<name>")
@signed_in
def take(name: str) -> Response | tuple[str, int]:
    """Take a step, and go back to where it was offered."""
    step, id = _step(name), request.form.get("id", "")
    content = said(step.schema, request.form)
    try:
        answer = ask(step.service, step.door, id=id, fields=content)
    except (Refused, *AWAY) as error:
        failure = failure_of(error)
        if failure.status is HTTPStatus.UNAUTHORIZED:
            raise
        return _page(name, step, id, content, failure), failure.status
    _tell(step, answer)
    flash(id, "done")
    return redirect(_back(), HTTPStatus.SEE_OTHER)


def _step(name: str) -> Step:
    return STEPS.get(name) or abort(HTTPStatus.NOT_FOUND)


def _page(name: str, step: Step, id: str, values: Mapping[str, Any], failure: Failure | None = None) -> str:
    told = failure.refusals if failure else ()
    return render_template(
        "work/step.html",
        name=name,
        step=step,
        id=id,
        back=_back(),
        hidden={each: values[each] for each in step.given if each in values},
        fields=fields_of(step.schema, values, told, without=step.given),
        refusals=unplaced(step.schema, told, without=step.given),
        failure=failure if failure and not told else None,
    )


def _tell(step: Step, answer: Any) -> None:
    flash(f"已办理:{step.title}")
    for each in answer.get("warnings", ()) if isinstance(answer, dict) else ():
        flash(each["message"])


def _back() -> str:
    wanted = request.values.get("back", "")
    return wanted if INSIDE.match(wanted) else url_for("work.hub")
