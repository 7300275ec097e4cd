"""Every thing that people work with at the desk, by its name, in the order of the lines of action."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from types import MappingProxyType

from werkzeug.exceptions import NotFound

from services.portal.web.things import children, jobs, outreach, volunteers
from services.portal.web.things.thing import Life, Listing, Thing
from shared.facts import Act, Line, acts_of
from shared.forms import schema_of

ACTS = Listing(
    "listing",
    filters=frozenset({"place", "since", "until", "organisation", "words", "withdrawn", "newest"}),
    after=("occurred_on", "id"),
)
SERVICES = ("outreach", "jobs", "volunteers", "children")


def _act(service: str, kind: type[Act]) -> Thing:
    return Thing(
        name=kind.__name__,
        title=kind.title,
        service=service,
        line=kind.line,
        life=Life.ACT,
        schema=schema_of(kind),
        door="record",
        listing=ACTS,
        shows="look_up",
        sheet=kind.__name__,
    )


def _all() -> Iterator[Thing]:
    for service in SERVICES:
        for kind in acts_of(import_module(f"services.{service}.facts").FACTS):
            yield _act(service, kind)
    for room in (outreach, jobs, volunteers, children):
        yield from room.THINGS


THINGS: Mapping[str, Thing] = MappingProxyType({each.name: each for each in _all()})
"""The things by their names, which pages and the API call them by."""


def thing_named(name: str) -> Thing:
    """Find a thing by its name; raises NotFound, which tells of a page that is not there."""
    if name not in THINGS:
        raise NotFound
    return THINGS[name]


def things_by_line() -> list[tuple[Line, list[Thing]]]:
    """Gather the things under the lines of action that they belong to."""
    lines = [(line, [each for each in THINGS.values() if each.line is line]) for line in Line]
    return [(line, found) for line, found in lines if found]
