"""Asking services by RPC, in nameko's protocol, with a deadline on every call."""

from shared.rpc.client import RemoteFailure, RpcClient
from shared.rpc.tokens import PersonTokens, ServiceTokens, SessionTokens
from shared.rpc.wire import NO_ANSWER, BrokerAway, DeadlinePassed, UnknownService

__all__ = [
    "NO_ANSWER",
    "BrokerAway",
    "DeadlinePassed",
    "PersonTokens",
    "RemoteFailure",
    "RpcClient",
    "ServiceTokens",
    "SessionTokens",
    "UnknownService",
]
