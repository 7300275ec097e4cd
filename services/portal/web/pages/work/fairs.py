"""招聘会: planned with booths, counted at its doors by as many devices as there are, held, and its hires confirmed."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, render_template, request, url_for
from werkzeug import Response

from services.portal.web.asking import ask, signed_in
from services.portal.web.labels import STATES
from services.portal.web.pages.work.desk import done

MOST = 200
COUNTED = ("visitors", "intents")

blueprint = Blueprint("fairs", __name__, url_prefix="/desk/fairs")


@blueprint.get("/")
@signed_in
def fairs() -> str:
    """List the fairs in a state, by page."""
    state = request.args.get("state", "opened")
    found = ask("jobs", "fairs", state=state, after=request.args.get("after"), limit=MOST)
    more = found[-1]["id"] if len(found) == MOST else None
    found.sort(key=lambda each: each["planned_on"])
    return render_template("work/fairs.html", fairs=found, state=state, states=STATES["FairState"], more=more)


@blueprint.get("/<uuid:id>")
@signed_in
def fair(id: UUID) -> str:
    """Show a fair with its booths and what its counters have told, ready to be entered as its result."""
    return render_template("work/fair.html", fair=ask("jobs", "fair", id=str(id)))


@blueprint.get("/<uuid:id>/counter")
@signed_in
def counter(id: UUID) -> str:
    """Show the big buttons that somebody at a door presses."""
    return render_template("work/counter.html", fair=ask("jobs", "fair", id=str(id)), failure=None)


@blueprint.post("/<uuid:id>/count")
@signed_in
def count(id: UUID) -> Response | tuple[str, int]:
    """Add what was counted where no script runs: one press, one form."""
    fair = str(id)

    def page(failure: object) -> str:
        return render_template("work/counter.html", fair=ask("jobs", "fair", id=fair), failure=failure)

    return done(lambda: _counted(fair), "已计数", url_for("fairs.counter", id=id), page)


@blueprint.post("/<uuid:id>/tally")
@signed_in
def tally(id: UUID) -> dict[str, int]:
    """Add what a device has gathered since it last told, and answer what all of them have."""
    told = _counted(str(id)) if request.form.get("id") else ask("jobs", "fair", id=str(id))["counted"]
    return {name: told[name] for name in COUNTED}


def _counted(fair: str) -> dict[str, int]:
    fields = {"fair": fair, **{name: request.form.get(name) or 0 for name in COUNTED}}
    answer: dict[str, int] = ask("jobs", "count_at_fair", id=request.form.get("id", ""), fields=fields)
    return answer
