"""A wire to the broker that can be cut."""

import socket
import threading
from contextlib import suppress
from urllib.parse import urlsplit


class Proxy:
    """Passes bytes to a server on loopback, until it is cut; mended, it takes new connections."""

    def __init__(self, uri: str) -> None:
        parts = urlsplit(uri)
        self._target = (parts.hostname, parts.port or 5672)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._turn = threading.Lock()
        self._passing: float = float("inf")
        self._is_closed = False
        self._ends: list[socket.socket] = []
        self.uri = parts._replace(netloc=f"{parts.username}:{parts.password}@127.0.0.1:{self._port}").geturl()
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def _port(self) -> int:
        return int(self._listener.getsockname()[1])

    def cut_after(self, sent: int) -> None:
        """Cut every connection once the client has sent so many more bytes."""
        with self._turn:
            self._passing = sent

    def cut(self) -> None:
        """Cut every connection now, and refuse new ones."""
        with self._turn:
            self._cut()

    def mend(self) -> None:
        """Let everything pass again."""
        with self._turn:
            self._passing = float("inf")

    def close(self) -> None:
        """Stop listening, and leave nothing open."""
        with self._turn:
            self._is_closed = True
            self._cut()
            for end in [self._listener, *self._ends]:
                end.close()

    def _cut(self) -> None:
        self._passing = 0
        for end in self._ends:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                server = self._own(client) and self._own(socket.create_connection(self._target))
                if server:
                    threading.Thread(target=self._pass, args=(client, server, True), daemon=True).start()
                    threading.Thread(target=self._pass, args=(server, client, False), daemon=True).start()

    def _own(self, end: socket.socket) -> socket.socket | None:
        """Remember what is to be closed; whatever comes after the end is closed at once."""
        with self._turn:
            self._ends.append(end)
            if self._is_closed:
                end.close()
        return None if self._is_closed else end

    def _pass(self, source: socket.socket, target: socket.socket, counted: bool) -> None:  # noqa: FBT001
        with suppress(OSError):
            while sent := source.recv(65_536):
                if not self._passes(len(sent) if counted else 0):
                    return
                target.sendall(sent)
            target.shutdown(socket.SHUT_WR)

    def _passes(self, sent: int) -> bool:
        """Tell whether so much still passes; what is cut is cut in one turn, so that a mended wire stays whole."""
        with self._turn:
            self._passing -= sent
            if self._passing <= 0:
                self._cut()
            return self._passing > 0
