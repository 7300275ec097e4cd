"""The sources as reporting asks them: what they told, and what their own tables say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count, pairwise
from typing import Any, NamedTuple, Protocol

from services.reporting.fold import Arrival
from shared.rpc import BrokerAway, DeadlinePassed, RemoteFailure, UnknownService
from shared.tally import BEHIND_ALL

AWAY = (BrokerAway, DeadlinePassed, RemoteFailure, UnknownService)
"""What passes by itself, so that asking again later is the remedy."""

PAGE = 5_000
FIGURES_PAGE = 20_000
PATIENCE_S = 30.0
BOUNDS = ("", *(f"51{city:02}" for city in (*range(3, 12), *range(13, 21), *range(32, 35))), BEHIND_ALL)
"""The codes at which one city ends and the next begins (GB/T 2260), and what lies before and behind all."""


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
        """Say what a service's state tables say of a figure: at once, or city by city where it is much."""
        whole = self._counts(service, figure, "", BEHIND_ALL, 0)
        if len(whole) < FIGURES_PAGE:
            yield from whole
            return
        # Each page groups and sorts all that lies within its bounds anew.
        for since, until in pairwise(BOUNDS):
            yield from self._counts_between(service, figure, since, until)

    def _counts_between(self, service: str, figure: str, since: str, until: str) -> Iterator[dict[str, Any]]:
        for offset in count(0, FIGURES_PAGE):
            page = self._counts(service, figure, since, until, offset)
            yield from page
            if len(page) < FIGURES_PAGE:
                return

    def _counts(self, service: str, figure: str, since: str, until: str, offset: int) -> list[dict[str, Any]]:
        bounds = {"since": since, "until": until, "offset": offset, "limit": FIGURES_PAGE}
        page: list[dict[str, Any]] = self._rpc.call(service, "counts", deadline=PATIENCE_S, figure=figure, **bounds)
        return page


def _answer(said: dict[str, Any]) -> Answer:
    return Answer(said["source"], said["head"], [Arrival(event) for event in said.get("facts", [])])
