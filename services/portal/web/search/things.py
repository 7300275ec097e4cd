"""Things of an action service: found by the service itself, which knows who may see what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Any

from flask import url_for

from services.portal.web.asking import Me, ask
from services.portal.web.search.frame import ONE_MORE
from services.portal.web.search.hit import PATIENCE_S, Group, Hit, group
from services.portal.web.shown import day, place
from services.portal.web.things import THINGS, Thing
from services.portal.web.things.values import SHORT


def things_of(service: str) -> Callable[[Me, str], list[Group]]:
    """Look in one service."""

    def look(me: Me, words: str) -> list[Group]:
        if not me.roles:
            return []
        found: dict[str, list[Hit]] = defaultdict(list)
        for each in ask(service, "find", deadline=PATIENCE_S, words=words, limit=ONE_MORE):
            found[each["thing"]].append(_hit(THINGS[each["thing"]], each))
        return [group(THINGS[name].title, hits) for name, hits in found.items()]

    return look


def _hit(thing: Thing, found: Mapping[str, Any]) -> Hit:
    id = found["id"]
    page = url_for("things.show", name=thing.name, id=id) if thing.shows else url_for("things.listing", name=thing.name)
    about = " · ".join(filter(None, (place(found["place"]), day(found["on"]))))
    return Hit(page, found["title"] or f"{thing.title} {id[:SHORT]}…", about)
