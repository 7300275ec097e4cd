"""培训班: from the menu over enrolment and attendance to the certificate."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid5

from flask import Blueprint, render_template, request, url_for
from werkzeug import Response

from services.portal.schemas import Deed
from services.portal.web.asking import ask, signed_in
from services.portal.web.audit import noted
from services.portal.web.errors import Failure
from services.portal.web.labels import STATES
from services.portal.web.pages.things.room import call_id
from services.portal.web.pages.work.desk import done
from services.portal.web.pages.work.people import found_or_new
from shared import clock

MOST = 200

blueprint = Blueprint("classes", __name__, url_prefix="/desk/classes")


@blueprint.get("/")
@signed_in
def classes() -> str:
    """List the classes in a state, by page, and the menu from which new ones are opened."""
    state = request.args.get("state", "open")
    found = ask("jobs", "classes", state=state, after=request.args.get("after"), limit=MOST)
    return render_template(
        "work/classes.html",
        classes=found,
        state=state,
        states=STATES["ClassState"],
        more=found[-1]["id"] if len(found) == MOST else None,
        courses=ask("jobs", "courses"),
    )


@blueprint.get("/<uuid:id>")
@signed_in
def training_class(id: UUID) -> str:
    """Show a class with its lessons and whoever is in it or waits."""
    return _page(str(id))


@blueprint.post("/<uuid:id>/enrol")
@signed_in
def enrol(id: UUID) -> Response | tuple[str, int]:
    """Enrol somebody found by phone or number, or known from now on."""
    to = url_for("classes.training_class", id=id)
    return done(lambda: _enrol(str(id)), "已报名", to, lambda failure: _page(str(id), failure))


@blueprint.get("/<uuid:id>/lessons/<uuid:lesson>")
@signed_in
def attendance(id: UUID, lesson: UUID) -> str:
    """Show who is expected at a lesson, to be ticked."""
    found = ask("jobs", "training_class", id=str(id))
    held = next((each for each in found["lessons"] if each["id"] == str(lesson)), None)
    return render_template("work/attendance.html", training_class=found, lesson=held, expected=_expected(found))


@blueprint.get("/<uuid:id>/sheet")
@signed_in
def sheet(id: UUID) -> str:
    """Print the sheet on which trainees sign, a column for each lesson."""
    found = ask("jobs", "training_class", id=str(id))
    lessons = [each for each in found["lessons"] if each["state"] != "cancelled"]
    noted(Deed.PRINTED, about=id, what="training_sheet", rows=len(found["enrolments"]))
    return render_template("work/training_sheet.html", training_class=found, lessons=lessons, expected=_expected(found))


def _page(id: str, failure: Failure | None = None) -> str:
    found = ask("jobs", "training_class", id=id)
    return render_template("work/class.html", training_class=found, failure=failure)


def _expected(found: dict[str, Any]) -> list[dict[str, Any]]:
    return [each for each in found["enrolments"] if each["state"] == "enrolled"]


def _enrol(id: str) -> None:
    found, call = ask("jobs", "training_class", id=id), call_id()
    today = str(clock.day_of(clock.now()))
    trainee = found_or_new(
        "jobs",
        "trainee",
        request.form.get("who", ""),
        request.form.get("name", "") if request.form.get("consented") else "",
        {"subject": str(uuid5(call, "trainee")), "place": found["place"], "organisation": found["organisation"]},
    )
    ask("jobs", "enrol", id=str(call), fields={"training_class": id, "trainee": trainee, "enrolled_on": today})
