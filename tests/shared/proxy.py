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
        self._passing: float = float("inf")
        self._ends: list[socket.socket] = []
        self.uri = parts._replace(netloc=f"{parts.username}:{parts.password}@127.0.0.1:{self._port}").geturl()
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def _port(self) -> int:
        return int(self._listener.getsockname()[1])

    def cut_after(self, sent: int) -> None:
        """Cut every connection once the client has sent so many more bytes."""
        self._passing = sent

    def cut(self) -> None:
        """Cut every connection now, and refuse new ones."""
        self._passing = 0
        for end in self._ends:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def mend(self) -> None:
        """Let everything pass again."""
        self._passing = float("inf")

    def close(self) -> None:
        """Stop listening, and leave nothing open."""
        self.cut()
        for end in [self._listener, *self._ends]:
            end.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                server = socket.create_connection(self._target)
                self._ends += [client, server]
                threading.Thread(target=self._pass, args=(client, server, True), daemon=True).start()
                threading.Thread(target=self._pass, args=(server, client, False), daemon=True).start()

    def _pass(self, source: socket.socket, target: socket.socket, counted: bool) -> None:  # noqa: FBT001
        with suppress(OSError):
            while sent := source.recv(65_536):
                if counted:
                    self._passing -= len(sent)
                if self._passing <= 0:
                    self.cut()
                    return
                target.sendall(sent)
            target.shutdown(socket.SHUT_WR)
