"""账号: what one looks after oneself: password, telephone, sessions, and who one is elsewhere."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

import segno
from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug import Response

from services.portal.schemas import Deed
from services.portal.web.asking import COOKIE, ask_of_account, forget_me, in_session
from services.portal.web.often import at_most, carried
from shared.refusals import Refusal, Refused
from shared.settings import identity_provider

A_MINUTE = 10
"""How often a minute one may try to prove who one is."""

blueprint = Blueprint("account", __name__, url_prefix="/account")

Page = Response | str | tuple[str, int]


@blueprint.get("/")
@in_session
def account() -> str:
    """Show one's account."""
    return _shown()


@blueprint.post("/password")
@in_session
@at_most(A_MINUTE, carried(COOKIE))
def change_password() -> Page:
    """Take another password, typed twice so that it is what one means."""
    said = {name: request.form.get(name, "") for name in ("old", "new")}
    if request.form.get("again") != said["new"]:
        return refused_at_account(Refused([TypedOtherwise("again")]))
    return _done("change_password", "口令已修改;其他设备上的登录已全部退出", fields=said)


@blueprint.post("/sessions/<uuid:id>/end")
@in_session
def end_session(id: Any) -> Page:
    """End another session of one's own."""
    return _done("end_session", "该设备已退出", id=str(id))


@blueprint.post("/sign-out-everywhere")
@in_session
def sign_out_everywhere() -> Response:
    """End all of one's sessions."""
    ask_of_account("sign_out_everywhere")
    forget_me()
    response = redirect(url_for("sign_in.sign_in"), HTTPStatus.SEE_OTHER)
    response.delete_cookie(COOKIE)
    return response


@blueprint.get("/second-factor")
@in_session
def second_factor() -> str:
    """Say what the second factor is for, and how to begin."""
    return render_template("account/second_factor.html", picture=None, secret=None, refusals=())


@blueprint.post("/second-factor")
@in_session
@at_most(A_MINUTE, carried(COOKIE))
def begin_second_factor() -> Page:
    """Show the picture from which a telephone learns the secret."""
    try:
        address = ask_of_account("begin_second_factor")
    except Refused as refused:
        return _enrolling(refused)
    picture = segno.make(address, error="m").svg_data_uri(scale=5, border=2)
    secret = address.partition("secret=")[2].partition("&")[0]
    return render_template("account/second_factor.html", picture=picture, secret=secret, refusals=())


@blueprint.post("/second-factor/confirm")
@in_session
@at_most(A_MINUTE, carried(COOKIE))
def confirm_second_factor() -> Page:
    """Take the first code that the telephone shows."""
    try:
        ask_of_account("confirm_second_factor", code=request.form.get("code", ""))
    except Refused as refused:
        return _enrolling(refused)
    forget_me()
    flash("动态码已启用;今后用口令登录时须填写")
    return redirect(url_for("account.account"), HTTPStatus.SEE_OTHER)


@blueprint.post("/unlink")
@in_session
def unlink() -> Page:
    """Forget who one is at the identity provider."""
    return _done("unlink_identity", "已取消关联")


class TypedOtherwise(Refusal):
    """两次填写的新口令不一致"""


def _done(door: str, told: str, **arguments: Any) -> Page:
    try:
        ask_of_account(door, **arguments)
    except Refused as refused:
        return refused_at_account(refused)
    flash(told)
    return redirect(url_for("account.account"), HTTPStatus.SEE_OTHER)


def _shown(refusals: list[Refusal] | None = None) -> str:
    found = ask_of_account("account")
    deeds = {each.value: each.label for each in Deed}
    return render_template(
        "account/account.html", account=found, deeds=deeds, refusals=refusals or [], provider=identity_provider()
    )


def refused_at_account(refused: Refused) -> Page:
    """Show the account again with what was refused; raises it again where the session has ended."""
    if any(each.rule == "SessionEnded" for each in refused.refusals):
        raise refused
    return _shown(refused.refusals), HTTPStatus.UNPROCESSABLE_ENTITY


def _enrolling(refused: Refused) -> Page:
    told = refused.refusals
    if any(each.rule == "SessionEnded" for each in told):
        raise refused
    shown = render_template("account/second_factor.html", picture=None, secret=None, refusals=told)
    return shown, HTTPStatus.UNPROCESSABLE_ENTITY
