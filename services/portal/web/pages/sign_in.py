"""Signing in and out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from werkzeug import Response

from services.portal.web.asking import COOKIE, ask_as_nobody, services
from services.portal.web.often import at_most, typed
from shared.refusals import Refusal, Refused
from shared.settings import identity_provider

INSIDE = re.compile(r"/(?![/\\])")
"""Two strokes, or a stroke and its mirror, lead a browser to another host."""

OF_AN_ADDRESS = 120
"""How many sign-ins a minute an address has: a whole office may share one."""

OF_A_LOGIN = 10

blueprint = Blueprint("sign_in", __name__)


@blueprint.get("/sign-in")
def sign_in() -> str:
    """Show the form."""
    return sign_in_page(within(request.args.get("back")))


def sign_in_page(back: str, login: str = "", refusals: Sequence[Refusal] = ()) -> str:
    """Show the form, and what stood in the way of signing in."""
    return render_template(
        "sign_in.html", back=back, login=login, refusals=refusals, provider=identity_provider() is not None
    )


@blueprint.post("/sign-in")
@at_most(OF_AN_ADDRESS)
@at_most(OF_A_LOGIN, typed("login"))
def enter() -> Response | str | tuple[str, int]:
    """Begin a session and go where the person wanted to."""
    login, back = request.form.get("login", ""), within(request.form.get("back"))
    try:
        said = {name: request.form.get(name, "") for name in ("password", "code")}
        begun = ask_as_nobody("portal", "sign_in", login=login, **said)
    except Refused as refused:
        return sign_in_page(back, login, refused.refusals), 422
    return seated(begun, back)


def seated(begun: Mapping[str, str], back: str) -> Response:
    """Let the browser hold the session that has begun, and lead where the person wanted to go."""
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


def within(back: str | None) -> str:
    """Keep to this site: an address elsewhere is none to go to after signing in."""
    if back and INSIDE.match(back):
        return back
    return url_for("home.home")
