"""A program at the JSON API, with a token of its own."""

from __future__ import annotations

import hashlib
import json
import secrets
import urllib.error
import urllib.request
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from deploy.demo.world import organisation_id
from shared.rpc import PersonTokens
from tests.journeys.live import Live
from tests.web.staff import person

CITY_LEAGUE = organisation_id("league", "510100000000")


@dataclass(frozen=True)
class Reply:
    """What the API answered."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """Read the answer."""
        return json.loads(self.body)


@dataclass(frozen=True)
class Program:
    """Somebody else's system."""

    portal: str
    token: str

    def ask(self, method: str, path: str, said: Any = None, **headers: str) -> Reply:
        """Send a request under the token."""
        body = said if isinstance(said, bytes) or said is None else json.dumps(said).encode()
        sent = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json", **headers}
        request = urllib.request.Request(f"{self.portal}/api/v1{path}", body, sent, method=method)
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return Reply(answer.status, dict(answer.headers), answer.read())
        except urllib.error.HTTPError as error:
            return Reply(error.code, dict(error.headers), error.read())


def issued(live: Live, *roles: str, place: str = "510100000000", until: str = "2022-06-30") -> tuple[Program, str]:
    """Have an officer issue a token to the place's league; gives the program, and the token's id."""
    officer = live.operator.under(PersonTokens(live.operator, person(live, "officer", scope=place), live.password))
    secret = secrets.token_urlsafe(32)
    fields = {
        "title": "县融媒体平台",
        "organisation": organisation_id("league", f"{place[:4]}00000000"),
        "roles": list(roles or ("recorder", "viewer")),
        "scope": [place],
        "expires_on": until,
        "digest": hashlib.sha256(secret.encode()).hexdigest(),
    }
    token = officer.call("portal", "issue_api_token", deadline=30.0, id=uuid4(), fields=fields)["token"]
    return Program(live.portal, secret), token
