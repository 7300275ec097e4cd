"""Kinds of things, places and organisations by their names, which this process knows itself."""

from __future__ import annotations

from itertools import islice

from flask import url_for

from services.portal.web.asking import Me, directory
from services.portal.web.audit import AWAY
from services.portal.web.forms.naming import names
from services.portal.web.rights import may
from services.portal.web.search.hit import MOST_OF_ONE, Group, Hit, group
from services.portal.web.shown import place as place_named
from services.portal.web.things import THINGS, Thing

ONE_MORE = MOST_OF_ONE + 1
LISTS = "各类记录"


def kinds(me: Me, words: str) -> list[Group]:
    """Find kinds of things that somebody may list, with the form of a new one where they may record it."""
    fitting = (each for each in THINGS.values() if all(word in each.title for word in words.split()))
    seen = [each for each in fitting if me.roles and each.listing and _may(each, each.listing.door)]
    return [group("填报与列表", [_kind(each) for each in seen])]


def places(me: Me, words: str) -> list[Group]:
    """Find places within one's scope by name or code."""
    known = names(directory().frame)
    near = (each for each in known.places_fitting(words) if each.startswith(me.scope) and each.startswith("51"))
    return [group("地点", [_place(each, known.places[each]) for each in islice(near, ONE_MORE)])]


def organisations(me: Me, words: str) -> list[Group]:
    """Find organisations that are at home within one's scope."""
    fitting = islice(names(directory().frame).organisations_fitting(words, me.scope), ONE_MORE)
    hits = [Hit(url_for("things.index", organisation=name), name, place_named(each.place)) for each, name in fitting]
    return [group("组织", hits)]


def _may(thing: Thing, door: str) -> bool:
    """Tell whether somebody may pass a door, of a service that is there."""
    try:
        return may(thing.service, door)
    except AWAY:
        return False


def _kind(thing: Thing) -> Hit:
    new = url_for("things.blank", name=thing.name) if thing.by_hand and _may(thing, thing.door) else None
    listed = url_for("things.listing", name=thing.name)
    return Hit(listed, thing.title, thing.line.label, (new, "新填") if new else None)


def _place(code: str, name: str) -> Hit:
    return Hit(url_for("board.board", place=code), name, code, (url_for("things.index", place=code), LISTS))
