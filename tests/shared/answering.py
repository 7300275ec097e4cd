"""A service that answers over RPC as a test tells it to."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType
from typing import Any, Self

import orjson
from amqp import Message

from shared.bus import connect

Answer = Callable[[str, dict[str, Any]], dict[str, Any]]


class Answering:
    """Answers one service's calls for the length of a block, and remembers them."""

    def __init__(self, uri: str, service: str, answer: Answer) -> None:
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self._service = service
        self._answer = answer
        self._stop = threading.Event()
        self._connection = connect(uri)
        self._channel = self._connection.channel()
        self._channel.exchange_declare("nameko-rpc", "topic", durable=True, auto_delete=False)
        self._channel.queue_declare(self._queue, durable=True, auto_delete=False)
        self._channel.queue_bind(self._queue, "nameko-rpc", f"{service}.*")
        self._channel.basic_consume(self._queue, self._queue, no_ack=True, callback=self._called)
        self._thread = threading.Thread(target=self._serve)

    @property
    def _queue(self) -> str:
        return f"rpc-{self._service}"

    def _serve(self) -> None:
        while not self._stop.is_set():
            with suppress(TimeoutError):
                self._connection.drain_events(timeout=0.1)

    def _called(self, message: Message) -> None:
        method = message.delivery_info["routing_key"].split(".")[1]
        arguments = orjson.loads(message.body)["kwargs"]
        self.calls.append((method, arguments))
        reply = Message(
            orjson.dumps({"result": self._answer(method, arguments), "error": None}),
            correlation_id=message.properties["correlation_id"],
            content_type="application/json",
        )
        self._channel.basic_publish(reply, "nameko-rpc", message.properties["reply_to"])

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._stop.set()
        self._thread.join()
        self._channel.basic_cancel(self._queue)
        self._channel.queue_delete(self._queue)
        self._connection.close()
