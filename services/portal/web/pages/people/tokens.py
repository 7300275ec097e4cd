"""接口令牌: what programs of an organisation carry; the secret is shown once, to whoever issues it."""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import replace
from http import HTTPStatus
from typing import Any
from uuid import UUID, uuid4

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug import Response
from werkzeug.exceptions import BadRequest

from services.portal.schemas import IssueApiToken
from services.portal.web.asking import ask, signed_in
from services.portal.web.forms import FieldShown, fields_of, said, unplaced, usual
from shared.identity import Role
from shared.refusals import Refused

HIDDEN = ("digest",)
"""A field that the page itself sees to."""

FOR_PROGRAMS = (Role.RECORDER, Role.VIEWER)
SECRET = re.compile(r"[A-Za-z0-9_-]{43}\Z")

blueprint = Blueprint("tokens", __name__, url_prefix="/people/tokens")

_FORM = IssueApiToken()


@blueprint.get("/")
@signed_in
def tokens() -> str:
    """List the tokens within one's scope."""
    return render_template("people/tokens.html", tokens=ask("portal", "api_tokens"))


@blueprint.get("/new")
@signed_in
def new() -> str:
    """Show the form; it brings along a secret, so that sending it twice issues one token."""
    return _form(usual(_FORM), uuid4(), secrets.token_urlsafe(32))


@blueprint.post("/new")
@signed_in
def issue() -> str | tuple[str, int]:
    """Issue a token, and show its secret."""
    told, id, secret = said(_FORM, request.form), request.form.get("id", ""), request.form.get("secret", "")
    if not SECRET.match(secret):
        raise BadRequest
    try:
        ask("portal", "issue_api_token", id=id, fields={**told, "digest": hashlib.sha256(secret.encode()).hexdigest()})
    except Refused as refused:
        if any(each.rule in {"SessionEnded", "RoleMissing"} for each in refused.refusals):
            raise
        return _form(told, id, secret, refused), HTTPStatus.UNPROCESSABLE_ENTITY
    return render_template("people/token_issued.html", secret=secret, title=told.get("title"))


@blueprint.post("/<uuid:id>/revoke")
@signed_in
def revoke(id: UUID) -> Response:
    """Revoke a token; sent twice, it is revoked once."""
    ask("portal", "revoke_api_token", id=str(uuid4()), fields={"token": str(id)})
    flash("令牌已吊销,一分钟内失效")
    return redirect(url_for("tokens.tokens"), HTTPStatus.SEE_OTHER)


def _form(told: dict[str, Any], id: object, secret: str, refused: Refused | None = None) -> str:
    refusals = refused.refusals if refused else []
    return render_template(
        "people/token.html",
        fields=[_offered(each) for each in fields_of(_FORM, told, refusals, without=HIDDEN)],
        refusals=unplaced(_FORM, refusals, without=HIDDEN),
        id=id,
        secret=secret,
    )


def _offered(field: FieldShown) -> FieldShown:
    """Offer the roles alone that a program may have."""
    return (
        replace(field, choices=[(each.value, each.label) for each in FOR_PROGRAMS]) if field.name == "roles" else field
    )
