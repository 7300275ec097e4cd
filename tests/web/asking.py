"""Somebody who asks for page after page, reads no more than is needed, and follows nowhere."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlencode, urlsplit
from uuid import uuid4

from tests.web.browsing import TOKEN, Visitor

STREAM = "text/event-stream"


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    led_to: str
    body: bytes

    @property
    def wants_sign_in(self) -> bool:
        """Tell whether whoever asked is to sign in first."""
        return self.status == 401 or self.led_to.split("?")[0] == "/sign-in"


@dataclass(frozen=True)
class Asker:
    """Somebody with cookies and the token of a form, or with a program's token."""

    portal: str
    headers: dict[str, str]
    fields: dict[str, str] = field(default_factory=dict)

    def ask(self, method: str, path: str, **said: str) -> Answer:
        """Ask for a page, or send a form."""
        body = urlencode({**self.fields, "id": str(uuid4()), **said}) if method == "POST" else None
        form = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
        return self._sent(method, path, body, form)

    def tell(self, method: str, path: str, said: Any) -> Answer:
        """Ask the API."""
        body = None if method in {"GET", "DELETE"} else json.dumps(said)
        return self._sent(method, path, body, {"Content-Type": "application/json"})

    def _sent(self, method: str, path: str, body: str | None, more: dict[str, str]) -> Answer:
        connection = HTTPConnection(urlsplit(self.portal).netloc, timeout=60)
        try:
            connection.request(method, path, body, {**self.headers, **more})
            reply = connection.getresponse()
            streams = STREAM in (reply.headers["Content-Type"] or "")
            return Answer(reply.status, reply.headers["Location"] or "", b"" if streams else reply.read())
        finally:
            connection.close()


def asker(visitor: Visitor) -> Asker:
    """Let somebody at a browser ask in this way."""
    token = TOKEN.search(visitor.get("/sign-in").text)
    assert token
    cookies = "; ".join(f"{each.name}={each.value}" for each in visitor.cookies)
    return Asker(visitor.portal, {"Cookie": cookies}, {"csrf_token": token[1]})
