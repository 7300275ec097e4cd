"""接受邀请: whoever holds the link chooses a name to sign in under, and a password."""

from __future__ import annotations

from http import HTTPStatus
from uuid import uuid4

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug import Response

from services.portal.web.asking import ask_as_nobody
from services.portal.web.often import at_most
from services.portal.web.pages.account import TypedOtherwise
from shared.refusals import Refusal, Refused

blueprint = Blueprint("joining", __name__, url_prefix="/invitation")

OF_AN_ADDRESS = 60

ASKED = ("login", "name", "password")


@blueprint.get("/<secret>")
@at_most(OF_AN_ADDRESS)
def offer(secret: str) -> str:
    """Show what is offered, and the form."""
    return _shown(secret, [])


@blueprint.post("/<secret>")
@at_most(OF_AN_ADDRESS)
def join(secret: str) -> Response | tuple[str, int]:
    """Accept, and go on to sign in."""
    fields = {name: request.form.get(name, "").strip() for name in ASKED}
    fields["password"] = request.form.get("password", "")
    if request.form.get("again") != fields["password"]:
        return _shown(secret, [TypedOtherwise("again")]), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        ask_as_nobody("portal", "join", secret=secret, id=request.form.get("id", ""), fields=fields)
    except Refused as refused:
        if any(each.rule == "InvitationEnded" for each in refused.refusals):
            raise
        return _shown(secret, refused.refusals), HTTPStatus.UNPROCESSABLE_ENTITY
    flash("账号已建立,请登录")
    return redirect(url_for("sign_in.sign_in"), HTTPStatus.SEE_OTHER)


def _shown(secret: str, refusals: list[Refusal]) -> str:
    offered = ask_as_nobody("portal", "invitation", secret=secret)
    said = {name: request.form.get(name, "") for name in ("login", "name")}
    said["name"] = said["name"] or offered["for_whom"]
    id = request.form.get("id") or uuid4()
    return render_template("people/join.html", offered=offered, said=said, refusals=refusals, id=id, secret=secret)
