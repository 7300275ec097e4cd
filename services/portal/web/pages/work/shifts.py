"""班次 at the station's desk: who is wanted, who signed up, who came and left; and the sheet to sign on paper."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from flask import Blueprint, render_template, request, url_for
from werkzeug import Response

from services.portal.schemas import Deed
from services.portal.web.asking import ask, me, signed_in
from services.portal.web.audit import noted
from services.portal.web.errors import Failure
from services.portal.web.pages.work.desk import done
from services.portal.web.pages.work.people import found_by
from services.portal.web.pages.work.shift_roster import roster_of
from shared import clock

WEEK = timedelta(days=7)
SPARE_LINES = 5

blueprint = Blueprint("shifts", __name__, url_prefix="/desk/shifts")


@blueprint.get("/")
@signed_in
def days() -> str:
    """List a week's shifts, where people are still wanted, what waits to be completed, and the stations."""
    since = _day(request.args.get("since"))
    until = since + WEEK
    return render_template(
        "work/shifts.html",
        since=since,
        before=since - WEEK,
        after=until,
        shifts=ask("volunteers", "shifts", since=str(since), until=str(until - timedelta(days=1))),
        lacking=ask("volunteers", "posts_lacking", since=str(since), until=str(until)),
        overdue=ask("volunteers", "shifts_overdue"),
        stations=ask("volunteers", "stations_open", place=_whole(me().scope), on=str(since)),
    )


@blueprint.get("/<uuid:id>")
@signed_in
def shift(id: UUID) -> str:
    """Show a shift with its roster and everything that can be done at the desk."""
    return _page(str(id))


@blueprint.post("/<uuid:id>/person")
@signed_in
def person(id: UUID) -> Response | tuple[str, int]:
    """Sign somebody up, or check in who stepped in: found by number or phone."""
    return _done(str(id), lambda: _person(str(id)), "已登记")


@blueprint.post("/<uuid:id>/<any(check_in, check_out):door>")
@signed_in
def attend(id: UUID, door: str) -> Response | tuple[str, int]:
    """Check somebody of the roster in or out, now."""
    return _done(str(id), lambda: _attend(str(id), door), "已签到" if door == "check_in" else "已签退")


@blueprint.get("/<uuid:id>/swap")
@signed_in
def swap(id: UUID) -> str:
    """Let a volunteer change places: first the other shift is chosen, then who in it."""
    today = clock.day_of(clock.now())
    chosen = request.args.get("other_shift")
    return render_template(
        "work/swap.html",
        id=str(id),
        sign_up=request.args.get("sign_up", ""),
        shifts=ask("volunteers", "shifts", since=str(today), until=str(today + WEEK)),
        chosen=chosen,
        others=ask("volunteers", "shift", id=chosen)["sign_ups"] if chosen else [],
    )


@blueprint.get("/<uuid:id>/sheet")
@signed_in
def sheet(id: UUID) -> str:
    """Print the sheet on which volunteers sign in and out."""
    found = ask("volunteers", "shift", id=str(id))
    signed = [each for each in roster_of(found) if each.sign_up_state in {"signed", "came"}]
    noted(Deed.PRINTED, about=id, what="attendance_sheet", rows=len(signed))
    return render_template("work/shift_sheet.html", shift=found, roster=signed, spare=SPARE_LINES)


def _page(id: str, failure: Failure | None = None) -> str:
    found = ask("volunteers", "shift", id=id)
    now = clock.now().isoformat()
    return render_template("work/shift.html", shift=found, roster=roster_of(found), failure=failure, now=now)


def _done(id: str, deed: Any, told: str) -> Response | tuple[str, int]:
    return done(deed, told, url_for("shifts.shift", id=id), lambda failure: _page(id, failure))


def _person(id: str) -> None:
    place = ask("volunteers", "shift", id=id)["place"]
    volunteer = found_by("volunteers", "volunteer", request.form.get("who", ""), lambda: _known_in(place), "volunteer")
    fields = {"shift": id, "volunteer": volunteer, "post": request.form.get("post", "")}
    if request.form.get("deed") == "check_in":
        ask("volunteers", "check_in", id=request.form.get("id", ""), fields={**fields, "at": _this_minute()})
    else:
        fields["if_full"] = request.form.get("deed", "refuse")
        ask("volunteers", "sign_up", id=request.form.get("id", ""), fields=fields)


def _attend(id: str, door: str) -> None:
    fields = {"shift": id, "volunteer": request.form.get("volunteer", ""), "at": _this_minute()}
    if door == "check_in":
        fields["post"] = request.form.get("post", "")
    ask("volunteers", door, id=request.form.get("id", ""), fields=fields)


def _known_in(place: str) -> list[str]:
    county = place[:6].ljust(12, "0")
    return [each["id"] for each in ask("volunteers", "entries", kind="volunteer", place=county, limit=1_000)]


def _this_minute() -> str:
    """Tell the minute that has begun: the service's clock may be a moment behind."""
    return clock.now().replace(second=0, microsecond=0).isoformat()


def _day(asked: str | None) -> date:
    try:
        return date.fromisoformat(asked or "")
    except ValueError:
        return clock.day_of(clock.now())


def _whole(scope: tuple[str, ...]) -> str:
    return (scope[0] if scope else "51").ljust(12, "0")
