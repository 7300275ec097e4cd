"""Lists of things: all kinds at a glance, and one kind narrowed by filters, a page at a time."""

from __future__ import annotations

from typing import Any

from flask import render_template, request

from services.portal.web.asking import signed_in
from services.portal.web.pages.things.room import blueprint
from services.portal.web.rights import may
from services.portal.web.things import Thing, thing_named, things_by_line
from services.portal.web.things.asked import asked_by, id_of, listed, words_of
from services.portal.web.things.values import columns, content_of, label, text_of


@blueprint.get("/")
@signed_in
def index() -> str:
    """Show every kind of thing under its line of action."""
    kinds = [(line, [each for each in found if _sees(each)]) for line, found in things_by_line()]
    return render_template("things/index.html", lines=[each for each in kinds if each[1]], may=may)


@blueprint.get("/<name>")
@signed_in
def listing(name: str) -> str:
    """List the things of one kind."""
    thing, asked = thing_named(name), asked_by(request.args)
    page = listed(thing, asked)
    shown = columns(thing, page.rows)
    rows = [_row(thing, shown, row) for row in page.rows]
    words = [(name, label(thing, name), choices) for name, choices in words_of(thing).items()]
    return render_template(
        "things/list.html", thing=thing, asked=asked, page=page, columns=shown, rows=rows, words=words
    )


def _row(thing: Thing, shown: list[tuple[str, str]], row: dict[str, Any]) -> tuple[Any, list[str]]:
    content = content_of(thing, row)
    return id_of(thing, row), [text_of(thing, name, content.get(name), short=True) for name, _ in shown]


def _sees(thing: Thing) -> bool:
    return thing.listing is not None and may(thing.service, thing.listing.door)
