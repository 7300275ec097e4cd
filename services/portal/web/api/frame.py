"""The frame: places, organisations and seasons; and what the token that asks is good for."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response

from services.portal.web.api.asked import OrganisationsAsked, next_after
from services.portal.web.api.bearer import carried
from services.portal.web.api.resource import Resources, answer
from services.portal.web.api.shapes import Campaigns, OrganisationPage, PlaceWithBelow, TokenShown
from services.portal.web.asking import directory
from shared import clock
from shared.facts import stem
from shared.frame import Organisation, Place
from shared.refusals import NotFound, Refused

blueprint = Resources("api_frame", __name__, description="资料:地点、组织、各季,与令牌本身")


@blueprint.resource("GET", "/token", name="token", summary="所用令牌的用途、范围和期限", answers=TokenShown)
def token() -> Response:
    """Tell what the token is good for."""
    return answer(carried())


@blueprint.resource(
    "GET", "/places/<string(length=12):code>", name="place", summary="一个地点和它的下级", answers=PlaceWithBelow
)
def place(code: str) -> Response:
    """Show a place and those directly below it."""
    frame, today = directory().frame, clock.today()
    found = frame.place(code, today) or frame.place(code)
    if found is None:
        raise Refused([NotFound("code")])
    below = [_place(each) for each in frame.children(code, today)]
    more = {"parent": found.parent, "valid_from": found.valid_from, "valid_to": found.valid_to, "children": below}
    return answer({**_place(found), **more})


@blueprint.resource(
    "GET",
    "/organisations",
    name="organisations",
    summary="一个地点及其下级的组织",
    asks=OrganisationsAsked,
    answers=OrganisationPage,
)
def organisations(asked: dict[str, Any]) -> Response:
    """List the organisations that stand today, in the order of their ids."""
    start, after = stem(asked["place"]), UUID(asked["after"][0]) if asked["after"] else None
    standing = (each for each in directory().frame.organisations(clock.today()) if each.place.startswith(start))
    found = sorted((each for each in standing if after is None or each.id > after), key=lambda each: each.id)
    page = found[: asked["limit"]]
    more = [page[-1].id] if len(found) > len(page) else None
    return answer({"items": [_organisation(each) for each in page], "next": next_after(more)})


@blueprint.resource("GET", "/campaigns", name="campaigns", summary="各季的起止和截止", answers=Campaigns)
def campaigns() -> Response:
    """List the winters."""
    return answer({"items": [vars(each) for each in directory().frame.campaigns]})


def _place(found: Place) -> dict[str, Any]:
    return {"code": found.code, "name": found.name, "level": found.level}


def _organisation(found: Organisation) -> dict[str, Any]:
    names = ("id", "name", "tree", "kind", "organiser", "parent", "place")
    return {name: getattr(found, name) for name in names}
