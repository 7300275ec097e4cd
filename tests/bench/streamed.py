"""FastStream taking facts from our queue and counting each in a transaction of its own, by the same fold."""

from __future__ import annotations

import asyncio
import sys

from faststream import FastStream
from faststream.rabbit import Channel, RabbitBroker, RabbitMessage, RabbitQueue

from services.reporting.count import QUEUE
from services.reporting.fold import Counter, plans
from services.reporting.indicators import CATALOGUE
from shared.database import engine

AT_ONCE = 10


def main(broker_uri: str, database_url: str) -> None:
    """Count until told to stop, ten messages at once."""
    counter = Counter(engine(database_url, pool_size=AT_ONCE), plans(CATALOGUE))
    broker = RabbitBroker(broker_uri, default_channel=Channel(prefetch_count=AT_ONCE), logger=None)

    # A plain function: FastStream calls it in one of its threads, so that the loop never waits for the database.
    def count(message: RabbitMessage) -> None:
        counter.count([message.body])

    broker.subscriber(RabbitQueue(QUEUE, declare=False))(count)
    asyncio.run(FastStream(broker, logger=None).run())


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
