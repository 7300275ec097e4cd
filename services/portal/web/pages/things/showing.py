"""One thing: what it says, every revision it had, and what may be done with it."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from flask import flash, redirect, render_template, request, url_for
from werkzeug import Response

from services.portal.web.asking import ask, signed_in
from services.portal.web.errors import failure_of
from services.portal.web.filing import filed
from services.portal.web.pages.things.room import blueprint, call_id, new_id
from services.portal.web.rights import may
from services.portal.web.things import Step, Thing, thing_named
from services.portal.web.things.doing import reinstate, shown, withdraw
from services.portal.web.things.values import label, said_of, text_of
from shared import clock
from shared.acts.undoing import UNDONE_WITHIN
from shared.refusals import Refused

IN_COMMON = ("place", "organisation", "occurred_on")


@blueprint.get("/<name>/<uuid:id>")
@signed_in
def show(name: str, id: UUID) -> str:
    """Show a thing."""
    return _page(thing_named(name), id)


@blueprint.post("/<name>/<uuid:id>/withdraw")
@signed_in
def take_back(name: str, id: UUID) -> Response | tuple[str, int]:
    """Take an act back, with a reason."""
    thing = thing_named(name)
    try:
        withdraw(thing, id, request.form.get("reason", ""))
    except Refused as refused:
        return _page(thing, id, refusals=refused.refusals), failure_of(refused).status
    flash("已撤回;10 分钟内可以恢复")
    return redirect(url_for("things.show", name=name, id=id), 303)


@blueprint.post("/<name>/<uuid:id>/reinstate")
@signed_in
def undo(name: str, id: UUID) -> Response | tuple[str, int]:
    """Let a withdrawn act stand again."""
    thing = thing_named(name)
    try:
        reinstate(thing, id)
    except Refused as refused:
        return _page(thing, id, refusals=refused.refusals), failure_of(refused).status
    flash("已恢复")
    return redirect(url_for("things.show", name=name, id=id), 303)


@blueprint.post("/<name>/<uuid:id>/alike")
@signed_in
def judge(name: str, id: UUID) -> Response:
    """Say of an act that looks like this one that it is the same, or is not."""
    thing, other, call = thing_named(name), request.form.get("other", ""), call_id()
    if request.form.get("verdict") == "same":
        same = {"kind": thing.name, "keep": str(id), "others": [other]}
        ask(thing.service, "merge", id=call, fields=same)
        flash("已合并:保留这一条,参加的组织都有记录")
    else:
        apart = {"kind": thing.name, "one": str(id), "other": other}
        ask(thing.service, "tell_apart", id=uuid5(call, other), fields=apart)
        flash("已记下:不是重复")
    return redirect(url_for("things.show", name=name, id=id), 303)


def _page(thing: Thing, id: UUID, **more: Any) -> str:
    found = shown(thing, id)
    return render_template(
        "things/show.html",
        thing=thing,
        id=id,
        found=found,
        files=filed(thing, id),
        said=list(said_of(thing, found)),
        history=_history(thing, found.get("history", [])),
        steps=[each for each in thing.steps if _offered(thing, each, found)],
        undo=_may_undo(found),
        alike=[each for each in request.args.get("alike", "").split(",") if each],
        may_amend=thing.is_act and not found["withdrawn_at"] and may(thing.service, "amend"),
        again=_again(thing, found),
        call=new_id(),
        **more,
    )


def _again(thing: Thing, found: dict[str, Any]) -> dict[str, Any]:
    """Name what the next act of a day mostly has in common with this one; nothing where one may not record."""
    if not (thing.is_act and thing.by_hand and may(thing.service, thing.door)):
        return {}
    return {each: found[each] for each in IN_COMMON if found.get(each)}


def _offered(thing: Thing, step: Step, found: dict[str, Any]) -> bool:
    state = str(found.get(thing.listing.state_as if thing.listing else "state", ""))
    return (not step.when or state in step.when) and may(thing.service, step.door)


def _may_undo(found: dict[str, Any]) -> bool:
    gone = found.get("withdrawn_at")
    return bool(gone) and clock.now() - datetime.fromisoformat(str(gone)) <= UNDONE_WITHIN


def _history(thing: Thing, revisions: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Say of each revision, newest first, what it changed."""
    before: dict[str, Any] = {}
    told = []
    for each in revisions:
        content = each["content"]
        changed = [
            (label(thing, name), text_of(thing, name, before.get(name)), text_of(thing, name, content.get(name)))
            for name in thing.fields
            if before and before.get(name) != content.get(name)
        ]
        told.append({**each, "changed": changed})
        before = content
    return told[::-1]
