"""慰问 as it goes from a proposal to a signed receipt, and the sheet on which households sign."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from services.portal.schemas import Deed
from services.portal.web.asking import ask, me, signed_in
from services.portal.web.audit import noted
from services.portal.web.labels import STATES

MOST = 200

blueprint = Blueprint("aid", __name__, url_prefix="/desk/aid")


@blueprint.get("/")
@signed_in
def aids() -> str:
    """List the aid in a state, by page."""
    state = request.args.get("state", "proposed")
    found = ask("outreach", "aids", state=state, after=request.args.get("after"), limit=MOST)
    more = found[-1]["id"] if len(found) == MOST else None
    return render_template("work/aid.html", aids=found, state=state, states=STATES["AidState"], more=more)


@blueprint.get("/receipts")
@signed_in
def receipts() -> str:
    """Print the sheet on which the households of a place sign for what they are given."""
    place = request.args.get("place") or None
    found = ask("outreach", "aids", state="approved", place=place, limit=MOST)
    noted(Deed.PRINTED, place=place, what="aid_receipts", rows=len(found))
    return render_template("work/aid_receipts.html", aids=found, place=place or me().place)
