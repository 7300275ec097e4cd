"""Which things of a kind a page asks for: the filters in its address, and from where the list goes on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from marshmallow import fields
from werkzeug.datastructures import MultiDict

from services.portal.web.asking import ask, directory, me
from services.portal.web.forms.naming import names
from services.portal.web.things.thing import Listing, Thing
from shared import clock

PAGE = 50
BETWEEN = "~"
WORD = "w-"
FILTERS = frozenset({"place", "organisation", "since", "until", "state", "order", "withdrawn"})
BEFORE, AHEAD = timedelta(days=7), timedelta(days=28)
OLDEST, NEWEST = "oldest", "newest"

Row = dict[str, Any]


@dataclass(frozen=True)
class Asked:
    """The filters as they were typed, by name, and the cursor."""

    typed: dict[str, str]
    after: str

    @property
    def query(self) -> str:
        """Write the filters as an address has them."""
        return urlencode(self.typed)


@dataclass(frozen=True)
class Page:
    """One page of a list, and the cursor of the next if there is one."""

    rows: list[Row]
    next: str | None


def asked_by(arguments: MultiDict[str, str]) -> Asked:
    """Read what an address asks for."""
    typed = {name: value.strip()[:200] for name, value in arguments.items() if _filters_by(name) and value.strip()}
    return Asked(typed, arguments.get("after", "")[:200])


def _filters_by(name: str) -> bool:
    return name in FILTERS or name.startswith(WORD)


def listed(thing: Thing, asked: Asked, most: int = PAGE) -> Page:
    """List a page of things; raises Refused."""
    listing = _listing(thing)
    arguments = {**listing.asks, **_filters(thing, listing, asked), **_cursor(listing, asked.after)}
    if thing.is_act:
        arguments["kind"] = thing.name
    if listing.after:
        arguments["limit"] = most
    rows = ask(thing.service, listing.door, **arguments)
    full = listing.after is not None and len(rows) == most
    return Page(rows, BETWEEN.join(str(rows[-1][name]) for name in listing.after or ()) if full else None)


def order_of(thing: Thing, typed: Mapping[str, str]) -> str:
    """Tell which way a list stands: as one asked for, or as such lists usually do."""
    usual = NEWEST if _listing(thing).newest_first else OLDEST
    return typed["order"] if typed.get("order") in {OLDEST, NEWEST} else usual


def words_of(thing: Thing) -> dict[str, list[tuple[str, str]]]:
    """List the closed lists by which the acts of a kind can be narrowed, each with its choices."""
    if thing.listing is None or "words" not in thing.listing.filters:
        return {}
    inner = {name: each.inner if isinstance(each, fields.List) else each for name, each in thing.fields.items()}
    return {
        name: [(str(each.value), str(getattr(each, "label", each.value))) for each in field.enum]
        for name, field in inner.items()
        if isinstance(field, fields.Enum)
    }


def _listing(thing: Thing) -> Listing:
    if thing.listing is None:
        raise TypeError(thing.name)
    return thing.listing


def _filters(thing: Thing, listing: Listing, asked: Asked) -> dict[str, Any]:
    typed, index = asked.typed, names(directory().frame)
    found: dict[str, Any] = {"place": _place(listing, typed.get("place", ""))}
    if "organisation" in listing.filters and typed.get("organisation"):
        found["organisation"] = index.organisation_of(typed["organisation"])
    found |= {name: day for name, day in _days(listing, typed).items() if name in listing.filters and day}
    if "words" in listing.filters:
        known = words_of(thing)
        found["where"] = {name[2:]: value for name, value in typed.items() if name[2:] in known and name[:2] == WORD}
    if "withdrawn" in listing.filters:
        found["withdrawn"] = "withdrawn" in typed
    if "newest" in listing.filters:
        found["newest"] = order_of(thing, typed) == NEWEST
    return _with_state(listing, typed, {name: value for name, value in found.items() if value not in (None, "")})


def _days(listing: Listing, typed: Mapping[str, str]) -> dict[str, str]:
    """Give the days that were chosen, or where some must be, those around today."""
    today = clock.day_of(clock.now())
    usual = {"since": str(today - BEFORE), "until": str(today + AHEAD)} if listing.needs_days else {}
    return {name: typed.get(name) or usual.get(name, "") for name in ("since", "until")}


def _with_state(listing: Listing, typed: dict[str, str], found: dict[str, Any]) -> dict[str, Any]:
    if "state" not in listing.filters:
        return found
    usual = "" if listing.any_state else listing.states[0][0]
    chosen = typed.get("state") or usual
    return {**found, listing.state_as: chosen} if chosen else found


def _place(listing: Listing, typed: str) -> str | None:
    if typed:
        return names(directory().frame).place_of(typed)
    return me().scope[0].ljust(12, "0") if listing.needs_place and me().scope else None


def _cursor(listing: Listing, after: str) -> dict[str, Any]:
    parts, named = after.split(BETWEEN), listing.after
    if named is None or len(parts) != len(named) or not all(map(_begins, named, parts)):
        return {}  # an address that somebody has changed begins where every list begins
    return {"after": parts if len(named) > 1 else parts[0]}


def _begins(name: str, part: str) -> bool:
    """Tell whether a part of a cursor is what a row says under this name: a day, or an id."""
    try:
        return bool(date.fromisoformat(part) if name.endswith("_on") else UUID(part))
    except ValueError:
        return False


def id_of(thing: Thing, row: Row) -> UUID | None:
    """Tell the id of a thing from its row."""
    found = row.get(thing.key) or row.get("id")
    return UUID(str(found)) if found else None
