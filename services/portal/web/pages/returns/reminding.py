"""The province reminds cities of what they have not submitted: one of them, or all that wait."""

from __future__ import annotations

from uuid import uuid5

from flask import flash, redirect, request, url_for
from werkzeug import Response

from services.portal.web.asking import ask, signed_in
from services.portal.web.pages.returns.room import blueprint
from services.portal.web.pages.things.room import call_id
from services.portal.web.shown import place
from shared.refusals import Refused

IN_PEACE = {"RemindedJustNow", "NothingToRemind"}
"""Why one city of many is passed over."""


@blueprint.post("/remind")
@signed_in
def remind() -> Response:
    """Remind the cities that the form names."""
    call, month = call_id(), request.form.get("month")
    passed_over: list[str] = []
    cities = request.form.getlist("city")
    for city in cities:
        try:
            ask("reporting", "remind_city", id=str(uuid5(call, city)), fields={"city": city})
        except Refused as refused:
            if len(cities) == 1 or {each.rule for each in refused.refusals} - IN_PEACE:
                raise
            passed_over.append(city)
    flash(_told([each for each in cities if each not in passed_over], passed_over))
    return redirect(url_for("returns.overview", month=month), 303)


def _told(reminded: list[str], passed_over: list[str]) -> str:
    done = f"已提醒 {_names(reminded)}" if reminded else "没有发出提醒"
    return f"{done};{_names(passed_over)}一小时内已经提醒过" if passed_over else done


def _names(cities: list[str]) -> str:
    return "、".join(place(each) for each in cities)
