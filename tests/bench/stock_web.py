"""The portal's own pages over nameko's standalone proxy: each in a pool, lent to one thread for one question."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from queue import Empty, LifoQueue
from typing import Any

from nameko.standalone.rpc import ClusterRpcProxy

from deploy.commands import web_
from services.portal.web import app
from shared.refusals import refused_from
from shared.rpc import RpcClient
from shared.rpc.client import TokenFor, nobody
from shared.settings import Settings


class Proxies:
    """As many proxies as threads ever asked at once: a proxy is for one thread at a time, and costs a connection."""

    def __init__(self, broker_uri: str) -> None:
        """Open none yet."""
        self._uri = broker_uri
        self._idle: LifoQueue[tuple[ClusterRpcProxy, Any]] = LifoQueue()

    @contextmanager
    def lent(self, token: str | None) -> Iterator[Any]:
        """Lend a proxy that asks under a token."""
        try:
            made, proxy = self._idle.get_nowait()
        except Empty:
            made = ClusterRpcProxy({"AMQP_URI": self._uri}, timeout=5)
            proxy = made.start()
        made._worker_ctx.data = {"token": token} if token else {}  # noqa: SLF001 - a proxy has no other way to ask in another's name
        yield proxy
        self._idle.put((made, proxy))


class StockClient(RpcClient):
    """Asks as RpcClient does, by a lent proxy."""

    proxies: Proxies

    def under(self, token_for: TokenFor) -> RpcClient:
        """Ask in another's name by the same proxies."""
        return StockClient(self._settings, token_for)

    def _call(self, service: str, method: str, _deadline: float, arguments: dict[str, Any]) -> Any:
        with self.proxies.lent(self.token_for(service)) as proxy:
            answer = getattr(proxy[service], method)(**arguments)
        if "answer" not in answer:
            raise refused_from(answer["refused"])
        return answer["answer"]


def _client(settings: Settings, token_for: TokenFor = nobody) -> RpcClient:
    return StockClient(settings, token_for)


if __name__ == "__main__":
    StockClient.proxies = Proxies(sys.argv.pop(1))
    vars(app)["RpcClient"] = _client
    web_.command()
