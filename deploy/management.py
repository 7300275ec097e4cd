"""RabbitMQ's management API: the few calls needed to set up and to watch a broker."""

import base64
import http.client
import json
from typing import Any
from urllib.parse import quote, urlsplit


class Management:
    """One broker's management API, spoken to as its administrator."""

    def __init__(self, url: str) -> None:
        """Keep the address; every call opens its own connection."""
        parts = urlsplit(url)
        self._host = parts.hostname or "127.0.0.1"
        self._port = parts.port or 15672
        token = base64.b64encode(f"{parts.username}:{parts.password}".encode()).decode()
        self._headers = {"Authorization": f"Basic {token}", "Content-Type": "application/json"}

    def get(self, path: str) -> Any:
        """Read one resource."""
        return self._call("GET", path, None)

    def put(self, path: str, body: object) -> None:
        """Make a resource what `body` says."""
        self._call("PUT", path, body)

    def delete(self, path: str) -> None:
        """Remove a resource; one that is gone already is well."""
        try:
            self._call("DELETE", path, None)
        except FileNotFoundError:
            return

    def _call(self, method: str, path: str, body: object) -> Any:
        """Make one call; a refusal is an error that names what was asked."""
        connection = http.client.HTTPConnection(self._host, self._port, timeout=10)
        try:
            connection.request(method, path, None if body is None else json.dumps(body), self._headers)
            answer = connection.getresponse()
            text = answer.read()
        finally:
            connection.close()
        if answer.status >= http.client.BAD_REQUEST:
            kind = FileNotFoundError if answer.status == http.client.NOT_FOUND else ConnectionError
            raise kind(f"the broker's management API refused {method} {path}: {answer.status}")
        return json.loads(text) if text else None


def segment(name: str) -> str:
    """Quote a name for use as one segment of a path: the default vhost is called `/`."""
    return quote(name, safe="")
