"""Facts on the broker: exchanges and queues, publishing with confirms in flight, and consuming in batches."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from itertools import takewhile
from typing import Any, NamedTuple

from amqp import Channel, Connection, Message, spec
from amqp.exceptions import AMQPError, NotFound
from kombu.connection import Connection as Address

PROPERTIES = {"content_type": "application/cloudevents+json", "content_encoding": "utf-8", "delivery_mode": 2}
WINDOW = 1_000
PATIENCE_S = 10.0
HEARTBEAT_S = 30

QUORUM = {"x-queue-type": "quorum"}


class NotConfirmed(Exception):
    """The broker did not confirm everything it was given: returned, nacked, silent, or gone."""


class BrokerLost(Exception):
    """The connection a consumer read from is gone; what was not acknowledged comes again."""


def connect(uri: str, heartbeat: int = HEARTBEAT_S) -> Connection:
    """Open a connection; raises OSError or AMQPError at once if there is none to be had."""
    address = Address(uri, connect_timeout=5, heartbeat=heartbeat, transport_options={"write_timeout": PATIENCE_S})
    return address.transport.establish_connection()


class Depth(NamedTuple):
    """How many messages wait in a queue, and how many consumers take from it."""

    messages: int
    consumers: int


def depth(connection: Connection, queue: str) -> Depth | None:
    """Look at a queue without touching it; None where there is none."""
    try:
        with connection.channel() as channel:
            told = channel.queue_declare(queue, passive=True)
    except NotFound:
        return None
    return Depth(told.message_count, told.consumer_count)


@contextmanager
def connected(uri: str) -> Iterator[Connection]:
    """Hold a connection for the length of the block; raises BrokerLost when it cannot be had, kept or used."""
    with _losing(), closing(connect(uri)) as connection:
        yield connection


def declare_exchange(connection: Connection, service: str) -> None:
    """Declare the exchange to which a service tells its facts."""
    with connection.channel() as channel:
        channel.exchange_declare(f"{service}.events", "topic", durable=True, auto_delete=False)


def declare_facts_queue(connection: Connection, subscriber: str, sources: Iterable[str]) -> None:
    """Declare a subscriber's queue of facts, where it puts what nobody could take, and bind it to its sources."""
    facts, dead, dead_facts = f"{subscriber}.facts", f"{subscriber}.dead", f"{subscriber}.facts.dead"
    limits = {"x-delivery-limit": 50, "x-overflow": "reject-publish"}
    letters = {"x-dead-letter-exchange": dead, "x-dead-letter-strategy": "at-least-once"}
    with connection.channel() as channel:
        channel.exchange_declare(dead, "fanout", durable=True, auto_delete=False)
        channel.queue_declare(dead_facts, durable=True, auto_delete=False, arguments=QUORUM)
        channel.queue_bind(dead_facts, dead)
        channel.queue_declare(facts, durable=True, auto_delete=False, arguments=QUORUM | limits | letters)
        for source in sources:
            channel.queue_bind(facts, f"{source}.events", "#")


def declare_frame_queue(connection: Connection, service: str) -> None:
    """Declare the queue in which a service hears that the frame changed; only the newest message matters."""
    with connection.channel() as channel:
        newest = QUORUM | {"x-max-length": 1}
        channel.queue_declare(f"{service}.frame", durable=True, auto_delete=False, arguments=newest)
        channel.queue_bind(f"{service}.frame", "portal.events", "FrameChanged")


class Publisher:
    """Publishes to one exchange, up to a thousand messages ahead of their confirms; connects when it must."""

    def __init__(self, uri: str, exchange: str) -> None:
        """Remember where to; nothing is opened yet."""
        self._uri = uri
        self._exchange = exchange
        self._connection: Connection | None = None
        self._channel: Channel | None = None
        self._sent = 0
        self._unconfirmed: dict[int, None] = {}
        self._failure = ""

    def publish(self, messages: Iterable[tuple[str, bytes]], *, mandatory: bool = True) -> None:
        """Publish (routing key, body) pairs and await all confirms; after NotConfirmed none of them counts as out."""
        try:
            channel = self._channel or self._open()
            for key, body in messages:
                self._sent += 1
                self._unconfirmed[self._sent] = None
                channel.basic_publish(Message(body, **PROPERTIES), self._exchange, key, mandatory=mandatory)
                if len(self._unconfirmed) >= WINDOW:
                    self._await(channel, WINDOW // 2)
            self._await(channel, 0)
        except (AMQPError, OSError) as error:
            self._drop()
            raise NotConfirmed(type(error).__name__) from error
        except NotConfirmed:
            self._drop()
            raise

    def close(self) -> None:
        """Take leave of the broker, if it is still there."""
        if self._connection is not None:
            with suppress(AMQPError, OSError):
                self._connection.close()
        self._drop()

    def _open(self) -> Channel:
        # No heartbeats: they would keep drain_events busy while a blocked broker confirms nothing.
        self._connection = connect(self._uri, heartbeat=0)
        self._channel = self._connection.channel()
        self._channel.exchange_declare(self._exchange, "topic", durable=True, auto_delete=False)
        self._channel.confirm_select()
        self._channel.events["basic_ack"].add(self._acked)
        self._channel.events["basic_nack"].add(self._nacked)
        self._channel.events["basic_return"].add(self._returned)
        return self._channel

    def _await(self, channel: Channel, most: int) -> None:
        while len(self._unconfirmed) > most and not self._failure:
            channel.connection.drain_events(timeout=PATIENCE_S)
        if self._failure:
            raise NotConfirmed(self._failure)

    def _acked(self, tag: int, multiple: bool) -> None:  # noqa: FBT001 - called by the driver
        if not multiple:
            self._unconfirmed.pop(tag, None)
            return
        for each in list(takewhile(lambda sent: sent <= tag, self._unconfirmed)):
            del self._unconfirmed[each]

    def _nacked(self, _tag: int, _multiple: bool) -> None:  # noqa: FBT001
        self._failure = "nacked"

    def _returned(self, *_details: Any) -> None:
        self._failure = "returned"

    def _drop(self) -> None:
        """Forget the connection: after a failure nobody knows which of its messages the broker holds."""
        if self._connection is not None:
            self._connection.collect()
        self._connection = self._channel = None
        self._sent, self._failure = 0, ""
        self._unconfirmed.clear()


class Delivery(NamedTuple):
    """One message as it came."""

    body: bytes
    redelivered: bool
    tag: int


class Batches:
    """Takes messages from a queue in batches; what is not acknowledged comes again, here or to another consumer."""

    def __init__(self, uri: str, queue: str, size: int = 1_000, wait: float = 0.05, idle: float = 1.0) -> None:
        """Begin to consume; a batch's first message waits for company, and an empty batch tells of idle seconds."""
        self._size = size
        self._wait = wait
        self._idle = idle
        self._waiting: list[Delivery] = []
        with _losing():
            self._connection = connect(uri)
            self._channel = self._connection.channel()
            self._channel.auto_decode = False
            # One batch is being counted, one gathered, and one on its way.
            self._channel.basic_qos(0, 3 * size, a_global=False)
            self._channel.basic_consume(queue, callback=self._take)

    def __iter__(self) -> Iterator[Sequence[Delivery]]:
        """Give batch after batch, an empty one where nothing came, so that the caller can look round."""
        while True:
            self._gather(1, self._idle)
            self._gather(self._size if self._waiting else 0, self._wait)
            batch, self._waiting = self._waiting[: self._size], self._waiting[self._size :]
            yield batch

    def ack(self, batch: Sequence[Delivery]) -> None:
        """Acknowledge a batch, and with it all that came before it, in one frame."""
        with _losing():
            self._channel.basic_ack(batch[-1].tag, multiple=True)

    def nack(self, batch: Sequence[Delivery]) -> None:
        """Give a batch back to the queue, and with it all before it that was not acknowledged."""
        with _losing():
            # The driver has a method of its own only for basic.reject, which takes one message at a time.
            self._channel.send_method(spec.Basic.Nack, "Lbb", (batch[-1].tag, True, True))

    def close(self) -> None:
        """Take leave; what was not acknowledged goes back to the queue."""
        self._connection.collect()

    def _gather(self, enough: int, seconds: float) -> None:
        end = time.monotonic() + seconds
        with _losing():
            while len(self._waiting) < enough and (left := end - time.monotonic()) > 0:
                with suppress(TimeoutError):
                    self._connection.drain_events(timeout=left)
            self._connection.heartbeat_tick()

    def _take(self, message: Message) -> None:
        said = message.delivery_info
        self._waiting.append(Delivery(message.body, said["redelivered"], said["delivery_tag"]))


@contextmanager
def _losing() -> Iterator[None]:
    try:
        yield
    except (AMQPError, OSError) as error:
        raise BrokerLost(type(error).__name__) from error
