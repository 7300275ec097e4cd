"""The broker stops and comes back; connections are cut; nothing is lost, and nothing counted twice."""

import time

from tests.journeys.figures import counted_exactly
from tests.journeys.live import Live


def test_a_broker_that_loses_power_under_load_costs_nothing(live: Live) -> None:
    with counted_exactly(live, seed="power") as crew:
        crew.does(40)
        if live.broker is None:
            live.end_broker_connections()
        else:
            live.broker.cut_power()
            time.sleep(1)
            live.broker.start()
        crew.does(40)


def test_closing_every_connection_to_the_broker_costs_nothing(live: Live) -> None:
    with counted_exactly(live, seed="closed") as crew:
        for _ in range(2):
            crew.does(30)
            live.end_broker_connections()
        crew.does(30)


def test_terminating_every_connection_to_the_databases_costs_nothing(live: Live) -> None:
    with counted_exactly(live, seed="terminated") as crew:
        for _ in range(3):
            crew.does(30)
            live.end_database_connections()
        crew.does(30)
