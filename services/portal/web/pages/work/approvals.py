"""待审批: whatever waits for a second person's word."""

from __future__ import annotations

from flask import Blueprint, render_template

from services.portal.web.asking import ask, signed_in
from services.portal.web.rights import may

blueprint = Blueprint("approvals", __name__, url_prefix="/desk/approvals")


@blueprint.get("/")
@signed_in
def waiting() -> str:
    """List what waits, each with its buttons; the doors see to it that nobody approves their own."""
    return render_template(
        "work/approvals.html",
        aids=ask("outreach", "aids", state="proposed") if may("outreach", "approve_aid") else [],
        make_ups=ask("volunteers", "make_ups") if may("volunteers", "approve_make_up") else [],
        wishes=ask("children", "wishes", state="gathered") if may("children", "review_wish") else [],
        students=ask("children", "students", state="reported") if may("children", "vet_student") else [],
    )
