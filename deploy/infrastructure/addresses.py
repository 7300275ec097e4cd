"""Where the servers answer, and which ports are free for them."""

import random
import socket
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

# RabbitMQ's own habit (5672 and 15672), kept for private servers too: one address tells the other.
MANAGEMENT_DISTANCE = 10_000

Origin = Literal["given", "docker", "private"]


class NoServersError(RuntimeError):
    """No PostgreSQL and RabbitMQ can be had; the message is one line that says what to do."""


@dataclass(frozen=True)
class Servers:
    """One PostgreSQL and one RabbitMQ, with an administrator's rights on both."""

    database_url: str
    broker_uri: str
    management_url: str | None
    origin: Origin


def management_of(broker_uri: str) -> str:
    """Where the management API of this broker stands by convention."""
    broker = urlsplit(broker_uri)
    return f"http://{broker.username}:{broker.password}@{broker.hostname}:{(broker.port or 5672) + MANAGEMENT_DISTANCE}"


def free_port() -> int:
    """Find a loopback port that is free, and whose management neighbour is free too."""
    # Below the kernel's range for outgoing connections, so that nothing takes it between here and the server's start.
    candidates = iter(lambda: random.randint(12_000, 22_000), None)  # noqa: S311 -- spreads starts, guards nothing
    return next(port for port in candidates if _is_free(port) and _is_free(port + MANAGEMENT_DISTANCE))


def _is_free(port: int) -> bool:
    """Tell whether nobody answers on this loopback port."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0
