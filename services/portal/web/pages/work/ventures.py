"""创业帮扶 step by step: loans by their stage, and mentors with those whom they guide."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, render_template, request

from services.jobs.facts.loans import LoanStage
from services.portal.web.asking import ask, signed_in

MOST = 100

blueprint = Blueprint("ventures", __name__, url_prefix="/desk")


@blueprint.get("/loans/")
@signed_in
def loans() -> str:
    """List the loans at a stage, by page."""
    stage = request.args.get("stage", LoanStage.RECOMMENDED.value)
    found = ask("jobs", "loans", stage=stage, after=request.args.get("after"), limit=MOST)
    more = found[-1]["id"] if len(found) == MOST else None
    return render_template("work/loans.html", loans=found, stage=stage, stages=LoanStage, more=more)


@blueprint.get("/mentors/")
@signed_in
def mentors() -> str:
    """List the mentors, by page, with how many each still lacks of ten; in the order of their numbers."""
    found = ask("jobs", "mentors", after=request.args.get("after"), limit=MOST)
    more = found[-1]["id"] if len(found) == MOST else None
    return render_template("work/mentors.html", mentors=found, more=more)


@blueprint.get("/mentors/<uuid:id>")
@signed_in
def mentor(id: UUID) -> str:
    """Show a mentor with those whom he guides."""
    return render_template("work/mentor.html", mentor=ask("jobs", "mentor", id=str(id)))
