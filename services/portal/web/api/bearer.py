"""Who asks: a program that carries an organisation's token, no more often than a token may be used."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from flask import current_app, g, request
from limits import RateLimitItemPerMinute

from services.portal.web.asking import DEADLINE_S, services, under
from services.portal.web.often import address, must_not_hurry
from shared.identity import IdentityMissing
from shared.refusals import Refused
from shared.rpc import RpcClient
from shared.rpc.tokens import Kept

SCHEME = "Bearer "
LONGEST_SECRET = 200
MOST_PROGRAMS = 2_000
"""How many programs' tokens a process keeps; whichever has not asked for longest is forgotten first."""

OF_A_TOKEN = RateLimitItemPerMinute(6_000)
OF_AN_ADDRESS = RateLimitItemPerMinute(120)
"""How often an address may come with tokens that are not known yet, so that nobody tries them out."""


class Program:
    """A program's tokens for the services, each for a minute."""

    def __init__(self, rpc: RpcClient, secret: str) -> None:
        """Ask nobody yet."""
        self._rpc = rpc
        self._secret = secret
        self._kept = Kept()
        self.known = False

    def __call__(self, audience: str) -> str:
        """Give a token for one service; raises Refused with ApiTokenEnded."""
        return self._kept.token(audience) or self._kept.keep(audience, self._signed(audience))

    def _signed(self, audience: str) -> str:
        self.known = False
        answer = self._rpc.call("portal", "program_token", secret=self._secret, audience=audience)
        self.known = True
        return str(answer["token"])


@dataclass
class Programs:
    """The programs that asked lately."""

    rpc: RpcClient
    _kept: OrderedDict[str, Program] = field(default_factory=OrderedDict)
    _turn: Lock = field(default_factory=Lock)

    def of(self, secret: str) -> Program:
        """Give a program by the secret that it carries."""
        with self._turn:
            program = self._kept.pop(secret, None) or Program(self.rpc, secret)
            self._kept[secret] = program
            if len(self._kept) > MOST_PROGRAMS:
                self._kept.popitem(last=False)
            return program


def authenticate() -> None:
    """Learn which program asks before its question is read; raises Refused with ApiTokenEnded, TooManyRequests."""
    programs: Programs = current_app.extensions["programs"]
    secret = _secret()
    program = programs.of(secret)
    must_not_hurry(*((OF_A_TOKEN, secret) if program.known else (OF_AN_ADDRESS, address())))
    program("portal")
    g.program = program


def ask(service: str, method: str, /, *, deadline: float = DEADLINE_S, **arguments: Any) -> Any:
    """Ask a door in the name of the program; raises what RpcClient.call raises."""
    return under(g.program).call(service, method, deadline=deadline, **arguments)


def carried() -> dict[str, Any]:
    """Tell what the token is good for."""
    shown: dict[str, Any] = services().sessions.rpc.call("portal", "whose_program", secret=_secret())
    return shown


def _secret() -> str:
    said = request.headers.get("Authorization", "")
    secret = said.removeprefix(SCHEME).strip()
    if not said.startswith(SCHEME) or not secret or len(secret) > LONGEST_SECRET:
        raise Refused([IdentityMissing("Authorization")])
    return secret
