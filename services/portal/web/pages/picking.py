"""What a field that asks for a place or an organisation offers while one types."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from services.portal.web.asking import directory, me, signed_in
from services.portal.web.forms.naming import names

blueprint = Blueprint("picking", __name__, url_prefix="/offered")

ANYWHERE = ("",)


@blueprint.get("/places")
@signed_in
def places() -> str:
    """Offer the places within one's scope that what is typed fits."""
    return render_template("offered.html", offered=names(directory().frame).places_like(_typed(), me().scope))


@blueprint.get("/organisations")
@signed_in
def organisations() -> str:
    """Offer the organisations that what is typed fits: one's own alone where they lead."""
    known, own = names(directory().frame), request.args.get("own")
    found = known.organisations_like(_typed(), me().scope if own else ANYWHERE)
    mine = known.shown_organisation(str(me().organisation))
    return render_template("offered.html", offered=dict.fromkeys([*([mine] if own else []), *found]))


def _typed() -> str:
    """Give what the field says, whatever its name is."""
    return next((value.strip() for name, value in request.args.items() if name != "own"), "")[:100]
