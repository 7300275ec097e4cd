"""人员: who has an account within one's scope, and what may be done with it."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any
from uuid import UUID, uuid4

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug import Response

from services.portal.web.asking import ask, directory, signed_in
from services.portal.web.errors import failure_of
from services.portal.web.forms.naming import names
from shared.refusals import Refusal, Refused

MOST = 50
COLLEAGUES = 200

blueprint = Blueprint("staff", __name__, url_prefix="/people")

Page = Response | tuple[str, int]


@blueprint.get("/")
@signed_in
def people() -> str:
    """List people by name, login or place."""
    words, typed = request.args.get("words", "").strip(), request.args.get("place", "").strip()
    place = names(directory().frame).place_of(typed) if typed else None
    after = request.args.getlist("after") or None
    found = ask("portal", "people", words=words or None, place=place, after=after, limit=MOST)
    more = [found[-1]["place"], found[-1]["login"]] if len(found) == MOST else None
    return render_template("people/people.html", people=found, words=words, place=typed, more=more)


@blueprint.get("/<uuid:id>")
@signed_in
def person(id: UUID) -> str:
    """Show a person's account."""
    return _shown(id, [])


@blueprint.post("/<uuid:id>/close")
@signed_in
def close(id: UUID) -> Page:
    """Close an account."""
    return _done(id, "close_account", "账号已停用,登录已全部退出", person=str(id))


@blueprint.post("/<uuid:id>/reset-second-factor")
@signed_in
def reset_second_factor(id: UUID) -> Page:
    """Take a lost telephone off an account."""
    return _done(id, "reset_second_factor", "动态码已重置;下次登录后重新启用", person=str(id))


@blueprint.post("/<uuid:id>/hand-over")
@signed_in
def hand_over(id: UUID) -> Page:
    """Let a colleague answer for what this person answered for."""
    return _done(id, "hand_over", "账号已移交并停用", person=str(id), to=request.form.get("to", ""))


def _shown(id: UUID, refusals: list[Refusal]) -> str:
    found = ask("portal", "person", id=str(id))
    near = ask("portal", "people", place=found["place"], limit=COLLEAGUES) if found["mine"] else []
    colleagues = [each for each in near if _may_take_over(each, found)]
    return render_template(
        "people/person.html", person=found, colleagues=colleagues, refusals=refusals, id=request.form.get("id", uuid4())
    )


def _may_take_over(one: dict[str, Any], leaving: dict[str, Any]) -> bool:
    return bool(one["belongs"] and one["organisation"] == leaving["organisation"] and one["id"] != leaving["id"])


def _done(id: UUID, door: str, told: str, **fields: str) -> Page:
    try:
        ask("portal", door, id=request.form.get("id", ""), fields=fields)
    except Refused as refused:
        if any(each.rule in {"SessionEnded", "RoleMissing", "NotFound"} for each in refused.refusals):
            raise
        return _shown(id, refused.refusals), failure_of(refused).status
    flash(told)
    return redirect(url_for("staff.person", id=id), HTTPStatus.SEE_OTHER)
