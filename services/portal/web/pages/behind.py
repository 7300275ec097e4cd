"""What stands behind a figure: the facts, what was corrected, and who has looked."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, render_template, request

from services.portal.web.asking import ask, directory, me, signed_in
from services.portal.web.board.periods import chosen
from services.portal.web.board.told import in_words, indicator_name
from services.portal.web.pages.board import place_asked, trail
from shared.refusals import Refused

blueprint = Blueprint("behind", __name__, url_prefix="/board/<place>/<indicator>")
blueprint.add_app_template_filter(indicator_name)
DEADLINE_S = 10.0
KEY = ("after_place", "after_day", "after_id")
"""After which fact a page goes on."""


@blueprint.get("/facts")
@signed_in
def facts(place: str, indicator: str) -> str:
    """List the facts that a figure counts; the look is kept."""
    told = _asked("facts_behind", place, indicator)
    rows = [in_words(each) for each in told["facts"]]
    return render_template("board/facts.html", **_about(place, indicator, told), rows=rows)


@blueprint.get("/corrections")
@signed_in
def corrections(place: str, indicator: str) -> str:
    """List what a figure counted once, and what replaced it; the look is kept."""
    told = _asked("corrections_behind", place, indicator)
    rows = [
        {
            "fact": in_words(each["fact"]),
            "reversed_at": each["reversed_at"],
            "replaced_by": in_words(each["replaced_by"]) if each["replaced_by"] else None,
            "moved_away": each["moved_away"],
        }
        for each in told["corrections"]
    ]
    return render_template("board/corrections.html", **_about(place, indicator, told), rows=rows)


@blueprint.get("/looks")
@signed_in
def looks(place: str, indicator: str) -> str:
    """List who looked behind a figure."""
    asked, page = chosen(directory().frame, request.args.get("period")), max(request.args.get("page", 1, int), 1)
    code = place_asked(place).code
    found = ask("reporting", "who_has_looked", place=code, indicator=indicator, period=asked.id, page=page)
    names = {each: _name_of(each) for each in {row["person"] for row in found if row["person"]}}
    return render_template("board/looks.html", **_about(place, indicator, {}), rows=found, names=names, page=page)


def _name_of(person: str) -> str:
    """Name oneself, or somebody within one's scope."""
    if UUID(person) == me().person:
        return me().name
    try:
        return str(ask("portal", "person", id=person)["name"])
    except Refused:
        return "范围以外的人员"


def _asked(door: str, place: str, indicator: str) -> dict[str, Any]:
    """Ask for one page; several services are asked in turn, which may take longer than one."""
    asked = chosen(directory().frame, request.args.get("period"))
    after = [request.args[each] for each in KEY if each in request.args]
    said = {"place": place_asked(place).code, "indicator": indicator, "period": asked.id, "after": after or None}
    told: dict[str, Any] = ask("reporting", door, deadline=DEADLINE_S, **said)
    return told


def _about(place: str, indicator: str, told: dict[str, Any]) -> dict[str, Any]:
    next_key = dict(zip(KEY, told.get("next") or (), strict=False))
    return {
        "trail": trail(place),
        "place": place,
        "indicator": indicator,
        "counted": told.get("indicator"),
        "period": chosen(directory().frame, request.args.get("period")),
        "next_key": next_key,
    }
