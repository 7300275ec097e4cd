"""查找: one box in the frame of every page, and what it found, kind by kind."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from services.portal.web.asking import me, signed_in
from services.portal.web.search import enough, search
from shared.finding import FEWEST, MOST

blueprint = Blueprint("search", __name__)


@blueprint.get("/search")
@signed_in
def found() -> str:
    """Show what was found; the words are kept nowhere."""
    words = request.args.get("q", "").strip()
    told = search(me(), words) if enough(words) else None
    return render_template("search.html", words=words, found=told, fewest=FEWEST, most=MOST)
