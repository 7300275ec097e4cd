"""Where a caller's tokens come from: a service signs its own, a person's are signed by portal."""

from __future__ import annotations

import time

from shared.identity import expires_at, service_identity, sign, signing_key
from shared.refusals import Refused
from shared.rpc.client import RpcClient, nobody
from shared.settings import Settings

RENEW_S = 10.0
"""How long before its end a token is no longer used for a new call."""


class Kept:
    """Tokens by audience, each until shortly before it ends."""

    def __init__(self) -> None:
        """Keep none yet."""
        self._tokens: dict[str, tuple[str, float]] = {}

    def token(self, audience: str) -> str | None:
        """Give the token kept for a service, if it still lasts."""
        token, ends = self._tokens.get(audience, (None, 0.0))
        return token if time.time() < ends - RENEW_S else None

    def keep(self, audience: str, token: str) -> str:
        """Keep a token until it ends."""
        self._tokens[audience] = token, expires_at(token)
        return token


class ServiceTokens:
    """A service's own tokens, signed with its own key."""

    def __init__(self, settings: Settings) -> None:
        """Read the service's key."""
        self._service = settings.service
        self._key = signing_key(settings)
        self._kept = Kept()

    def __call__(self, audience: str) -> str:
        """Give a token for one service."""
        kept = self._kept.token(audience)
        return kept or self._kept.keep(
            audience, sign(self._key, self._service, service_identity(self._service), audience)
        )


class PersonTokens:
    """A person's tokens: signed in at portal once, and again when the session has ended."""

    def __init__(self, client: RpcClient, login: str, password: str, code: str = "") -> None:
        """Remember who signs in; nobody is asked yet."""
        self._client = client.under(nobody)
        self._login = login
        self._password = password
        self._code = code
        self._session: str | None = None
        self._kept = Kept()

    def __call__(self, audience: str) -> str:
        """Give a token for one service; raises Refused if portal refuses the person."""
        return self._kept.token(audience) or self._kept.keep(audience, self._fresh(audience))

    def _fresh(self, audience: str) -> str:
        if self._session is None:
            return self._signed_in(audience)
        try:
            return session_token(self._client, self._session, audience)
        except Refused:
            return self._signed_in(audience)

    def _signed_in(self, audience: str) -> str:
        answer = self._client.call("portal", "sign_in", login=self._login, password=self._password, code=self._code)
        self._session = str(answer["session"])
        return session_token(self._client, self._session, audience)


class SessionTokens:
    """The tokens of a session that somebody began elsewhere, such as in a browser."""

    def __init__(self, client: RpcClient, session: str) -> None:
        """Remember the session; nobody is asked yet."""
        self._client = client
        self._session = session
        self._kept = Kept()

    def __call__(self, audience: str) -> str:
        """Give a token for one service; raises Refused with SessionEnded once the session is over."""
        return self._kept.token(audience) or self._kept.keep(
            audience, session_token(self._client, self._session, audience)
        )


def session_token(client: RpcClient, session: str, audience: str) -> str:
    """Ask portal for a token of a session."""
    return str(client.call("portal", "token", session=session, audience=audience)["token"])
