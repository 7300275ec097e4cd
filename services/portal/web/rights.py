"""What whoever signed in may do: the services say in which roles their doors may be passed."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app

from services.portal.web.asking import ask_as_nobody, me
from shared.identity import Role
from shared.rpc import NO_ANSWER

KNOWN_S = 600.0
"""How long what a service's doors ask for is taken for known; the doors check every call themselves."""


@dataclass(frozen=True)
class _Asked:
    """What a door asks of those who pass it."""

    roles: frozenset[Role]
    service_only: bool


class Rights:
    """The doors of the services, each service asked once in a while."""

    def __init__(self) -> None:
        """Ask nobody yet."""
        self._known: dict[str, tuple[float, dict[str, _Asked]]] = {}

    def of(self, service: str) -> dict[str, _Asked]:
        """Give what a service's doors ask for."""
        until, doors = self._known.get(service, (0.0, {}))
        if time.monotonic() > until:
            doors = _doors_of(service, doors)
            self._known[service] = (time.monotonic() + KNOWN_S, doors)
        return doors


def _doors_of(service: str, known: dict[str, _Asked]) -> dict[str, _Asked]:
    """Ask a service for its doors; where nobody answers they are those that were known before, if any were."""
    try:
        return {each["door"]: _asked(each) for each in ask_as_nobody(service, "doors")}
    except NO_ANSWER:
        if not known:
            raise
        return known


def _asked(said: dict[str, Any]) -> _Asked:
    return _Asked(frozenset(map(Role, said["roles"])), said["service_only"])


def install(app: Flask) -> None:
    """Let templates ask what one may do."""
    app.extensions["rights"] = Rights()
    app.jinja_env.globals.update(may=may)


def may(service: str, door: str) -> bool:
    """Tell whether whoever signed in holds a role in which this door of a service may be passed."""
    rights: Rights = current_app.extensions["rights"]
    asked = rights.of(service).get(door)
    if asked is None or asked.service_only:
        return False
    return not asked.roles or me().has(*asked.roles)
