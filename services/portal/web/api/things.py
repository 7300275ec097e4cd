"""Registers and processes: opened, listed, shown and taken further, each kind of thing under an address of its own."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from flask import Response
from marshmallow import Schema, fields, validate

from services.portal.web.api.asked import Cursor, most, next_after
from services.portal.web.api.bearer import ask
from services.portal.web.api.resource import Resources, answer, body
from services.portal.web.api.shapes import Done, Listed
from services.portal.web.things import THINGS, Listing, Step, Thing
from shared.forms import Form, day, key, place

blueprint = Resources("api_things", __name__, description="台账与流程:方案、岗位、班次、微心愿等有始有终的事")


def _resources_of(thing: Thing) -> None:
    """Open the addresses of one kind of thing."""
    if thing.by_hand:
        _opening(thing)
    if thing.listing:
        _listing(thing, thing.listing)
    if thing.shows:
        _showing(thing, thing.shows)
    for step in thing.steps:
        _stepping(thing, step)


def _opening(thing: Thing) -> None:
    @blueprint.resource(
        "PUT",
        f"/things/{thing.name}/<uuid:id>",
        name=f"open_{thing.name}",
        summary=f"{thing.title}:登记",
        says=thing.schema,
        answers=Done,
    )
    def opening(id: UUID) -> Response:
        return answer(ask(thing.service, thing.door, id=id, fields=body()) or {})


def _stepping(thing: Thing, step: Step) -> None:
    @blueprint.resource(
        "PUT",
        f"/things/{thing.name}/{step.door}/<uuid:id>",
        name=f"{thing.name}_{step.door}",
        summary=f"{thing.title}:{step.title}",
        says=step.form,
        answers=Done,
    )
    def stepping(id: UUID) -> Response:
        return answer(ask(thing.service, step.door, id=id, fields=body()) or {})


def _showing(thing: Thing, door: str) -> None:
    @blueprint.resource(
        "GET",
        f"/things/{thing.name}/<uuid:id>",
        name=f"show_{thing.name}",
        summary=f"{thing.title}:一份的全部内容",
        answers=Done,
    )
    def showing(id: UUID) -> Response:
        return answer(ask(thing.service, door, id=id))


def _listing(thing: Thing, listing: Listing) -> None:
    @blueprint.resource(
        "GET",
        f"/things/{thing.name}",
        name=f"list_{thing.name}",
        summary=f"{thing.title}:列出",
        asks=_asked(thing, listing),
        answers=Listed,
    )
    def listed(asked: dict[str, Any]) -> Response:
        rows = ask(thing.service, listing.door, **listing.asks, **_put(listing, asked))
        full = listing.after is not None and len(rows) == asked["limit"]
        after = [rows[-1][name] for name in listing.after or ()] if full else None
        return answer({"items": rows, "next": next_after(after)})


def _asked(thing: Thing, listing: Listing) -> type[Schema]:
    """Say what a list may be asked, as its door takes it."""
    presence: dict[str, Any] = {"required": True} if listing.needs_place else {"load_default": None}
    days: dict[str, Any] = {"required": True} if listing.needs_days else {"load_default": None}
    filters = {
        "place": place(metadata={"label": "地点"}, **presence),
        "since": day(metadata={"label": "起"}, **days),
        "until": day(metadata={"label": "止"}, **days),
        "organisation": key(load_default=None, metadata={"label": "组织"}),
        "newest": fields.Boolean(load_default=listing.newest_first, metadata={"label": "日期晚的在前"}),
        **({"state": _state(listing)} if "state" in listing.filters else {}),
    }
    taken: dict[str, fields.Field[Any]] = {name: each for name, each in filters.items() if name in listing.filters}
    if listing.after:
        taken |= {"after": Cursor(*map(_part, listing.after)), "limit": most()}
    return Form.from_dict(taken, name=f"{thing.name}_asked")


def _state(listing: Listing) -> fields.Field[Any]:
    codes, labels = zip(*listing.states, strict=True)
    usual = None if listing.any_state else codes[0]
    words = ";".join(map(" ".join, listing.states))
    one_of = validate.OneOf(codes, labels, error=f"须为下列之一:{'、'.join(codes)}")
    return fields.String(validate=one_of, load_default=usual, metadata={"label": "状态", "description": words})


def _part(name: str) -> Any:
    return date.fromisoformat if name.endswith("_on") else UUID


def _put(listing: Listing, asked: dict[str, Any]) -> dict[str, Any]:
    """Say what is asked as the door takes it: its own name for the state, and one value to go on after, or several."""
    said = {listing.state_as if name == "state" else name: value for name, value in asked.items()}
    if listing.after and len(listing.after) == 1 and said["after"]:
        said["after"] = said["after"][0]
    return said


for _thing in THINGS.values():
    if not _thing.is_act:
        _resources_of(_thing)
