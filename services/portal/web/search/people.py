"""People with an account within an officer's scope, by name or login; children, volunteers and households never."""

from __future__ import annotations

from flask import url_for

from services.portal.schemas import Deed
from services.portal.web.asking import Me, ask
from services.portal.web.audit import noted
from services.portal.web.search.frame import ONE_MORE
from services.portal.web.search.hit import PATIENCE_S, Group, Hit, group
from services.portal.web.shown import organisation, position
from shared.identity import Role


def people(me: Me, words: str) -> list[Group]:
    """Find colleagues; that somebody was found is noted, the words are not."""
    if not me.has(Role.OFFICER):
        return []
    found = ask("portal", "people", deadline=PATIENCE_S, words=words, limit=ONE_MORE)
    if found:
        noted(Deed.LISTED, place=me.place, what="people", rows=len(found))
    hits = [
        Hit(
            url_for("staff.person", id=each["id"]),
            each["name"],
            " · ".join(filter(None, (position(each["position"]), organisation(each["organisation"])))),
        )
        for each in found
    ]
    return [group("人员", hits)]
