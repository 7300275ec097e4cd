"""Names of places and organisations, as every page shows them: the frame in memory, a quarter of a minute old."""

from __future__ import annotations

import time
from threading import Lock

from shared.frame import Frame, fetched
from shared.rpc import NO_ANSWER, RpcClient

FRESH_S = 15.0


class Directory:
    """The frame of this process, asked for anew when somebody needs it and it is no longer fresh.

    Where nobody answers, the names are those that were known before.
    """

    def __init__(self, rpc: RpcClient) -> None:
        """Ask nobody yet."""
        self._rpc = rpc
        self._frame: Frame | None = None
        self._fresh_until = 0.0
        self._turn = Lock()

    @property
    def frame(self) -> Frame:
        """Give the frame; whoever comes while another fetches it takes the one before."""
        if self._frame is not None and (time.monotonic() < self._fresh_until or self._turn.locked()):
            return self._frame
        with self._turn:
            if self._frame is None or time.monotonic() >= self._fresh_until:
                self._frame = self._fetched()
                self._fresh_until = time.monotonic() + FRESH_S
        return self._frame

    @property
    def known(self) -> Frame | None:
        """Give the frame as it is at hand; nobody is asked."""
        return self._frame

    def _fetched(self) -> Frame:
        try:
            return fetched(self._rpc, self._frame)
        except NO_ANSWER:
            if self._frame is None:
                raise
            return self._frame
