"""nameko's RPC entrypoint, made to outlive the broker and to keep what it cannot read to itself."""

from __future__ import annotations

from typing import Any

from amqp import AMQPError
from kombu.exceptions import OperationalError
from nameko.amqp.publish import Publisher
from nameko.messaging import QueueConsumer
from nameko.rpc import Responder, Rpc, RpcConsumer, get_rpc_exchange

from shared.telemetry import alarm, log

LOST = (OSError, AMQPError, OperationalError)


class LastingQueueConsumer(QueueConsumer):  # type: ignore[misc] # nameko ships no types
    """Consumes again after the broker was away, when nameko's own would end the process."""

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


class Reply(Publisher):  # type: ignore[misc] # nameko ships no types
    """Publishes a reply without awaiting its confirm: whoever asked has a deadline, and asks again."""

    use_confirms = False
    delivery_mode = 1


class DoorResponder(Responder):  # type: ignore[misc] # nameko ships no types
    """Answers over a pooled connection."""

    publisher_cls = Reply


class LastingRpcConsumer(RpcConsumer):  # type: ignore[misc] # nameko ships no types
    """Hands calls to their doors; a reply that cannot be sent is lost, not the process."""

    queue_consumer = LastingQueueConsumer()

    def handle_message(self, body: Any, message: Any) -> None:
        """Pass a call on; one that nobody could be answered is dropped."""
        if not {"reply_to", "content_type"} <= message.properties.keys() or not isinstance(body, dict):
            alarm("call_malformed")
            self.queue_consumer.ack_message(message)
            return
        super().handle_message(body, message)

    def handle_result(self, message: Any, result: Any, exc_info: Any) -> tuple[Any, Any]:
        """Reply and acknowledge; unacknowledged, the call comes again when the broker is back."""
        config = self.container.config
        responder = DoorResponder(config["AMQP_URI"], get_rpc_exchange(config), config["serializer"], message)
        try:
            result, exc_info = responder.send_response(result, exc_info)
        except LOST as error:
            log("reply_lost", error=type(error))
            return result, exc_info
        self.queue_consumer.ack_message(message)
        return result, exc_info


class Door(Rpc):  # type: ignore[misc] # nameko ships no types
    """An RPC entrypoint that lasts."""

    rpc_consumer = LastingRpcConsumer()
