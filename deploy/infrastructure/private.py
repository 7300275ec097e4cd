"""Private servers from the machine's own binaries, on free loopback ports."""

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from deploy.infrastructure import postgres, rabbitmq
from deploy.infrastructure.addresses import Servers, free_port, management_of
from deploy.infrastructure.quarters import quarters


@contextmanager
def private(database: Path, broker: Path, home: Path, say: Callable[[str], None]) -> Iterator[Servers]:
    """Start both servers side by side in a folder of their own; stop both and remove it at the end."""
    password = secrets.token_hex(12)
    say("starting a private PostgreSQL and RabbitMQ")
    with (
        quarters(home) as room,
        rabbitmq.rabbitmq(broker, room, free_port(), password) as broker_address,
        postgres.postgres(database, room, free_port(), password) as database_address,
    ):
        database_url, broker_uri = database_address(), broker_address()
        yield Servers(database_url, broker_uri, management_of(broker_uri), "private")
        say("stopping the private servers")
