"""Signing in and out."""

from __future__ import annotations

import re
from datetime import datetime

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from werkzeug import Response

from services.portal.web.asking import COOKIE, ask_as_nobody, services
from shared.refusals import Refused

INSIDE = re.compile(r"/(?![/\\])")
"""Two strokes, or a stroke and its mirror, lead a browser to another host."""

blueprint = Blueprint("sign_in", __name__)


@blueprint.get("/sign-in")
def sign_in() -> str:
    """Show the form."""
    return render_template("sign_in.html", back=_within(request.args.get("back")), login="", refusals=())


@blueprint.post("/sign-in")
def enter() -> Response | str | tuple[str, int]:
    """Begin a session and go where the person wanted to."""
    login, back = request.form.get("login", ""), _within(request.form.get("back"))
    try:
        said = {name: request.form.get(name, "") for name in ("password", "code")}
        begun = ask_as_nobody("portal", "sign_in", login=login, **said)
    except Refused as refused:
        return render_template("sign_in.html", back=back, login=login, refusals=refused.refusals), 422
    response = redirect(back)
    response.set_cookie(
        COOKIE,
        begun["session"],
        expires=datetime.fromisoformat(begun["expires_at"]),
        httponly=True,
        samesite="Lax",
        secure=current_app.config["SESSION_COOKIE_SECURE"],
    )
    return response


@blueprint.post("/sign-out")
def leave() -> Response:
    """End the session."""
    session = request.cookies.get(COOKIE, "")
    ask_as_nobody("portal", "sign_out", session=session)
    services().sessions.forget(session)
    response = redirect(url_for("sign_in.sign_in"))
    response.delete_cookie(COOKIE)
    return response


def _within(back: str | None) -> str:
    """Keep to this site: an address elsewhere is none to go to after signing in."""
    if back and INSIDE.match(back):
        return back
    return url_for("home.home")
