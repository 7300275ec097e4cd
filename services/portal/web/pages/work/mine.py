"""One's own: a volunteer's shifts and hours, a companion's children, a donor's promises."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template

from services.portal.web.asking import ask, signed_in
from shared.refusals import Refused

blueprint = Blueprint("mine", __name__, url_prefix="/mine")


@blueprint.get("/")
@signed_in
def mine() -> str:
    """Show whatever belongs to whoever signed in, and to nobody else."""
    return render_template(
        "work/mine.html",
        service=_service(),
        children=ask("children", "my_children"),
        pledges=ask("children", "my_pledges"),
    )


def _service() -> dict[str, Any] | None:
    """Give one's own service; who is not in the register of volunteers has none."""
    try:
        found: dict[str, Any] = ask("volunteers", "my_service")
    except Refused as refused:
        if all(each.rule in {"NotFound", "OutOfScope"} for each in refused.refusals):
            return None
        raise
    return found
