"""How a request asks the services: in the name of whoever signed in, over the one connection of the process."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from threading import Lock
from typing import Any, ParamSpec, TypeVar
from uuid import UUID

from flask import Flask, current_app, g, redirect, request, url_for
from werkzeug import Response

from services.portal.web.directory import Directory
from shared.identity import Role
from shared.refusals import Refused
from shared.rpc import NO_ANSWER, RpcClient, SessionTokens
from shared.rpc.client import TokenFor, nobody

COOKIE = "session"
DEADLINE_S = 5.0
MOST_SESSIONS = 5_000
"""How many people's tokens a process keeps; whoever has not asked for longest is forgotten first."""

KNOWN_S = 30.0
"""How long what a person may do is taken for known; the services check every token themselves."""

SIGNED_OUT = frozenset({"SessionEnded", "IdentityMissing"})

Parameters = ParamSpec("Parameters")
Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Me:
    """Who signed in, as pages need to know."""

    person: UUID
    name: str
    organisation: UUID
    place: str
    roles: frozenset[Role]
    scope: tuple[str, ...]
    position: str | None = None
    must_enrol: bool = False
    """Whether a second factor has to be enrolled before anything else can be done."""

    def has(self, *roles: Role) -> bool:
        """Tell whether one of these roles is held."""
        return bool(self.roles.intersection(roles))

    def covers(self, place: str) -> bool:
        """Tell whether a place's code, or the stem of one, lies within the scope."""
        return place.startswith(self.scope)


class Session:
    """One person's session: the tokens it gives, and who it is, asked again every now and then."""

    def __init__(self, rpc: RpcClient, secret: str) -> None:
        """Ask nobody yet."""
        self.tokens = SessionTokens(rpc, secret)
        self._rpc = rpc
        self._secret = secret
        self.known: Me | None = None
        self._known_until = 0.0

    def me(self) -> Me:
        """Tell whose session it is; raises Refused with SessionEnded.

        Where nobody answers it is still whoever it was: a form that was sent meanwhile is not to be lost, and the
        services check every token themselves.
        """
        if self.known is None or time.monotonic() > self._known_until:
            try:
                self.known = _me_from(self._rpc.call("portal", "whoami", session=self._secret))
            except NO_ANSWER:
                if self.known is None:
                    raise
            self._known_until = time.monotonic() + KNOWN_S
        return self.known


@dataclass
class Sessions:
    """The sessions of whoever asked lately."""

    rpc: RpcClient
    _kept: OrderedDict[str, Session] = field(default_factory=OrderedDict)
    _turn: Lock = field(default_factory=Lock)

    def of(self, secret: str) -> Session:
        """Give a session by the secret that the browser holds."""
        with self._turn:
            session = self._kept.pop(secret, None) or Session(self.rpc, secret)
            self._kept[secret] = session
            if len(self._kept) > MOST_SESSIONS:
                self._kept.popitem(last=False)
            return session

    def forget(self, secret: str) -> None:
        """Forget a session that was ended here."""
        with self._turn:
            self._kept.pop(secret, None)


@dataclass(frozen=True)
class Services:
    """What a process of the portal reaches the services by."""

    rpc: RpcClient
    sessions: Sessions
    directory: Directory


def install(app: Flask, rpc: RpcClient) -> None:
    """Give an application its one connection."""
    app.extensions["nuandong"] = Services(rpc, Sessions(rpc.under(nobody)), Directory(rpc))


def services() -> Services:
    """Give what this process reaches the services by."""
    found: Services = current_app.extensions["nuandong"]
    return found


def ask(service: str, method: str, /, *, deadline: float = DEADLINE_S, **arguments: Any) -> Any:
    """Ask a door in the name of whoever signed in; raises what RpcClient.call raises, SessionEnded among it."""
    asking = client()
    try:
        return asking.call(service, method, deadline=deadline, **arguments)
    except Refused as refused:
        g.refused = refused
        raise


def ask_as_nobody(service: str, method: str, /, **arguments: Any) -> Any:
    """Ask a door that is open to people who have not signed in."""
    return services().sessions.rpc.call(service, method, deadline=DEADLINE_S, **arguments)


def ask_of_account(method: str, /, **arguments: Any) -> Any:
    """Ask a door of one's own account, which is shown the session itself."""
    return ask_as_nobody("portal", method, session=request.cookies.get(COOKIE, ""), **arguments)


def forget_me() -> None:
    """Ask anew who signed in when somebody next wants to know, because that has just changed."""
    services().sessions.forget(request.cookies.get(COOKIE, ""))


def me() -> Me:
    """Tell who signed in; raises Refused with SessionEnded if nobody did."""
    return _session().me()


def known_me() -> Me | None:
    """Tell who signed in, if this process knows it already; nobody is asked."""
    return _session().known


def directory() -> Directory:
    """Give the names of places and organisations."""
    return services().directory


def signed_in(page: Callable[Parameters, Answer]) -> Callable[Parameters, Answer | Response]:
    """Send whoever has not signed in, or whose session has ended, to the page where one does.

    Whoever must enrol a second factor is sent there first.
    """

    @wraps(page)
    def enrolled(*args: Parameters.args, **kwargs: Parameters.kwargs) -> Answer | Response:
        if me().must_enrol:
            return redirect(url_for("account.second_factor"))
        return page(*args, **kwargs)

    return in_session(enrolled)


def in_session(page: Callable[Parameters, Answer]) -> Callable[Parameters, Answer | Response]:
    """Send whoever has no session to the page where one signs in; what else they must do first is not asked."""

    @wraps(page)
    def guarded(*args: Parameters.args, **kwargs: Parameters.kwargs) -> Answer | Response:
        try:
            me()
            return page(*args, **kwargs)
        except Refused as refused:
            if not any(each.rule in SIGNED_OUT for each in refused.refusals):
                raise
        return _to_sign_in()

    return guarded


def _to_sign_in() -> Response:
    back = request.full_path.rstrip("?") if request.method == "GET" else None
    where = url_for("sign_in.sign_in", back=back)
    if request.headers.get("HX-Request"):
        return Response(status=401, headers={"HX-Redirect": where})
    return redirect(where)


def under(tokens: TokenFor) -> RpcClient:
    """Give the client that asks in somebody's name, and remember that this request asks in it."""
    found = g.client = services().rpc.under(tokens)
    return found


def whoever_asked() -> RpcClient | None:
    """Give the client that asks in the name of whoever sent this request, if that is somebody."""
    found: RpcClient | None = g.get("client")
    return found or (client() if known_me() else None)


def client() -> RpcClient:
    """Give what asks in the name of whoever signed in, also from other threads."""
    return under(_session().tokens)


def _session() -> Session:
    return services().sessions.of(request.cookies.get(COOKIE, ""))


def _me_from(said: dict[str, Any]) -> Me:
    return Me(
        person=UUID(said["person"]),
        name=said["name"],
        organisation=UUID(said["organisation"]),
        place=said["place"],
        roles=frozenset(Role(each) for each in said["roles"]),
        scope=tuple(said["scope"]),
        position=said["position"],
        must_enrol=said["must_enrol"],
    )
