"""The published table, the same for everybody who carries a token."""

from __future__ import annotations

from typing import Any

from flask import Response

from services.portal.web.api.asked import PeriodAsked, TableAsked
from services.portal.web.api.bearer import ask
from services.portal.web.api.resource import Resources, answer
from services.portal.web.api.shapes import Done, Published, PublishedTable

blueprint = Resources("api_published", __name__, description="公开数据:省、市、县三级,小数不显示")


@blueprint.resource(
    "GET", "/published", name="published", summary="一个地点和它的下级的公开数据", asks=PeriodAsked, answers=Published
)
def published(asked: dict[str, Any]) -> Response:
    """Show what is published of a place."""
    return answer(ask("reporting", "published", **asked))


@blueprint.resource(
    "GET",
    "/published/table",
    name="published_table",
    summary="公开数据表,逐页",
    asks=TableAsked,
    answers=PublishedTable,
)
def published_table(asked: dict[str, Any]) -> Response:
    """List the rows of the table."""
    return answer(ask("reporting", "published_table", **asked))


@blueprint.resource("GET", "/published/periods", name="published_periods", summary="已公开的统计期", answers=Done)
def published_periods() -> Response:
    """List what is published."""
    return answer(ask("reporting", "published_periods"))
