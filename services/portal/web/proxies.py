"""Whoever stands before the portal and hands requests on: what they say of a browser is believed, of them alone."""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import IPv4Network, IPv6Network, ip_address
from typing import TYPE_CHECKING

from werkzeug.middleware.proxy_fix import ProxyFix

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

Network = IPv4Network | IPv6Network


class Behind:
    """Answers in the name of the address that the outermost of our own proxies was asked from."""

    def __init__(self, app: WSGIApplication, proxies: Iterable[Network]) -> None:
        """Believe these proxies, and nobody else."""
        self._plain, self._told = app, ProxyFix(app, x_for=0, x_proto=1, x_host=1)
        self._proxies = tuple(proxies)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        near = environ.get("REMOTE_ADDR", "")
        if not self._is_ours(near):
            return self._plain(environ, start_response)
        environ["REMOTE_ADDR"] = self._farthest(near, environ.get("HTTP_X_FORWARDED_FOR", ""))
        return self._told(environ, start_response)

    def _farthest(self, near: str, forwarded: str) -> str:
        """Go back hop by hop as long as it is one of ours who speaks; what lies beyond may be made up."""
        for hop in reversed([each.strip() for each in forwarded.split(",") if each.strip()]):
            if not self._is_ours(near):
                break
            near = hop
        return near

    def _is_ours(self, said: str) -> bool:
        try:
            return any(ip_address(said) in each for each in self._proxies)
        except ValueError:
            return False
