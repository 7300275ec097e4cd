"""Who looks at which board, and what becomes of it meanwhile: one question a second, however many look."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from threading import Event, Lock, Thread
from uuid import UUID

from services.portal.web.board.freshness import age_of, in_words
from shared.refusals import Refused
from shared.rpc import BrokerAway, DeadlinePassed, RemoteFailure, RpcClient, UnknownService

TICK_S = 1.0
PULSE_S = 5.0
"""How often a page is told how fresh its figures are, and whoever has left is noticed."""

LASTS_S = 60.0
"""How long a seat is held: the browser then comes again, and is asked again who it is."""

MOST_SEATS, MOST_EACH = 16, 3
AWAY = "暂时连接不上,正在重试"
UNANSWERED = (Refused, BrokerAway, DeadlinePassed, RemoteFailure, UnknownService)

Board = tuple[str, str]
"""A place's code and a period."""


@dataclass(eq=False)
class Seat:
    """Somebody who looks at a board."""

    person: UUID
    board: Board
    changed: Event = field(default_factory=Event)


class Watch:
    """The boards that are looked at in this process, watched by one thread while there are any.

    A seat holds one of the server's threads, so that there are only so many; whoever finds none asks now and then.
    """

    def __init__(self, rpc: RpcClient) -> None:
        """Ask nobody yet."""
        self.most = MOST_SEATS
        self.is_open: Callable[[], bool] = lambda: True
        self._rpc = rpc
        self._seats: set[Seat] = set()
        self._marks: dict[Board, int] = {}
        self._rolled: str | None = None
        self._fresh, self._looked_at = "", 0.0
        self._turn = Lock()
        self._is_watched = False

    def fresh(self) -> str:
        """Say how fresh the figures are, as of a moment ago; raises what RpcClient.call raises."""
        if time.monotonic() > self._looked_at + 2 * TICK_S:
            self._ask_how_fresh()
        return self._fresh

    def take(self, person: UUID, board: Board) -> Seat | None:
        """Give somebody a seat before a board, None if there is none left."""
        with self._turn:
            if len(self._seats) >= self.most or sum(each.person == person for each in self._seats) >= MOST_EACH:
                return None
            seat = Seat(person, board)
            self._seats.add(seat)
            if not self._is_watched:
                self._is_watched = True
                Thread(target=self._watch, name="boards", daemon=True).start()
            return seat

    def leave(self, seat: Seat) -> None:
        """Free a seat."""
        with self._turn:
            self._seats.discard(seat)

    def events(self, seat: Seat) -> Iterator[str]:
        """Tell a page what happens, in the words of server-sent events, until its time is over."""
        ends = time.monotonic() + LASTS_S
        yield ":\n\n"  # so that the browser knows at once that it is heard
        while time.monotonic() < ends and self.is_open():
            if seat.changed.wait(PULSE_S):
                seat.changed.clear()
                yield "event: changed\ndata: 1\n\n"
            yield f"event: fresh\ndata: {self._fresh or AWAY}\n\n"

    def _watch(self) -> None:
        while self._goes_on():
            try:
                self._look()
            except UNANSWERED:
                self._fresh = AWAY  # every page says so, until somebody answers again
            time.sleep(TICK_S)

    def _goes_on(self) -> bool:
        with self._turn:
            self._is_watched = bool(self._seats)
            self._marks = {board: mark for board, mark in self._marks.items() if board in self._boards()}
            return self._is_watched

    def _look(self) -> None:
        rolled = self._ask_how_fresh()
        fresh_ones = self._boards() - self._marks.keys()
        if rolled == self._rolled and not fresh_ones:
            return
        boards = sorted(self._boards())
        marks = dict(zip(boards, self._rpc.call("reporting", "marks", boards=boards), strict=True))
        for seat in list(self._seats):
            if self._marks.get(seat.board, marks.get(seat.board)) != marks.get(seat.board):
                seat.changed.set()
        self._marks, self._rolled = marks, rolled

    def _boards(self) -> set[Board]:
        return {each.board for each in list(self._seats)}

    def _ask_how_fresh(self) -> str | None:
        said = self._rpc.call("reporting", "freshness")
        self._fresh, self._looked_at = in_words(age_of(said)), time.monotonic()
        rolled: str | None = said["last_roll"]
        return rolled
