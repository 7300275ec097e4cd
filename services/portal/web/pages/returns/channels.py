"""Where reminders of a city or of the province go: an office's mailbox, or a working group's robot."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from flask import flash, redirect, render_template, request, url_for
from werkzeug import Response

from services.portal.web.asking import ask, me, signed_in
from services.portal.web.errors import failure_of
from services.portal.web.forms import fields_of, said, unplaced
from services.portal.web.pages.returns.room import blueprint
from services.reporting.schemas import ChannelKind, SetChannel
from shared.refusals import Refused

FORM = SetChannel()
CITY_STEM = 4
STATES = {"sent": "已送达", "waiting": "等待发送", "given_up": "多次未送达,已放弃"}


@blueprint.get("/channels")
@signed_in
def channels() -> str:
    """List the channels of one's own city or of the province."""
    return _page({}, None, str(uuid4()))


@blueprint.post("/channels")
@signed_in
def set_channel() -> Response | tuple[str, int]:
    """Register a channel, close it or open it again."""
    fields, id = said(FORM, request.form), request.form.get("id", "")
    try:
        ask("reporting", "set_channel", id=id, fields=fields)
    except Refused as refused:
        return _page(fields, refused, id), failure_of(refused).status
    flash("已登记" if fields.get("open") else "已停用")
    return redirect(url_for("returns.channels"), 303)


def _page(told: dict[str, Any], refused: Refused | None, id: str) -> str:
    places = [each.ljust(12, "0") for each in me().scope if each.startswith("51") and len(each) <= CITY_STEM]
    refusals, hidden = refused.refusals if refused else (), ("place", "open")
    return render_template(
        "returns/channels.html",
        places={place: ask("reporting", "channels", place=place) for place in places},
        kinds={each.value: each.label for each in ChannelKind},
        states=STATES,
        id=id,
        told=told,
        fields=fields_of(FORM, told, refusals, without=hidden),
        refusals=unplaced(FORM, refusals, without=hidden),
    )
