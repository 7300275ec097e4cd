"""One connection to the broker on which any thread asks and one thread reads the replies."""

from __future__ import annotations

import socket
import threading
import time
from concurrent.futures import Future
from contextlib import suppress
from typing import Any
from uuid import uuid4

import amqp
from amqp import spec
from kombu.utils.url import parse_url

EXCHANGE = "nameko-rpc"
CONNECT_S = 3.0
IDLE_S = 5.0  # bounds one send too: whoever cannot be told something for so long is away
HEARTBEAT_S = 10.0
LOST = (OSError, amqp.AMQPError)
UNMADE = (*LOST, AttributeError, TypeError)  # amqp takes a lost connection apart while another thread still sends


class BrokerAway(Exception):
    """The broker cannot be reached, or went away before the reply came; the call may or may not have been done."""


class DeadlinePassed(Exception):
    """No reply came in time; the call may still be done."""


class UnknownService(Exception):
    """No service of this name was ever served on this broker."""


NO_ANSWER = (BrokerAway, DeadlinePassed, UnknownService)
"""Nobody said anything: it may be asked again, under the same id."""


class _Connection(amqp.Connection):  # type: ignore[misc] # amqp ships no types
    # With connection.blocked a sender would read from the socket too, where only one thread may.
    negotiate_capabilities = {"consumer_cancel_notify": True, "connection.blocked": False}  # noqa: RUF012 - amqp's own


class Link:
    """A connection while it lasts: what is pending fails when it ends, and it never comes back."""

    def __init__(self, uri: str, name: str) -> None:
        """Connect, declare a queue of its own for replies, and begin to read."""
        self.reply_to = str(uuid4())
        self.alive = True
        self._pending: dict[str, Future[bytes]] = {}
        self._connection = _connected(uri, name)
        try:
            self._channel = self._connection.channel()
            self._await_replies(f"rpc.reply.{name}.{self.reply_to}")
        except LOST:
            self._connection.collect()
            raise
        self._reader = threading.Thread(target=self._read, name=f"rpc-{name}", daemon=True)
        self._reader.start()

    def _await_replies(self, queue: str) -> None:
        self._channel.exchange_declare(EXCHANGE, "topic", durable=True, auto_delete=False)
        self._channel.queue_declare(queue, exclusive=True, auto_delete=True)
        self._channel.queue_bind(queue, EXCHANGE, self.reply_to)
        self._channel.events["basic_return"].add(self._returned)
        self._channel.basic_consume(queue, no_ack=True, callback=self._replied)
        self._socket = self._connection.transport.sock
        # The timeout is set once: changing it in the reader would disturb whoever is sending.
        self._socket.settimeout(IDLE_S)

    def ask(self, routing_key: str, body: bytes, headers: dict[str, Any], seconds: float) -> bytes:
        """Ask, and await the reply; raises BrokerAway, DeadlinePassed, UnknownService."""
        call, reply = str(uuid4()), Future[bytes]()
        self._pending[call] = reply
        try:
            self._send(routing_key, call, body, headers, seconds)
            return reply.result(seconds)
        except TimeoutError as error:
            raise DeadlinePassed(f"{routing_key} did not answer within {seconds:.1f} s") from error
        finally:
            self._pending.pop(call, None)

    def _send(self, routing_key: str, call: str, body: bytes, headers: dict[str, Any], seconds: float) -> None:
        message = amqp.Message(
            body,
            content_type="application/json",
            content_encoding="utf-8",
            application_headers=headers,
            correlation_id=call,
            reply_to=self.reply_to,
            expiration=str(max(int(seconds * 1000), 1)),
        )
        try:
            self._channel.basic_publish(message, EXCHANGE, routing_key, mandatory=True)
        except UNMADE as error:
            self._abort()
            raise BrokerAway(f"the broker went away: {type(error).__name__}") from error
        if not self.alive:  # it ended after this call became pending, perhaps without seeing it
            raise BrokerAway("the broker went away")

    def _read(self) -> None:
        try:
            while self._connection.connected:
                self._read_or_beat()
        except LOST as error:
            self._end(f"the broker went away: {type(error).__name__}")  # whoever asks next connects again
        else:
            self._end("the connection was closed")

    def _read_or_beat(self) -> None:
        try:
            self._connection.drain_events()
        except TimeoutError:
            self._connection.heartbeat_tick()

    def _replied(self, message: Any) -> None:
        self._settle(message).set_result(message.body)

    def _returned(self, _error: Exception, _exchange: str, routing_key: str, message: Any) -> None:
        service = routing_key.split(".", maxsplit=1)[0]
        self._settle(message).set_exception(UnknownService(f"nobody serves {service} on this broker"))

    def _settle(self, message: Any) -> Future[bytes]:
        # A reply after its deadline finds nobody waiting.
        return self._pending.pop(message.properties.get("correlation_id"), None) or Future()

    def _end(self, why: str) -> None:
        self.alive = False
        self._connection.collect()
        while self._pending:
            with suppress(KeyError):
                self._pending.popitem()[1].set_exception(BrokerAway(why))

    def _abort(self) -> None:
        self.alive = False
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)  # the reader wakes and takes the connection apart

    def close(self) -> None:
        """Take leave of the broker; the reader ends when the broker has taken leave too."""
        with suppress(*UNMADE):
            self._connection.send_method(spec.Connection.Close, "BsBB", (0, "", 0, 0))
        self._reader.join(CONNECT_S)
        self._abort()


def _connected(uri: str, name: str) -> _Connection:
    parts = parse_url(uri)
    connection = _Connection(
        host=f"{parts['hostname']}:{parts['port'] or 5672}",
        userid=parts["userid"] or "guest",
        password=parts["password"] or "guest",
        virtual_host=parts["virtual_host"] or "/",
        connect_timeout=CONNECT_S,
        heartbeat=HEARTBEAT_S,
        client_properties={"connection_name": f"rpc {name}"},
    )
    connection.connect()
    return connection


class Wire:
    """Links, one after another: a lost one is replaced when somebody asks again.

    Whoever asks while one connects awaits the outcome of that attempt, and nobody longer than they would for a reply:
    a broker that comes up takes connections well before it answers them.
    """

    def __init__(self, uri: str, name: str) -> None:
        """Remember where the broker is; nothing is opened yet."""
        self._uri = uri
        self._name = name
        self._link: Future[Link] | None = None
        self._turn = threading.Lock()

    def ask(self, routing_key: str, body: bytes, headers: dict[str, Any], deadline: float) -> bytes:
        """Ask within seconds from now, connecting first where needed; raises BrokerAway and the like."""
        ends = time.monotonic() + deadline
        link = self._linked(deadline)
        return link.ask(routing_key, body, headers, max(ends - time.monotonic(), 0.001))

    def _linked(self, seconds: float) -> Link:
        with self._turn:
            if self._link is None or _is_over(self._link):
                self._link = Future()
                threading.Thread(target=self._connect, args=(self._link,), daemon=True).start()
            attempt = self._link
        try:
            return attempt.result(seconds)
        except LOST as error:  # TimeoutError is one of them
            raise BrokerAway(f"the broker cannot be reached: {type(error).__name__}") from error

    def _connect(self, attempt: Future[Link]) -> None:
        try:
            attempt.set_result(Link(self._uri, self._name))
        except BaseException as error:  # noqa: BLE001 - whatever it is, whoever awaits the link is told
            attempt.set_exception(error)

    def close(self) -> None:
        """Close the connection, if there is one."""
        with self._turn:
            attempt, self._link = self._link, None
        if attempt is not None:
            with suppress(*LOST):
                attempt.result(CONNECT_S).close()


def _is_over(attempt: Future[Link]) -> bool:
    return attempt.done() and (attempt.exception() is not None or not attempt.result().alive)
