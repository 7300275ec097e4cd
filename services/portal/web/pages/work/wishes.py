"""微心愿: the cards that everybody who signed in may see and promise, and the work that follows for those in charge."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from services.portal.web.asking import COOKIE, ask, signed_in
from services.portal.web.labels import STATES
from services.portal.web.often import at_most, carried

MOST = 60

blueprint = Blueprint("wishes", __name__)


@blueprint.get("/wishes")
@signed_in
@at_most(60, carried(COOKIE))
def cards() -> str:
    """Show the cards: choices, and no place smaller than a city."""
    after = request.args.getlist("after")
    found = ask("children", "wish_cards", after=after or None, limit=MOST)
    more = [found[-1]["published_on"], found[-1]["id"]] if len(found) == MOST else None
    return render_template("work/cards.html", cards=found, more=more)


@blueprint.get("/desk/wishes/")
@signed_in
def wishes() -> str:
    """List the wishes of one's scope in a state, by page."""
    state = request.args.get("state", "gathered")
    found = ask("children", "wishes", state=state, after=request.args.get("after"), limit=MOST)
    more = found[-1]["id"] if len(found) == MOST else None
    return render_template("work/wishes.html", wishes=found, state=state, states=STATES["WishState"], more=more)
