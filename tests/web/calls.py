"""Every call that the API's document names, with the fields of what it takes."""

from __future__ import annotations

import http.client
import re
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from tests.web.programs import Program, Reply

PARAMETER = re.compile(r"\{(\w+)\}")
CITY, MONTH = "510900000000", "2022-01"
LONG = 12_000_000


@dataclass(frozen=True)
class Call:
    """One call: how it is asked, what it must be told, and the schema of each field of its body."""

    method: str
    path: str
    parameters: tuple[str, ...]
    fields: dict[str, Any]

    @property
    def address(self) -> str:
        """Give an address of it that nobody has used."""
        known = {"city": CITY, "code": CITY, "month": MONTH}
        return PARAMETER.sub(lambda found: known.get(found[1]) or str(uuid4()), self.path.removeprefix("/api/v1"))

    @property
    def label(self) -> str:
        """Name it."""
        return f"{self.method} {self.path}"

    @property
    def writes(self) -> bool:
        """Tell whether it takes a body."""
        return bool(self.fields)

    @property
    def texts(self) -> list[str]:
        """Name the fields that take free text."""
        marks = {"format", "pattern", "enum"}
        return [name for name, said in self.fields.items() if said.get("type") == "string" and not marks & said.keys()]


def calls(program: Program) -> list[Call]:
    """List every call of the document."""
    return list(_calls(program.ask("GET", "/openapi.json").json))


def _calls(document: dict[str, Any]) -> Iterator[Call]:
    for path, found in document["paths"].items():
        for method, said in found.items():
            if method != "parameters":
                asked = [each["name"] for each in said.get("parameters", ()) if each["in"] == "query"]
                yield Call(method.upper(), path, tuple(asked), _fields(document, said))


def _fields(document: dict[str, Any], said: dict[str, Any]) -> dict[str, Any]:
    schema = said.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    found = document["components"]["schemas"].get(schema.get("$ref", "").rsplit("/", 1)[-1], {})
    properties: dict[str, Any] = found.get("properties", {})
    return properties


def announced(program: Program, call: Call, length: int) -> Reply:
    """Announce a body of some length, break off, and read what is answered."""
    connection = http.client.HTTPConnection(urlsplit(program.portal).netloc, timeout=30)
    connection.putrequest(call.method, f"/api/v1{call.address}")
    sent = {"Authorization": f"Bearer {program.token}", "Content-Type": "application/json"}
    for name, value in {**sent, "Content-Length": str(length)}.items():
        connection.putheader(name, value)
    connection.endheaders()
    connection.sock.shutdown(socket.SHUT_WR)
    answer = connection.getresponse()
    try:
        return Reply(answer.status, dict(answer.getheaders()), answer.read())
    finally:
        connection.close()
