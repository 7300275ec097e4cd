"""The sources as reporting asks them: what they told, and what their own tables say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple, Protocol

from services.reporting.fold import Arrival
from shared.rpc import BrokerAway, DeadlinePassed, RemoteFailure, UnknownService

AWAY = (BrokerAway, DeadlinePassed, RemoteFailure, UnknownService)
"""What passes by itself, so that asking again later is the remedy."""

PAGE = 5_000
FIGURES_PAGE = 20_000
PATIENCE_S = 30.0


class Answer(NamedTuple):
    """Some facts of a source, and how far it goes."""

    source: str
    head: int
    facts: list[Arrival]


class Sources(Protocol):
    """Whoever can tell again what the services told."""

    def head(self, service: str) -> Answer:
        """Tell which epoch a service's log is in, and its last position."""

    def after(self, service: str, position: int, within: float = PATIENCE_S) -> Answer:
        """Tell the next facts after a position, in order."""

    def at(self, service: str, positions: Sequence[int], within: float = PATIENCE_S) -> Answer:
        """Tell the facts at some positions."""

    def counts(self, service: str, figure: str) -> Iterator[dict[str, Any]]:
        """Say what a service's state tables say of a figure."""


class Asking(Protocol):
    """Whoever can ask a door: over RPC, or where the services run in the same process."""

    def call(self, service: str, method: str, /, *, deadline: float, **arguments: Any) -> Any:
        """Ask a door."""


class RemoteSources:
    """The services themselves, behind their doors."""

    def __init__(self, rpc: Asking) -> None:
        """Ask in the name of whoever the client speaks for."""
        self._rpc = rpc

    def head(self, service: str) -> Answer:
        """Tell which epoch a service's log is in, and its last position."""
        return _answer(self._rpc.call(service, "head", deadline=PATIENCE_S))

    def after(self, service: str, position: int, within: float = PATIENCE_S) -> Answer:
        """Tell the next facts after a position, in order."""
        return _answer(self._rpc.call(service, "facts", deadline=within, after=position, limit=PAGE))

    def at(self, service: str, positions: Sequence[int], within: float = PATIENCE_S) -> Answer:
        """Tell the facts at some positions."""
        return _answer(self._rpc.call(service, "facts", deadline=within, positions=list(positions)))

    def counts(self, service: str, figure: str) -> Iterator[dict[str, Any]]:
        """Say what a service's state tables say of a figure."""
        offset = 0
        while True:
            page = self._rpc.call(
                service, "counts", deadline=PATIENCE_S, figure=figure, offset=offset, limit=FIGURES_PAGE
            )
            yield from page
            if len(page) < FIGURES_PAGE:
                return
            offset += FIGURES_PAGE


def _answer(said: dict[str, Any]) -> Answer:
    return Answer(said["source"], said["head"], [Arrival(event) for event in said.get("facts", [])])
