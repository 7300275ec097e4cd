"""Messages vanish or come twice between the exchange and the counter; every fact is counted once all the same."""

from amqp import Connection

from shared.bus import connect
from tests.journeys.figures import counted_exactly
from tests.journeys.live import Live

QUEUE = "reporting.facts"


def steal_every_third(connection: Connection) -> int:
    """Take messages out of the queue for good, and put two of three back; answer how many are gone."""
    channel, taken = connection.channel(), []
    while message := channel.basic_get(QUEUE):
        taken.append(message.delivery_tag)
    for tag in taken[::3]:
        channel.basic_ack(tag)
    return len(taken[::3])


def test_facts_lost_in_the_middle_are_mended_from_the_logs(live: Live) -> None:
    with counted_exactly(live, seed="middle") as crew:
        crew.does(10)
        with live.running.stopped("count-1"):
            crew.does(60)
            connection = connect(live.settings("reporting").broker_uri)
            stolen = steal_every_third(connection)
            connection.collect()

    assert stolen >= 10


def test_a_tail_of_facts_that_is_lost_whole_is_mended_from_the_logs(live: Live) -> None:
    with counted_exactly(live, seed="tail") as crew:
        with live.running.stopped("count-1"):
            crew.does(60)
            live.purge()
        crew.does(10)


def test_facts_that_come_twice_in_one_batch_are_counted_once(live: Live) -> None:
    with counted_exactly(live, seed="twice") as crew:
        with live.running.stopped("count-1"):
            known = len(live.overheard())
            crew.does(60)
            told = [body for _, body in live.overheard()[known:] if b'"outreach/' in body]
            live.publish("outreach", *told)
        crew.does(10)

    assert len(told) >= 20
