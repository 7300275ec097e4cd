"""The blueprint that all pages of returns belong to."""

from __future__ import annotations

from flask import Blueprint

from services.portal.web.returns.sheet import period_written
from services.reporting.facts import ReturnKind, ReturnState, ReturnStep

blueprint = Blueprint("returns", __name__, url_prefix="/returns")


@blueprint.app_template_filter("state")
def state(value: str) -> str:
    """Name the state of a return."""
    return ReturnState(value).label


@blueprint.app_template_filter("step")
def step(value: str) -> str:
    """Name a step that a return took."""
    return ReturnStep(value).label


@blueprint.app_template_filter("return_kind")
def return_kind(value: str) -> str:
    """Name the kind of a return."""
    return ReturnKind(value).label


blueprint.add_app_template_filter(period_written, "period")
