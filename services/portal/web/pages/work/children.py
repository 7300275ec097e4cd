"""在册儿童 for those who work with them, by number; whoever is in charge of a child sees its name, one at a time."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from services.portal.schemas import Deed
from services.portal.web.asking import ask, me, signed_in
from services.portal.web.audit import noted
from shared.identity import Role

MOST = 50
COUNTY_STEM = 6

blueprint = Blueprint("children", __name__, url_prefix="/desk/children")


@blueprint.get("/")
@signed_in
def cases() -> str:
    """List the open cases of a place, by page, without any name."""
    who = me()
    stem = who.scope[0] if who.scope else "51"
    place = request.args.get("place") or stem.ljust(12, "0")
    found = ask("children", "cases", place=place, after=request.args.get("after"), limit=MOST)
    noted(Deed.LISTED, place=place, what="cases", rows=len(found))
    return render_template(
        "work/children.html",
        cases=found,
        place=place,
        more=found[-1]["id"] if len(found) == MOST else None,
        in_charge=who.has(Role.OFFICER) and any(len(each) == COUNTY_STEM for each in who.scope),
    )
