"""What became of a return since it was frozen: figure by figure, and for one figure fact by fact."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import render_template, request

from services.portal.web.asking import ask, signed_in
from services.portal.web.board.told import title_of
from services.portal.web.pages.returns.room import blueprint
from services.portal.web.returns.sheet import unit_of, written

LOOKING_S = 15.0


@blueprint.get("/<city>/<month>/difference")
@signed_in
def difference(city: str, month: str) -> str:
    """Show the figures that differ, and the facts told since behind the one that was chosen."""
    chosen, after = request.args.get("indicator"), request.args.getlist("after") or None
    answer = ask(
        "reporting", "return_difference", deadline=LOOKING_S, city=city, month=month, indicator=chosen, after=after
    )
    rows = [_row(each) for each in answer["indicators"]]
    facts = [_fact(each) for each in answer["facts"]]
    return render_template(
        "returns/difference.html", city=city, month=month, answer=answer, rows=rows, facts=facts, chosen=chosen
    )


def _row(each: Mapping[str, Any]) -> dict[str, Any]:
    then, today = ((each[when] or {}).get("value") for when in ("frozen", "today"))
    change = today - then if then is not None and today is not None else None
    return {
        "code": each["code"],
        "label": each["label"],
        "unit": unit_of(each),
        "frozen": written(each, then),
        "today": written(each, today),
        "change": written(each, change),
    }


def _fact(event: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "title": title_of(event["type"]),
        "on": event["occurredon"],
        "place": event["place"],
        "organisation": event["organisation"],
        "told_at": event["time"],
        "sign": "计入" if event["sign"] > 0 else "冲销",
    }
