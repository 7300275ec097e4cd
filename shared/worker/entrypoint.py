"""nameko's RPC entrypoint, made to outlive the broker and to keep what it cannot read to itself."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from threading import Lock
from typing import Any

import orjson
from amqp import AMQPError, Channel, Message
from kombu.connection import Connection
from kombu.exceptions import OperationalError
from nameko.exceptions import IncorrectSignature, UnserializableValueError, serialize
from nameko.messaging import QueueConsumer
from nameko.rpc import Rpc, RpcConsumer

from shared.bus import connect
from shared.rpc.wire import EXCHANGE
from shared.telemetry import alarm, log

LOST = (OSError, AMQPError, OperationalError)
AGAIN = {"interval_start": 0.5, "interval_step": 0.5, "interval_max": 2.0}
REPLY = {"content_type": "application/json", "content_encoding": "utf-8", "delivery_mode": 1}


class LastingQueueConsumer(QueueConsumer):  # type: ignore[misc] # nameko ships no types
    """Consumes again after the broker was away, when nameko's own would end the process."""

    @contextmanager
    def establish_connection(self) -> Iterator[Connection]:
        """Connect, however long it takes; kombu's own way is to look again half a minute after a long absence."""
        with self.create_connection() as connection:
            connection.ensure_connection(self.on_connection_error, **AGAIN)
            yield connection

    def ack_message(self, message: Any) -> None:
        """Acknowledge; a message whose connection is lost comes again, and its call is answered as the first time."""
        try:
            super().ack_message(message)
        except LOST as error:
            log("ack_lost", error=type(error))

    def on_decode_error(self, message: Any, exc: Exception) -> None:
        """Drop what cannot be read; kombu's own way is to print it whole."""
        alarm("call_undecodable", error=type(exc))
        message.ack()


class LastingRpcConsumer(RpcConsumer):  # type: ignore[misc] # nameko ships no types
    """Hands calls to their doors; a reply that cannot be sent is lost, not the process."""

    queue_consumer = LastingQueueConsumer()

    def handle_message(self, body: Any, message: Any) -> None:
        """Pass a call on; one that could not be answered is dropped."""
        if not message.properties.get("reply_to") or not isinstance(body, dict):
            alarm("call_malformed")
            self.queue_consumer.ack_message(message)
            return
        super().handle_message(body, message)

    def handle_result(self, message: Any, result: Any, exc_info: Any) -> tuple[Any, Any]:
        """Reply and acknowledge; whoever misses a reply asks again, and is answered as the first time."""
        try:
            self._reply(message.properties, _body(result, exc_info))
        except LOST as error:
            log("reply_lost", error=type(error))
        self.queue_consumer.ack_message(message)
        return result, exc_info

    def _reply(self, asked: dict[str, Any], body: bytes) -> None:
        replies = _replies(self.container.config["AMQP_URI"])
        replies.send(asked["reply_to"], Message(body, correlation_id=asked.get("correlation_id"), **REPLY))


class Replies:
    """The replies of a process, one after another on one connection, which is made anew when it is lost.

    kombu's pool of producers does so for three times the cost, a tenth of a call.
    """

    def __init__(self, uri: str) -> None:
        """Remember where to; nothing is opened yet."""
        self._uri = uri
        self._channel: Channel | None = None
        self._turn = Lock()

    def send(self, to: str, reply: Message) -> None:
        """Send a reply, over a fresh connection if the old one is lost; raises OSError or AMQPError if that is too."""
        with self._turn:
            if self._channel is not None and self._sent(self._channel, to, reply):
                return
            # No heartbeats: nobody reads here, and whoever sends next sees whether it is still there.
            self._channel = connect(self._uri, heartbeat=0).channel()
            self._channel.basic_publish(reply, EXCHANGE, to)

    def _sent(self, channel: Channel, to: str, reply: Message) -> bool:
        try:
            channel.basic_publish(reply, EXCHANGE, to)
        except LOST:
            self._channel = None
            if channel.connection is not None:
                channel.connection.collect()
            return False
        return True


@cache
def _replies(uri: str) -> Replies:
    return Replies(uri)


def _body(result: Any, exc_info: Any) -> bytes:
    error = serialize(exc_info[1]) if exc_info else None
    try:
        return orjson.dumps({"result": result, "error": error})
    except TypeError:
        return orjson.dumps({"result": None, "error": serialize(UnserializableValueError(None))})


class Door(Rpc):  # type: ignore[misc] # nameko ships no types
    """An RPC entrypoint that lasts, and whose arguments go by name."""

    rpc_consumer = LastingRpcConsumer()

    def check_signature(self, args: list[Any], _kwargs: dict[str, Any]) -> None:
        """Refuse arguments without a name; the door itself checks the others."""
        if args:
            raise IncorrectSignature("arguments go by name")
