"""The steps of a return, each a form: whatever is refused stands in it again, beside what is wrong."""

from __future__ import annotations

from typing import Any

from flask import redirect, request, url_for
from werkzeug import Response

from services.portal.web.asking import ask, signed_in
from services.portal.web.errors import failure_of
from services.portal.web.pages.returns.city import Said, month_page
from services.portal.web.pages.returns.room import blueprint
from services.portal.web.returns.lacking import NARRATIVE
from shared.refusals import Refused

SUBMITTING_S = 15.0
"""Submitting asks four services and rolls what waits."""

REASON = "reason."
Answered = Response | tuple[str, int]


@blueprint.post("/<city>/<month>/narrative")
@signed_in
def narrate(city: str, month: str) -> Answered:
    """Keep what the city writes."""
    return _take("write_narrative", city, month, "narrative", {name: request.form.get(name, "") for name in NARRATIVE})


@blueprint.post("/<city>/<month>/submit")
@signed_in
def submit(city: str, month: str) -> Answered:
    """Submit the return."""
    reasons = {
        name.removeprefix(REASON): reason.strip()
        for name, reason in request.form.items()
        if name.startswith(REASON) and reason.strip()
    }
    return _take("submit_return", city, month, "state", {"nothing": "nothing" in request.form, "reasons": reasons})


@blueprint.post("/<city>/<month>/correct")
@signed_in
def correct(city: str, month: str) -> Answered:
    """Take an accepted return up again."""
    return _take("correct_return", city, month, "state", _reason())


@blueprint.post("/<city>/<month>/accept")
@signed_in
def accept(city: str, month: str) -> Answered:
    """Accept the return."""
    return _take("accept_return", city, month, "state", {})


@blueprint.post("/<city>/<month>/send-back")
@signed_in
def send_back(city: str, month: str) -> Answered:
    """Send the return back to its city."""
    return _take("send_back", city, month, "state", _reason())


@blueprint.post("/<city>/<month>/unlock")
@signed_in
def unlock(city: str, month: str) -> Answered:
    """Give the city longer."""
    fields = {"city": city, "month": month, "until": request.form.get("until", ""), **_reason()}
    return _ask("unlock_return", city, month, "state", fields)


def _reason() -> dict[str, str]:
    return {"reason": request.form.get("reason", "").strip()}


def _take(door: str, city: str, month: str, anchor: str, fields: dict[str, Any]) -> Answered:
    revision = request.form.get("revision", "")
    return _ask(door, city, month, anchor, {"city": city, "month": month, "revision": revision, **fields})


def _ask(door: str, city: str, month: str, anchor: str, fields: dict[str, Any]) -> Answered:
    try:
        ask("reporting", door, deadline=SUBMITTING_S, id=(id := request.form.get("id", "")), fields=fields)
    except Refused as refused:
        said = Said(door, request.form, refused.refusals)
        return month_page(city, month, said), failure_of(refused).status
    return redirect(url_for("returns.city", city=city, month=month, done=id, _anchor=anchor), 303)
