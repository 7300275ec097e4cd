"""The first page after signing in."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from werkzeug import Response

from services.portal.web.asking import me, signed_in
from services.portal.web.first_day import first_day
from services.portal.web.inbox import inbox_of

blueprint = Blueprint("home", __name__)


@blueprint.get("/")
def root() -> Response:
    """Lead to the first page."""
    return redirect(url_for("home.home"))


@blueprint.get("/home")
@signed_in
def home() -> str:
    """Greet, and show what waits."""
    return render_template("home.html", inbox=inbox_of(me()), beginnings=first_day(me()))


@blueprint.get("/healthz")
def alive() -> tuple[str, int]:
    """Tell a load balancer that this process answers."""
    return "", 204
