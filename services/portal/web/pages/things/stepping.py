"""Taking a thing a step further, by the form that the step's door takes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug import Response
from werkzeug.exceptions import NotFound

from services.portal.web.asking import signed_in
from services.portal.web.audit import AWAY
from services.portal.web.errors import failure_of
from services.portal.web.forms import fields_of, said, unplaced, usual
from services.portal.web.pages.things.room import blueprint, call_id, new_id
from services.portal.web.things import Step, Thing, thing_named
from services.portal.web.things.doing import shown, take_step
from services.portal.web.things.values import said_of
from shared.refusals import Refusal, Refused

REVISION = "revision"


@blueprint.get("/<name>/<uuid:id>/<door>")
@signed_in
def step_asked(name: str, id: UUID, door: str) -> str:
    """Show the form of a step."""
    thing = thing_named(name)
    step = _step(thing, door)
    found = shown(thing, id) if thing.shows else {}
    content = {**usual(step.form()), **(found if step.changes else {})}
    return _form(thing, step, id, content, call=new_id(), found=found)


@blueprint.post("/<name>/<uuid:id>/<door>")
@signed_in
def step_taken(name: str, id: UUID, door: str) -> Response | tuple[str, int]:
    """Take the step."""
    thing, call = thing_named(name), call_id()
    step = _step(thing, door)
    content = said(step.form(), request.form)
    try:
        take_step(thing, step, call, id, content)
    except (Refused, *AWAY) as error:
        failure = failure_of(error)
        page = _form(thing, step, id, content, failure.refusals, call=str(call), found={}, failure=failure)
        return page, int(failure.status)
    flash(f"已办:{step.title}")
    flash(str(call), "done")
    if thing.shows is None:
        return redirect(url_for("things.listing", name=name), 303)
    return redirect(url_for("things.show", name=name, id=id), 303)


def _step(thing: Thing, door: str) -> Step:
    found = thing.step(door)
    if found is None:
        raise NotFound
    return found


def _form(
    thing: Thing,
    step: Step,
    id: UUID,
    content: Mapping[str, Any],
    refusals: Sequence[Refusal] = (),
    **more: Any,
) -> str:
    schema, hidden = step.form(), (step.names, REVISION)
    return render_template(
        "things/step.html",
        thing=thing,
        step=step,
        id=id,
        fields=fields_of(schema, content, refusals, without=hidden),
        refusals=unplaced(schema, refusals, without=hidden),
        revision=content.get(REVISION) if REVISION in schema.fields else None,
        said=list(said_of(thing, more["found"])),
        failure=more.get("failure"),
        call=more["call"],
    )
