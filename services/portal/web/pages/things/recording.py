"""Recording a thing, and putting an act right: a form that keeps what was said until it is taken."""

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
from services.portal.web.things import Thing, thing_named
from services.portal.web.things.doing import amend, differing, merged, record, said_in, shown
from services.portal.web.things.values import label, text_of
from shared.refusals import Refusal, Refused

STALE = "StaleRevision"

Told = tuple[str, int]


@blueprint.get("/<name>/new")
@signed_in
def blank(name: str) -> str:
    """Show an empty form, with what most people would write in it."""
    thing = _by_hand(name)
    given = {each: value for each, value in request.args.items() if each in thing.fields}
    return _form(thing, new_id(), {**usual(thing.schema), **given})


@blueprint.post("/<name>/new")
@signed_in
def send(name: str) -> Response | Told:
    """Record what the form says."""
    thing, id = _by_hand(name), call_id()
    content = said(thing.schema, request.form)
    try:
        answer = record(thing, id, content)
    except (Refused, *AWAY) as error:
        return _not_done(thing, str(id), content, error)
    flash(f"已保存:{thing.title}")
    flash(str(id), "done")
    if thing.shows is None:
        return redirect(url_for("things.listing", name=name), 303)
    alike = ",".join(answer.get("likely_duplicates", ()))
    return redirect(url_for("things.show", name=name, id=id, alike=alike or None), 303)


@blueprint.get("/<name>/<uuid:id>/amend")
@signed_in
def amending(name: str, id: UUID) -> str:
    """Show the form of an act with what it says now."""
    thing = thing_named(name)
    found = shown(thing, id)
    return _form(thing, str(id), said_in(found["history"], found["revision"]), revision=found["revision"])


@blueprint.post("/<name>/<uuid:id>/amend")
@signed_in
def put_right(name: str, id: UUID) -> Response | Told:
    """Replace what an act says."""
    thing, content = thing_named(name), said(thing_named(name).schema, request.form)
    revision = request.form.get("revision", 0, int)
    try:
        amend(thing, id, revision, content)
    except (Refused, *AWAY) as error:
        if any(each.rule == STALE for each in failure_of(error).refusals):
            return _conflict(thing, id, revision, content)
        return _not_done(thing, str(id), content, error, revision=revision)
    flash("已更正")
    flash(str(id), "done")
    return redirect(url_for("things.show", name=name, id=id), 303)


def _by_hand(name: str) -> Thing:
    thing = thing_named(name)
    if not thing.by_hand:
        raise NotFound
    return thing


def _conflict(thing: Thing, id: UUID, revision: int, mine: Mapping[str, Any]) -> Told:
    """Show what somebody else has changed meanwhile beside one's own, and a form with both put together."""
    found = shown(thing, id)
    before, theirs = (said_in(found["history"], each) for each in (revision, found["revision"]))
    rows = [
        (
            label(thing, each.name),
            *(text_of(thing, each.name, value) for value in (each.before, each.theirs, each.mine)),
        )
        for each in differing(thing, before, theirs, mine)
    ]
    together = merged(thing, before, theirs, mine)
    return _form(thing, str(id), together, revision=found["revision"], differing=rows), 409


def _form(thing: Thing, id: str, content: Mapping[str, Any], refusals: Sequence[Refusal] = (), **more: Any) -> str:
    return render_template(
        "things/form.html",
        thing=thing,
        id=id,
        fields=fields_of(thing.schema, content, refusals),
        refusals=unplaced(thing.schema, refusals),
        **more,
    )


def _not_done(thing: Thing, id: str, content: Mapping[str, Any], error: Exception, **more: Any) -> Told:
    """Show the form again with its content, whatever stood in the way."""
    failure = failure_of(error)
    return _form(thing, id, content, failure.refusals, failure=failure, **more), int(failure.status)
