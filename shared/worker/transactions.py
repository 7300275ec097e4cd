"""One transaction for each call, confined to whoever calls."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

from nameko.extensions import DependencyProvider

from shared import clock
from shared.database import engine, transaction
from shared.desk import Desk
from shared.frame import current, not_older
from shared.identity import CONFINING, Identity, Role, Verifier, trusted_keys
from shared.refusals import OutOfScope, Refused, RoleMissing
from shared.settings import Settings, settings
from shared.trace import current as current_trace
from shared.worker.colleagues import Colleagues

WORKERS = 10
"""Calls that one process works on at once; each has a connection of its own, so that none waits for another's."""

Service = TypeVar("Service")


class ServicesOnly(RoleMissing):
    """这项接口只供系统内部使用"""


@dataclass(frozen=True)
class Terms:
    """Who may pass a door, and how its transaction is opened."""

    door: str
    roles: frozenset[Role] = frozenset()
    anyone: bool = False
    service_only: bool = False
    as_reader: bool = False
    newest_frame: bool = False

    def check(self, identity: Identity, service: str) -> None:
        """Raise Refused unless the identity may pass this door of this service."""
        if identity.service is not None:
            if identity.service != service and self.door not in identity.doors:
                raise Refused([OutOfScope("token")])
        elif self.service_only:
            raise Refused([ServicesOnly("token")])
        elif self.roles and not self.roles & identity.roles:
            raise Refused([RoleMissing("token", roles="、".join(sorted(role.label for role in self.roles)))])


class Desks:
    """Opens desks on one service's database."""

    def __init__(self, known: Settings) -> None:
        """Read the service's secrets; connections are opened when they are needed."""
        self.settings = known
        self._engine = engine(known.database_url, pool_size=WORKERS, pre_ping=False)  # doors try again
        self._verifier = Verifier(known.service, trusted_keys(known))
        self._colleagues = Colleagues(known)

    @contextmanager
    def open(self, token: str | None, terms: Terms) -> Iterator[Desk]:
        """Open a transaction for whoever the token says; raises Refused before any work is done."""
        with transaction(self._engine) as session:
            identity = self._admit(token, terms)
            beside = f"{CONFINING}, {_BECOMING_READER}" if terms.as_reader else CONFINING
            frame = current(session, beside, scope=list(identity.scope))
            if terms.newest_frame and frame.version < identity.frame:
                frame = not_older(session, identity.frame)
            yield Desk(session, identity, frame, clock.now(), self._colleagues.ask)

    def _admit(self, token: str | None, terms: Terms) -> Identity:
        if terms.anyone:
            return Identity()
        identity = self._verifier.verify(token)
        terms.check(identity, self.settings.service)
        return identity

    def close(self) -> None:
        """Close the connections."""
        self._engine.dispose()
        self._colleagues.close()


_BECOMING_READER = "set_config('role', current_database() || '_reader', true)"


@dataclass(frozen=True)
class Caller:
    """What a call brings along: the desks of its service, the token of whoever calls, and the trace it belongs to."""

    desks: Desks
    token: str | None
    traceparent: str | None = None

    @property
    def settings(self) -> Settings:
        """The service's settings."""
        return self.desks.settings

    def desk(self, terms: Terms) -> AbstractContextManager[Desk]:
        """Open the call's own transaction."""
        return self.desks.open(self.token, terms)


class Transactions(DependencyProvider):  # type: ignore[misc] # nameko ships no types
    """Gives each call of a service its desk."""

    def __init__(self, service: str) -> None:
        """Name the service; nothing is opened yet."""
        self._service = service

    def setup(self) -> None:
        """Read the service's secrets when its container starts."""
        self._desks = Desks(settings(self._service))

    def get_dependency(self, worker_ctx: Any) -> Caller:
        """Take the token and the trace from the call's context."""
        return Caller(self._desks, worker_ctx.data.get("token"), worker_ctx.data.get("traceparent"))

    def stop(self) -> None:
        """Close the connections when the container has stopped."""
        self._desks.close()


_opening = threading.Lock()


def _desks(known: Settings) -> Desks:
    with _opening:  # threads that come first together would each make one, and leak all but the last
        return _opened(known)


@cache
def _opened(known: Settings) -> Desks:
    return Desks(known)


def open_desk(known: Settings, token: str | None) -> AbstractContextManager[Desk]:
    """Open a desk in this process, as a door would, for whoever the token says."""
    return _desks(known).open(token, Terms("desk"))


def in_process(service: type[Service], known: Settings, token: str | None) -> Service:
    """Make a service whose doors are called in this process, as over RPC, by whoever the token says."""
    doors: Any = service()
    doors.transactions = Caller(_desks(known), token, current_trace())
    return doors  # type: ignore[no-any-return] # made from the class itself
