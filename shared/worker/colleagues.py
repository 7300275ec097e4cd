"""Asking other services from within a door: under the own service's identity, and never longer than a deadline."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from shared.refusals import Refusal, Refused
from shared.rpc import BrokerAway, DeadlinePassed, RemoteFailure, RpcClient, ServiceTokens, UnknownService
from shared.settings import Settings

AWAY = (BrokerAway, DeadlinePassed, RemoteFailure, UnknownService)
DEADLINE_S = 3.0
NAMES = {
    "outreach": "走访宣讲",
    "jobs": "就业创业",
    "volunteers": "志愿服务",
    "children": "留守儿童",
    "reporting": "统计",
    "portal": "目录",
}


class ServiceAway(Refusal):
    """“{name}”服务暂时没有应答;您这里的记录没有改变,请稍后再试"""


class Colleagues:
    """The other services, as one process asks them; nobody is connected to before the first question."""

    def __init__(self, known: Settings) -> None:
        """Remember in whose name to ask."""
        self._settings = known

    @cached_property
    def _client(self) -> RpcClient:
        return RpcClient(self._settings, ServiceTokens(self._settings))

    def ask(self, service: str, method: str, /, *, deadline: float = DEADLINE_S, **arguments: Any) -> Any:
        """Ask a door that SERVICE_DOORS lists; raises Refused, with ServiceAway if no answer comes in time."""
        try:
            return self._client.call(service, method, deadline=deadline, **arguments)
        except AWAY as error:
            raise Refused([ServiceAway("service", name=NAMES[service])]) from error

    def close(self) -> None:
        """Close the connection, if there ever was one."""
        if "_client" in self.__dict__:
            self._client.close()
