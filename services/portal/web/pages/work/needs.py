"""困难诉求: those that are open, due first, with whoever has to see to them."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from services.portal.web.asking import ask, me, signed_in

MOST = 100

blueprint = Blueprint("needs", __name__, url_prefix="/desk/needs")


@blueprint.get("/")
@signed_in
def needs() -> str:
    """List the open needs of one's scope, or only those that one's own organisation has to see to, by page."""
    own = request.args.get("own") == "1"
    found = ask(
        "outreach",
        "open_needs",
        owner=str(me().organisation) if own else None,
        after=request.args.getlist("after") or None,
        limit=MOST,
    )
    more = [found[-1]["due_on"], found[-1]["id"]] if len(found) == MOST else None
    return render_template("work/needs.html", needs=found, own=own, more=more)
