"""The client: one call, one answer, one refusal, or one of four failures."""

from __future__ import annotations

import time
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self
from uuid import uuid4

import orjson

from shared.identity import IdentityExpired, expires_at
from shared.metrics import asking
from shared.refusals import Refused, refused_from
from shared.rpc.wire import DeadlinePassed, Wire
from shared.settings import Settings
from shared.trace import begun, current

DEADLINE_S = 5.0

TokenFor = Callable[[str], str | None]


class RemoteFailure(Exception):
    """The service failed; its log says more under the id."""


def nobody(_audience: str) -> None:
    """Ask without saying who asks, as for signing in."""


class RpcClient:
    """Asks services in somebody's name; any number of threads may share it."""

    def __init__(self, settings: Settings, token_for: TokenFor = nobody, wire: Wire | None = None) -> None:
        """Ask over a service's own broker user, under the tokens given."""
        self._settings = settings
        self.token_for = token_for
        self._wire = wire or Wire(settings.broker_uri, settings.service)

    def under(self, token_for: TokenFor) -> RpcClient:
        """Ask in another's name over the same connection."""
        return RpcClient(self._settings, token_for, self._wire)

    def call(self, service: str, method: str, /, *, deadline: float = DEADLINE_S, **arguments: Any) -> Any:
        """Ask a door; raises Refused, RemoteFailure, DeadlinePassed, UnknownService, BrokerAway."""
        with asking(service):
            return self._call(service, method, deadline, arguments)

    def _call(self, service: str, method: str, deadline: float, arguments: dict[str, Any]) -> Any:
        ends = time.monotonic() + deadline
        token = self.token_for(service)
        body = orjson.dumps({"args": [], "kwargs": arguments})
        seconds = _within(token, ends - time.monotonic())
        return _answer(self._wire.ask(f"{service}.{method}", body, self._headers(token), seconds))

    def _headers(self, token: str | None) -> dict[str, Any]:
        call = f"{self._settings.service}.{uuid4()}"
        headers: dict[str, Any] = {"nameko.call_id_stack": [call], "nameko.traceparent": current() or begun()}
        return headers | ({"nameko.token": token} if token else {})

    def close(self) -> None:
        """Close the connection."""
        self._wire.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self.close()


def _within(token: str | None, seconds: float) -> float:
    if seconds <= 0:  # asking for the token took all the time there was
        raise DeadlinePassed("token")
    left = min(seconds, expires_at(token) - time.time()) if token else seconds
    if left <= 0:
        raise Refused([IdentityExpired("token")])
    return left


def _answer(reply: bytes) -> Any:
    body = orjson.loads(reply)
    if body["error"]:
        raise RemoteFailure(f"the service rejected the call: {body['error'].get('exc_type')}")
    result = body["result"]
    if "refused" in result:
        raise refused_from(result["refused"])
    if "failed" in result:
        raise RemoteFailure(f"the service failed; its log says more under {result['failed']}")
    return result["answer"]
