"""Asking servers whether they answer, and waiting until they do."""

import http.client
import time
from collections.abc import Callable

import psycopg
from amqp.exceptions import AMQPError
from kombu.connection import Connection

from deploy.infrastructure.addresses import NoServersError, management_of
from deploy.management import Management

PATIENCE = 60.0
NOT_YET = (OSError, psycopg.OperationalError, AMQPError, http.client.HTTPException)


def database_answers(url: str) -> None:
    """Raise unless PostgreSQL answers."""
    psycopg.connect(url, connect_timeout=2).close()


def broker_answers(uri: str, *, management: bool = True) -> None:
    """Raise unless the broker, and its management API where we brought it, answer."""
    with Connection(uri, connect_timeout=2) as connection:
        connection.connect()
    if management:
        Management(management_of(uri)).get("/api/overview")


def until(ready: Callable[[], None], alive: Callable[[], bool], last_words: Callable[[], str]) -> None:
    """Wait until `ready` no longer raises; a server that dies, or takes too long, is an error with its last words."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            return ready()
        except NOT_YET as error:
            if not alive() or time.monotonic() > deadline:
                raise NoServersError(f"a server did not start: {last_words() or error}") from error
            time.sleep(0.1)
