"""职位与权限: who does what, as it is written down."""

from __future__ import annotations

from flask import Blueprint, render_template

from services.portal.schemas.positions import LEVELS, positions, rights
from services.portal.web.asking import signed_in

blueprint = Blueprint("positions", __name__, url_prefix="/people/positions")


@blueprint.get("/")
@signed_in
def table() -> str:
    """Show each position with its rights."""
    return render_template(
        "people/positions.html", positions=list(positions().values()), rights=rights(), levels=LEVELS
    )
