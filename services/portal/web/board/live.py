"""Who looks at which board, and what becomes of it meanwhile: one question a second, however many look."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from threading import Event, Lock, Thread
from uuid import UUID

from services.portal.web.board.freshness import age_of, in_words
from shared.refusals import Refused
from shared.rpc import BrokerAway, DeadlinePassed, RemoteFailure, RpcClient, UnknownService

TICK_S = 1.0
PULSE = 5
"""After how many ticks a page is told again how fresh its figures are."""

SILENCE = ":\n\n"
"""What is said in between, so that whoever has left is noticed."""

LASTS_S = 60.0
"""How long a seat is held, about: the browser then comes again, and is asked again who it is."""

MOST_SEATS, MOST_EACH = 16, 4
AWAY = "暂时连接不上,正在重试"
UNANSWERED = (Refused, BrokerAway, DeadlinePassed, RemoteFailure, UnknownService)

Board = tuple[str, str]
"""A place's code and a period."""


@dataclass(eq=False)
class Seat:
    """Somebody who looks at a board: at figures as they were after a roll, and at which mark they have now."""

    person: UUID
    board: Board
    rolled: str
    mark: int | None = None
    changed: Event = field(default_factory=Event)

    def note(self, mark: int, rolled: str) -> None:
        """Hear the board's mark after a roll; what was rolled since the page was drawn may have changed it."""
        if rolled != self.rolled if self.mark is None else mark != self.mark:
            self.changed.set()
        self.mark = mark


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
        self._looked_at = 0.0
        self._fresh, self._rolled, self._noted = "", "", ""
        self._turn = Lock()
        self._thread: Thread | None = None

    def fresh(self) -> tuple[str, str]:
        """Say how fresh the figures are, and when the last were rolled; raises what RpcClient.call raises."""
        if time.monotonic() > self._looked_at + 2 * TICK_S:
            self._ask_how_fresh()
        return self._fresh, self._rolled

    def take(self, person: UUID, board: Board, rolled: str) -> Seat | None:
        """Give somebody a seat before a board, None if there is none left."""
        with self._turn:
            if len(self._seats) >= self.most or sum(each.person == person for each in self._seats) >= MOST_EACH:
                return None
            seat = Seat(person, board, rolled)
            self._seats.add(seat)
            if self._thread is None or not self._thread.is_alive():
                self._thread = Thread(target=self._watch, name="boards", daemon=True)
                self._thread.start()
            return seat

    def leave(self, seat: Seat) -> None:
        """Free a seat."""
        with self._turn:
            self._seats.discard(seat)

    def events(self, seat: Seat) -> Iterator[str]:
        """Tell a page what happens, in the words of server-sent events, until its time is over."""
        for beat in range(int(LASTS_S / TICK_S)):
            if not self.is_open():
                return
            yield SILENCE if beat % PULSE else f"event: fresh\ndata: {self._fresh or AWAY}\n\n"
            if seat.changed.wait(TICK_S):
                seat.changed.clear()
                yield "event: changed\ndata: 1\n\n"

    def _watch(self) -> None:
        while self._goes_on():
            try:
                self._look()
            except UNANSWERED:
                self._fresh = AWAY  # every page says so, until somebody answers again
            time.sleep(TICK_S)

    def _goes_on(self) -> bool:
        with self._turn:
            if not self._seats:
                self._thread = None  # whoever comes now starts another
            return bool(self._seats)

    def _look(self) -> None:
        """Ask how far the figures are, and for marks only where something was rolled or somebody has come."""
        self._ask_how_fresh()
        with self._turn:
            seats = list(self._seats)
        if self._rolled != self._noted or any(each.mark is None for each in seats):
            self._compare(seats, self._rolled)

    def _compare(self, seats: Sequence[Seat], rolled: str) -> None:
        boards = sorted({each.board for each in seats})
        marks = dict(zip(boards, self._rpc.call("reporting", "marks", boards=boards), strict=True))
        for each in seats:
            each.note(marks[each.board], rolled)
        self._noted = rolled

    def _ask_how_fresh(self) -> None:
        said = self._rpc.call("reporting", "freshness")
        self._rolled = said["last_roll"] or ""
        self._fresh, self._looked_at = in_words(age_of(said)), time.monotonic()
