"""Monthly returns: where each city's stands, and what became of it since."""

from __future__ import annotations

from typing import Any

from flask import Response

from services.portal.web.api.asked import DifferenceAsked, ReturnsAsked, next_after
from services.portal.web.api.bearer import ask
from services.portal.web.api.resource import Resources, answer
from services.portal.web.api.shapes import DifferenceShown, ReturnShown, ReturnsShown

LOOKING_S = 15.0
"""How long a return may be worked out that holds a winter's figures."""

ONE = "/returns/<string(length=7):month>/<string(length=12):city>"

blueprint = Resources("api_returns", __name__, description="月报")


@blueprint.resource(
    "GET", "/returns", name="returns", summary="各市(州)月报的状态(省级)", asks=ReturnsAsked, answers=ReturnsShown
)
def returns(asked: dict[str, Any]) -> Response:
    """Show where all cities' returns stand."""
    return answer(ask("reporting", "returns", **asked))


@blueprint.resource("GET", ONE, name="return_of", summary="一个市(州)一期的月报", answers=ReturnShown)
def return_of(month: str, city: str) -> Response:
    """Show one return."""
    return answer(ask("reporting", "return_of", deadline=LOOKING_S, city=city, month=month))


@blueprint.resource(
    "GET",
    f"{ONE}/difference",
    name="return_difference",
    summary="报送时的数与今日的数,差在何处",
    asks=DifferenceAsked,
    answers=DifferenceShown,
)
def difference(asked: dict[str, Any], month: str, city: str) -> Response:
    """Explain what became of a return since it was frozen."""
    found = ask("reporting", "return_difference", deadline=LOOKING_S, city=city, month=month, **asked)
    return answer({**found, "next": next_after(found["next"])})
