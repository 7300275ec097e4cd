"""Winter packs and students who help: what is in stock or waits to be handed over, who waits to be vetted or paired."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from services.portal.web.asking import ask, me, signed_in
from services.portal.web.labels import STATES
from services.portal.web.rights import may

MOST = 100

blueprint = Blueprint("care", __name__, url_prefix="/desk")


@blueprint.get("/packs/")
@signed_in
def packs() -> str:
    """List the batches one may draw on, and the packs in a state, by page."""
    state = request.args.get("state", "allotted")
    found = ask("children", "packs", state=state, after=request.args.get("after"), limit=MOST)
    return render_template(
        "work/packs.html",
        batches=ask("children", "pack_batches", place=_own_place()) if may("children", "pack_batches") else [],
        packs=found,
        state=state,
        states=STATES["PackState"],
        more=found[-1]["id"] if len(found) == MOST else None,
    )


@blueprint.get("/students/")
@signed_in
def students() -> str:
    """List the students in a state, by page, and the pairings that stand."""
    state = request.args.get("state", "reported")
    found = ask("children", "students", state=state, after=request.args.get("after"), limit=MOST)
    return render_template(
        "work/students.html",
        students=found,
        state=state,
        states=STATES["StudentState"],
        more=found[-1]["id"] if len(found) == MOST else None,
        pairings=ask("children", "pairings", place=_own_place()) if may("children", "pairings") else [],
    )


def _own_place() -> str:
    scope = me().scope
    return (scope[0] if scope else "51").ljust(12, "0")
