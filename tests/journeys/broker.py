"""A broker of the journeys' own, so that its power can be cut while everybody else's runs on."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Protocol

import docker

from deploy.infrastructure import Servers, containers, rabbitmq
from deploy.infrastructure.addresses import MANAGEMENT_DISTANCE, Origin, free_port, management_of
from deploy.infrastructure.answering import broker_answers, until


class Broker(Protocol):
    """A broker that can be made to stop at once, and to go on with what it had on disk."""

    uri: str

    def cut_power(self) -> None:
        """Kill it."""

    def start(self) -> None:
        """Start it on its data, and wait until it answers."""


class OwnNode:
    """A node from the machine's own binaries."""

    def __init__(self, binary: Path, room: Path) -> None:
        self._binary, self._room = binary, room
        self._port, self._password = free_port(), secrets.token_hex(12)
        self._running = ExitStack()
        self.uri = ""

    def start(self) -> None:
        node = rabbitmq.rabbitmq(self._binary, self._room, self._port, self._password)
        self.uri = self._running.enter_context(node)()

    def cut_power(self) -> None:
        self._running.close()


class OwnContainer:
    """A container of the stock image."""

    def __init__(self, room: Path) -> None:
        port, password = free_port(), secrets.token_hex(12)
        self.uri = f"amqp://nuandong:{password}@127.0.0.1:{port}/"
        self._engine = docker.from_env()
        self._container = self._engine.containers.create(
            containers.RABBITMQ,
            environment={"RABBITMQ_DEFAULT_USER": "nuandong", "RABBITMQ_DEFAULT_PASS": password},
            ports={"5672": ("127.0.0.1", port), "15672": ("127.0.0.1", port + MANAGEMENT_DISTANCE)},
            labels={containers.ROOM: str(room)},
        )

    def start(self) -> None:
        self._container.start()
        until(lambda: broker_answers(self.uri), lambda: True, lambda: "")

    def cut_power(self) -> None:
        self._container.kill()

    def close(self) -> None:
        self._container.remove(force=True, v=True)
        self._engine.close()


@contextmanager
def own_broker(origin: Origin, room: Path) -> Iterator[Broker | None]:
    """Give a broker beside those of the run, made in the same way; None where only given servers can be had."""
    binary = rabbitmq.binaries()
    with ExitStack() as stack:
        broker: Broker | None = None
        if origin == "docker":
            container = OwnContainer(room)
            stack.callback(container.close)
            broker = container
        elif binary is not None:
            broker = OwnNode(binary, room)
            stack.callback(broker.cut_power)
        if broker is not None:
            broker.start()
        yield broker


def beside(servers: Servers, broker: Broker | None) -> Servers:
    """Give the run's database with the journeys' own broker."""
    if broker is None:
        return servers
    return replace(servers, broker_uri=broker.uri, management_url=management_of(broker.uri))
