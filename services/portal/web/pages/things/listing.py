"""Lists of things: all kinds at a glance, and one kind narrowed by filters, a page at a time."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from flask import render_template, request

from services.portal.web.asking import signed_in
from services.portal.web.pages.things.room import blueprint
from services.portal.web.rights import may
from services.portal.web.things import THINGS, Thing, thing_named, things_by_line
from services.portal.web.things.asked import asked_by, id_of, listed, order_of, words_of
from services.portal.web.things.values import columns, content_of, label, text_of
from services.portal.web.things.views import kept_views
from shared.refusals import Refusal

NARROWING = frozenset({"place", "organisation"})
"""What the lists of all kinds can be narrowed by at once."""


@blueprint.get("/")
@signed_in
def index() -> str:
    """Show every kind of thing under its line of action, or those whose lists can be narrowed as the address asks."""
    narrowed = {name: value for name, value in asked_by(request.args).typed.items() if name in NARROWING}
    kinds = [(line, [each for each in found if _sees(each, narrowed)]) for line, found in things_by_line()]
    kept = kept_views()
    known = [(THINGS[each["thing"]], each) for each in kept.views if each["thing"] in THINGS]
    return render_template(
        "things/index.html",
        lines=[each for each in kinds if each[1]],
        kept=kept,
        views=[(thing, each) for thing, each in known if _sees(thing)],
        narrowed=narrowed,
    )


@blueprint.get("/<name>")
@signed_in
def listing(name: str) -> str:
    """List the things of one kind."""
    return list_page(name)


def list_page(name: str, *, refusals: Sequence[Refusal] = (), titled: str = "", renaming: object = None) -> str:
    """Show a list, and what was refused of a view's name."""
    thing, asked = thing_named(name), asked_by(request.args)
    page = listed(thing, asked)
    shown = columns(thing, page.rows)
    rows = [_row(thing, shown, row) for row in page.rows]
    words = [(name, label(thing, name), choices) for name, choices in words_of(thing).items()]
    return render_template(
        "things/list.html",
        thing=thing,
        asked=asked,
        page=page,
        columns=shown,
        rows=rows,
        words=words,
        order=order_of(thing, asked.typed),
        kept=kept_views(thing.name),
        refusals=refusals,
        titled=titled,
        renaming=renaming,
    )


def _row(thing: Thing, shown: list[tuple[str, str]], row: dict[str, Any]) -> tuple[Any, list[str]]:
    content = content_of(thing, row)
    return id_of(thing, row), [text_of(thing, name, content.get(name), short=True) for name, _ in shown]


def _sees(thing: Thing, narrowed: Collection[str] = ()) -> bool:
    listing = thing.listing
    return listing is not None and listing.filters.issuperset(narrowed) and may(thing.service, listing.door)
