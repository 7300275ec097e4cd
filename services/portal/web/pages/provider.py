"""统一身份认证: signing in at the province's identity provider, and linking who one is there to one's account.

The pages carry the provider's signed word to portal, which alone checks it.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from authlib.integrations.base_client import OAuthError
from authlib.integrations.flask_client import OAuth
from flask import Blueprint, current_app, flash, redirect, render_template, request, session, url_for
from flask.blueprints import BlueprintSetupState
from werkzeug import Response

from services.portal.schemas.provider import ProviderAway, ProviderNotBelieved, ProviderUnknown
from services.portal.web.asking import COOKIE, ask_as_nobody, ask_of_account, in_session, me
from services.portal.web.often import at_most, carried
from services.portal.web.pages.account import refused_at_account
from services.portal.web.pages.sign_in import OF_AN_ADDRESS, seated, sign_in_page, within
from shared.refusals import Refusal, Refused
from shared.settings import identity_provider

PATIENCE_S = 3
BEGUN = "provider"
"""Under which name the browser's signed cookie keeps what was begun, until the provider answers."""

AWAY = "ProviderAway"

Page = Response | str | tuple[str, int]

blueprint = Blueprint("provider", __name__)


class ProviderDeclined(Refusal):
    """在统一身份认证没有完成登录"""


class AnswerUnasked(Refusal):
    """这次登录不是从本浏览器发起的,或已经用过;请重新点击“用统一身份认证登录”"""


class LinkedForAnother(Refusal):
    """发起关联的是另一个账号,请重新发起"""


@blueprint.record_once
def _introduce(state: BlueprintSetupState) -> None:
    """Make the client that speaks with the provider, where there is one; nobody is asked yet."""
    known = identity_provider()
    if known is not None:
        state.app.extensions[BEGUN] = OAuth(state.app).register(
            BEGUN,
            client_id=known.client,
            client_secret=state.app.config["PROVIDER_SECRET"],
            server_metadata_url=known.description,
            client_kwargs={"scope": "openid", "code_challenge_method": "S256", "default_timeout": PATIENCE_S},
        )


@blueprint.get("/sign-in/provider")
@at_most(OF_AN_ADDRESS)
def go() -> Page:
    """Lead to the provider, to sign in there."""
    back = within(request.args.get("back"))
    try:
        return redirect(_begun(back=back))
    except Refused as refused:
        return _not_signed_in(back, refused)


@blueprint.post("/account/link")
@in_session
@at_most(10, carried(COOKIE))
def link() -> Page:
    """Lead to the provider, to be known from there on; by a page of its own, as forms lead to no other host."""
    try:
        where = _begun(person=str(me().person))
    except Refused as refused:
        return refused_at_account(refused)
    response = Response(render_template("account/link.html", where=where))
    response.headers["Refresh"] = f"1; url={where}"
    return response


@blueprint.get("/sign-in/provider/back")
@at_most(OF_AN_ADDRESS)
def back() -> Page:
    """Take what the provider answers, once, in the browser that asked for it."""
    begun = session.pop(BEGUN, None) or {}
    return _linked(begun) if "person" in begun else _signed_in(begun)


def _signed_in(begun: Mapping[str, str]) -> Page:
    back = within(begun.get("back"))
    try:
        return seated(ask_as_nobody("portal", "sign_in_by_provider", **_word(begun)), back)
    except Refused as refused:
        return _not_signed_in(back, refused)


@in_session
def _linked(begun: Mapping[str, str]) -> Page:
    try:
        _must_be(begun["person"])
        ask_of_account("link_identity", **_word(begun))
    except Refused as refused:
        return refused_at_account(refused)
    flash("已关联;今后可以用统一身份认证登录")
    return redirect(url_for("account.account"), HTTPStatus.SEE_OTHER)


def _must_be(person: str) -> None:
    """Refuse an answer that somebody else waited for, who was signed in here before."""
    if person != str(me().person):
        raise Refused([LinkedForAnother("person")])


def _not_signed_in(back: str, refused: Refused) -> Page:
    away = any(each.rule == AWAY for each in refused.refusals)
    status = HTTPStatus.SERVICE_UNAVAILABLE if away else HTTPStatus.UNPROCESSABLE_ENTITY
    return sign_in_page(back, refusals=refused.refusals), status


def _begun(**errand: str) -> str:
    """Begin with the provider, keep in the browser what its answer has to fit, and give the address to go to."""
    try:
        asked = _client().create_authorization_url(_answered_at())
    except (OSError, ValueError, RuntimeError) as error:
        raise Refused([ProviderAway("provider")]) from error
    session[BEGUN] = {**errand, **{name: asked[name] for name in ("state", "nonce", "code_verifier")}}
    return str(asked["url"])


def _word(begun: Mapping[str, str]) -> dict[str, str]:
    """Fetch the ID token that an answer stands for, with the nonce that it must hold; raises Refused."""
    if "error" in request.args:
        raise Refused([ProviderDeclined("error")])
    if not begun or not hmac.compare_digest(begun["state"].encode(), request.args.get("state", "").encode()):
        raise Refused([AnswerUnasked("state")])
    said = {"code": request.args.get("code", ""), "code_verifier": begun["code_verifier"]}
    try:
        token = _client().fetch_access_token(_answered_at(), **said)
        return {"id_token": token["id_token"], "nonce": begun["nonce"]}
    except OSError as error:
        raise Refused([ProviderAway("provider")]) from error
    except (OAuthError, ValueError, KeyError) as error:
        raise Refused([ProviderNotBelieved("provider")]) from error


def _client() -> Any:
    found = current_app.extensions.get(BEGUN)
    if found is None:
        raise Refused([ProviderUnknown("provider")])
    return found


def _answered_at() -> str:
    return url_for("provider.back", _external=True)
