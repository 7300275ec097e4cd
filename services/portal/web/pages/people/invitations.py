"""邀请: a position offered to somebody by a link, which only whoever made it is shown."""

from __future__ import annotations

import hashlib
import hmac
from base64 import urlsafe_b64encode
from http import HTTPStatus
from typing import Any
from uuid import UUID, uuid4

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from werkzeug import Response

from services.portal.schemas import Invite
from services.portal.schemas.positions import LEVELS, positions
from services.portal.web.asking import ask, me, signed_in
from services.portal.web.errors import failure_of
from services.portal.web.forms import fields_of, said, unplaced, usual
from shared.refusals import Refused

HIDDEN = ("position", "digest")
"""Fields that the page itself sees to."""

blueprint = Blueprint("invitations", __name__, url_prefix="/people/invitations")

_FORM = Invite()


@blueprint.get("/")
@signed_in
def invitations() -> str:
    """List the invitations, with the link where one made it oneself."""
    found = ask("portal", "invitations")
    for each in found:
        each["link"] = _link(each["id"]) if each["open"] and each["invited_by"] == str(me().person) else None
    return render_template("people/invitations.html", invitations=found)


@blueprint.get("/new")
@signed_in
def new() -> str:
    """Show the form."""
    return _form(usual(_FORM), uuid4())


@blueprint.post("/new")
@signed_in
def invite() -> Response | tuple[str, int]:
    """Offer a position."""
    told, id = said(_FORM, request.form), request.form.get("id", "")
    secret = _secret(id)
    try:
        ask("portal", "invite", id=id, fields={**told, "digest": hashlib.sha256(secret.encode()).hexdigest()})
    except Refused as refused:
        if any(each.rule in {"SessionEnded", "RoleMissing"} for each in refused.refusals):
            raise
        return _form(told, id, refused), failure_of(refused).status
    flash("邀请已生成;请把链接交给本人,7 天内有效")
    return redirect(url_for("invitations.invitations"), HTTPStatus.SEE_OTHER)


@blueprint.post("/<uuid:id>/take-back")
@signed_in
def take_back(id: UUID) -> Response:
    """Take an invitation back."""
    ask("portal", "take_back_invitation", id=str(uuid4()), fields={"invitation": str(id)})
    flash("邀请已收回")
    return redirect(url_for("invitations.invitations"), HTTPStatus.SEE_OTHER)


def _form(told: dict[str, Any], id: object, refused: Refused | None = None) -> str:
    refusals = refused.refusals if refused else []
    return render_template(
        "people/invite.html",
        fields=fields_of(_FORM, told, refusals, without=HIDDEN),
        positions=positions().values(),
        levels=LEVELS,
        chosen=told.get("position"),
        wrong=[each.message for each in refusals if each.field == "position"],
        refusals=[each for each in unplaced(_FORM, refusals, without=HIDDEN) if each.field != "position"],
        id=id,
    )


def _link(id: str) -> str:
    return url_for("joining.offer", secret=_secret(id), _external=True)


def _secret(id: str) -> str:
    """Work out the secret of an invitation, of which portal keeps a digest alone."""
    key = str(current_app.secret_key).encode()
    return urlsafe_b64encode(hmac.digest(key, f"invitation:{id}".encode(), "sha256")).decode().rstrip("=")
