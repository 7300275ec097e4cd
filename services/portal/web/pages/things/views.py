"""Views of a list: kept under a name, renamed and forgotten, on the list itself."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask import flash, redirect, request, url_for
from werkzeug import Response

from services.portal.web.asking import ask, signed_in
from services.portal.web.errors import failure_of
from services.portal.web.pages.things.listing import list_page
from services.portal.web.pages.things.room import blueprint, call_id
from services.portal.web.things import thing_named
from services.portal.web.things.asked import asked_by
from shared.refusals import Refused

Page = Response | tuple[str, int]


@blueprint.post("/<name>/views")
@signed_in
def keep_view(name: str) -> Page:
    """Keep the filters in the address under a name."""
    filters = asked_by(request.args).typed
    return _done(name, "keep_view", "已保留为视图", thing=thing_named(name).name, filters=filters, title=_title())


@blueprint.post("/<name>/views/<uuid:id>/rename")
@signed_in
def rename_view(name: str, id: UUID) -> Page:
    """Give a view another name."""
    return _done(name, "rename_view", "视图已改名", view=str(id), title=_title())


@blueprint.post("/<name>/views/<uuid:id>/forget")
@signed_in
def forget_view(name: str, id: UUID) -> Page:
    """Forget a view."""
    return _done(name, "forget_view", "视图已删去", view=str(id))


def _title() -> str:
    return request.form.get("title", "").strip()


def _done(name: str, door: str, told: str, **fields: object) -> Page:
    """Do it, and show the list as it was narrowed; a name that is refused is still there to be changed."""
    try:
        ask("portal", door, id=call_id(), fields=fields)
    except Refused as refused:
        status = failure_of(refused).status
        if status is not HTTPStatus.UNPROCESSABLE_ENTITY:
            raise
        return list_page(name, refusals=refused.refusals, titled=_title(), renaming=fields.get("view")), int(status)
    flash(told)
    narrowed: dict[str, Any] = asked_by(request.args).typed
    return redirect(url_for("things.listing", name=name, **narrowed), HTTPStatus.SEE_OTHER)
