"""Boards: the figures of a place and of the places below it, live within one's scope, as published elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, send_file, url_for
from werkzeug import Response

from services.portal.schemas import Deed
from services.portal.web.asking import ask, directory, me, signed_in
from services.portal.web.audit import noted
from services.portal.web.board.choices import shown_below
from services.portal.web.board.figures import KINDS, breakdowns, changed, parts_of, unit_of, written
from services.portal.web.board.layout import board_of
from services.portal.web.board.periods import chosen, labelled, months, seasons
from services.portal.web.board.tiles import LEGEND, SIDE
from services.portal.web.board.told import is_near, is_near_only
from services.portal.web.board.workbook import workbook
from services.portal.web.pages.live import watch
from services.portal.web.rights import may
from services.reporting.schemas import Period
from shared import clock
from shared.facts import Line
from shared.frame import Place

blueprint = Blueprint("board", __name__, url_prefix="/board")
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

for each in (written, changed, unit_of, parts_of, breakdowns, labelled):
    blueprint.add_app_template_filter(each)


@blueprint.get("")
@signed_in
def own() -> Response:
    """Lead to the board of one's own place, or else of the first that one is to see."""
    mine = me().place if me().covers(me().place) else me().scope[0].ljust(12, "0")
    return redirect(url_for("board.board", place=mine))


@blueprint.get("/<place>")
@signed_in
def board(place: str) -> str:
    """Show a place's figures; only the figures where the page stands already."""
    asked, line = chosen(directory().frame, request.args.get("period")), line_asked()
    told = _told(place_asked(place).code, asked, line, below=None if line else shown_below())
    part = "board/figures.html" if request.headers.get("HX-Request") else "board/board.html"
    laid_out = board_of(told, line, request.args.get("by"))
    shown = {"board": laid_out, "told": told, "looks": _looks(told), "facts_at": _facts_at(asked.id)}
    return render_template(part, **_about(place, asked, line), **shown, LEGEND=LEGEND, SIDE=SIDE)


@blueprint.get("/<place>/board.xlsx")
@signed_in
def taken_away(place: str) -> Response:
    """Give a board as a spreadsheet, with every indicator of a line, or of all."""
    asked, line = chosen(directory().frame, request.args.get("period")), line_asked()
    told = _told(place_asked(place).code, asked, line)
    columns = [each for each in told["indicators"] if line is None or each["line"] == line]
    title = f"{told['place']['name']} {labelled(asked.id)} {line.label if line else ''}".strip()
    content = workbook(board_of(told, line, None), columns, f"{title}({told['fresh'] or '公开数据'})")
    noted(Deed.EXPORTED, place=place, period=asked.id, line=line)
    return send_file(content, WORKBOOK, as_attachment=True, download_name=f"{title}.xlsx")


@blueprint.get("/<place>/year-on-year")
@signed_in
def year_on_year(place: str) -> str:
    """Show every figure of a place beside that of the year before."""
    asked, line = chosen(directory().frame, request.args.get("period")), line_asked()
    told = ask("reporting", "year_on_year", place=place_asked(place).code, period=asked.id)
    shown = {each: [one for one in told["indicators"] if one["line"] == each] for each in ([line] if line else Line)}
    return render_template("board/year_on_year.html", **_about(place, asked, line), told=told, shown=shown)


def place_asked(code: str) -> Place:
    """Find the place that an address names, or answer that there is no such page."""
    return directory().frame.place(code) or abort(404)


def line_asked() -> Line | None:
    """Read which line is asked for, if any."""
    named = request.args.get("line")
    if named and named not in {each.value for each in Line}:
        abort(404)
    return Line(named) if named else None


def trail(code: str) -> list[Place]:
    """List a place and all above it, the province first."""
    frame = directory().frame
    return [found for each in reversed(frame.ancestors(code)) if (found := frame.place(each))]


def _told(place: str, asked: Period, line: Line | None, below: Sequence[str] | None = None) -> dict[str, Any]:
    """Ask for the live figures, of places below those named or all, or outside of one's scope for published ones."""
    if not me().covers(place):
        told: dict[str, Any] = ask("reporting", "published", place=place, period=asked.id)
        return {**told, "fresh": None}
    fresh, rolled = watch().fresh()  # asked first: what is rolled afterwards is told as a change
    lines = [line.value] if line else None
    told = ask("reporting", "rollup", place=place, period=asked.id, lines=lines, below=below, parts=False)
    return {**told, "fresh": fresh, "rolled": rolled}


def _about(place: str, asked: Period, line: Line | None) -> dict[str, Any]:
    frame = directory().frame
    return {
        "trail": trail(place),
        "place": place,
        "period": asked,
        "line": line,
        "LINES": Line,
        "KINDS": KINDS,
        "months": months(frame, asked),
        "seasons": seasons(frame),
        "now": clock.now(),
        "is_own": me().covers(place),
    }


def _looks(told: dict[str, Any]) -> frozenset[str]:
    """Name the figures behind which one may look: live ones, those of children near by alone."""
    if not told["fresh"] or not may("reporting", "facts_behind"):
        return frozenset()
    near, codes = is_near(me().scope), (each["code"] for each in told["indicators"])
    return frozenset(each for each in codes if near or not is_near_only(each))


def _facts_at(period: str) -> Callable[[str, str], str]:
    """Give the addresses of facts behind figures; a table may have a thousand: the pattern is built once."""
    pattern = url_for("behind.facts", place="PLACE", indicator="INDICATOR", period=period)
    return lambda place, indicator: pattern.replace("PLACE", place).replace("INDICATOR", indicator)
