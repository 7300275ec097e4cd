"""A stock nameko service that counts each event in a transaction of its own, by the same fold."""

from __future__ import annotations

import signal
import sys
from typing import Any

from shared.green import go_green

go_green()

from nameko.events import event_handler  # noqa: E402
from nameko.runners import ServiceRunner  # noqa: E402

from services.reporting.fold import Arrival, Counter, plans  # noqa: E402
from services.reporting.indicators import CATALOGUE  # noqa: E402
from shared.database import engine  # noqa: E402


class Stock:
    """The handler that anybody would write first."""

    name = "stock"
    counter: Counter

    @event_handler("outreach", "VisitRecorded")  # type: ignore[untyped-decorator] # nameko ships no types
    def count(self, event: dict[str, Any]) -> None:
        """Count one event."""
        self.counter.count_arrivals([Arrival(event, b"")])


def main(broker_uri: str, database_url: str) -> None:
    """Serve until told to stop."""
    Stock.counter = Counter(engine(database_url), plans(CATALOGUE))
    runner = ServiceRunner({"AMQP_URI": broker_uri})
    runner.add_service(Stock)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    runner.start()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    runner.wait()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
