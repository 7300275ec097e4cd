"""People who work at the pages: registered as the operator would, each under a name of its own."""

from __future__ import annotations

from uuid import uuid4

from deploy.demo.world import organisation_id
from tests.builders import MARKER
from tests.journeys.live import Live


def person(live: Live, *roles: str, scope: str = "510100000000", organisation: str | None = None) -> str:
    """Register somebody with these roles within a place, and give the login; the password is the site's."""
    login = f"p{uuid4().hex[:10]}"
    at = scope if scope[4:] == "00000000" else f"{scope[:4]}00000000"
    fields = {
        "login": login,
        "password": live.password,
        "name": MARKER,
        "organisation": organisation or organisation_id("league", at),
        "roles": list(roles),
        "scope": [scope],
    }
    live.operator.call("portal", "add_person", deadline=30.0, id=uuid4(), fields=fields)
    return login
