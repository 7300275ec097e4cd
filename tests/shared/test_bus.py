"""Publishing with confirms, and consuming in batches."""

import time
from collections.abc import Iterator, Sequence
from itertools import islice

import pytest

from shared.bus import (
    Batches,
    BrokerLost,
    Delivery,
    NotConfirmed,
    Publisher,
    connected,
    declare_exchange,
    declare_facts_queue,
    declare_frame_queue,
)
from tests.conftest import Site
from tests.shared.conftest import Heard
from tests.shared.proxy import Proxy

EXCHANGE = "outreach.events"


@pytest.fixture
def publisher(site: Site) -> Iterator[Publisher]:
    made = Publisher(site.broker_uri("outreach"), EXCHANGE)
    yield made
    made.close()


@pytest.fixture
def proxy(site: Site) -> Iterator[Proxy]:
    made = Proxy(site.broker_uri("outreach"))
    yield made
    made.close()


def bodies(many: int) -> list[tuple[str, bytes]]:
    return [("LampLit", b'{"position": %d}' % number) for number in range(many)]


def coming(batches: Batches, within: float = 20.0) -> Iterator[Sequence[Delivery]]:
    deadline = time.monotonic() + within
    for batch in batches:
        if batch:
            yield batch
        elif time.monotonic() > deadline:
            return


def taken(heard: Heard, wanted: int) -> list[bytes]:
    batches = Batches(heard.uri, "reporting.facts", idle=0.3)
    found: list[bytes] = []
    for batch in coming(batches):
        found += [each.body for each in batch]
        batches.ack(batch)
        if len(found) >= wanted:
            break
    batches.close()
    return found


def test_more_than_a_window_of_messages_arrives_in_order(heard: Heard, publisher: Publisher) -> None:
    publisher.publish(bodies(2_500))

    assert taken(heard, 2_500) == [body for _, body in bodies(2_500)]


def test_a_message_outlives_the_broker_and_says_what_it_is(heard: Heard, publisher: Publisher) -> None:
    publisher.publish(bodies(1))

    with connected(heard.uri) as connection, connection.channel() as channel:
        message = channel.basic_get("reporting.facts", no_ack=True)
    assert message.properties["delivery_mode"] == 2
    assert message.properties["content_type"] == "application/cloudevents+json"


def test_a_message_that_reaches_no_queue_is_not_confirmed(heard: Heard, publisher: Publisher) -> None:
    with connected(heard.uri) as connection, connection.channel() as channel:
        channel.queue_delete("reporting.facts")

    with pytest.raises(NotConfirmed, match="returned"):
        publisher.publish(bodies(3))
    publisher.publish(bodies(1), mandatory=False)


def test_a_message_that_a_queue_rejects_is_not_confirmed(heard: Heard, publisher: Publisher) -> None:
    with connected(heard.uri) as connection, connection.channel() as channel:
        full = {"x-max-length": 5, "x-overflow": "reject-publish"}
        channel.queue_declare("reporting.full", durable=True, auto_delete=False, arguments=full)
        channel.queue_bind("reporting.full", EXCHANGE, "#")
    try:
        with pytest.raises(NotConfirmed, match="nacked"):
            publisher.publish(bodies(50))
    finally:
        with connected(heard.uri) as connection, connection.channel() as channel:
            channel.queue_delete("reporting.full")


def test_a_closed_channel_is_not_a_confirmation_and_the_next_try_begins_anew(
    site: Site, heard: Heard, publisher: Publisher
) -> None:
    publisher.publish(bodies(1))
    with connected(site.broker_uri("outreach")) as connection, connection.channel() as channel:
        channel.exchange_delete(EXCHANGE)

    with pytest.raises(NotConfirmed, match="NotFound"):
        publisher.publish(bodies(1))
    with pytest.raises(NotConfirmed, match="returned"):
        publisher.publish(bodies(1))
    with connected(heard.uri) as connection:
        declare_facts_queue(connection, "reporting", ["outreach"])
    publisher.publish(bodies(1))


def test_a_connection_cut_in_the_middle_confirms_nothing_and_publishing_goes_on_after_it(
    heard: Heard, proxy: Proxy
) -> None:
    publisher = Publisher(proxy.uri, EXCHANGE)
    publisher.publish(bodies(1))
    proxy.cut_after(40_000)

    with pytest.raises(NotConfirmed):
        publisher.publish(bodies(5_000))
    with pytest.raises(NotConfirmed):
        publisher.publish(bodies(1))
    proxy.mend()
    publisher.publish(bodies(1))
    publisher.close()

    arrived = taken(heard, 2)
    assert 2 <= len(arrived) < 5_002


def test_a_broker_that_is_away_is_told_at_once() -> None:
    begun = time.monotonic()

    with pytest.raises(NotConfirmed):
        Publisher("amqp://nobody:nothing@127.0.0.1:1/", EXCHANGE).publish(bodies(1))
    with pytest.raises(BrokerLost):
        Batches("amqp://nobody:nothing@127.0.0.1:1/", "reporting.facts")
    assert time.monotonic() - begun < 3


def test_batches_are_no_larger_than_asked_and_a_small_one_does_not_wait_long(
    heard: Heard, publisher: Publisher
) -> None:
    publisher.publish(bodies(25))
    batches = Batches(heard.uri, "reporting.facts", size=10, wait=0.2)

    sizes = []
    for batch in coming(batches, within=0):
        sizes.append(len(batch))
        batches.ack(batch)
    batches.close()
    assert sum(sizes) == 25
    assert max(sizes) == 10


def test_what_was_not_acknowledged_comes_again_and_says_so(heard: Heard, publisher: Publisher) -> None:
    publisher.publish(bodies(6))
    first = Batches(heard.uri, "reporting.facts", size=3)
    one, two = islice(coming(first), 2)
    first.ack(one)
    first.close()

    second = Batches(heard.uri, "reporting.facts", size=3)
    # The acknowledgement just before the end may be lost, and what it was for come again too.
    again = next(each for batch in coming(second) for each in batch if each.body == two[0].body)
    second.close()
    assert again.redelivered


def test_a_batch_given_back_comes_again(heard: Heard, publisher: Publisher) -> None:
    publisher.publish(bodies(2))
    batches = Batches(heard.uri, "reporting.facts")
    batch = next(coming(batches))
    batches.nack(batch)

    assert next(coming(batches))[0].body == batch[0].body
    batches.close()


def test_bytes_that_are_no_text_come_as_they_were_sent(heard: Heard, publisher: Publisher) -> None:
    publisher.publish([("LampLit", b"\xff\xfe no json")])

    assert taken(heard, 1) == [b"\xff\xfe no json"]


def test_a_consumer_that_lost_its_broker_says_so(heard: Heard, publisher: Publisher) -> None:
    wire = Proxy(heard.uri)
    publisher.publish(bodies(1))
    batches = Batches(wire.uri, "reporting.facts")
    next(coming(batches))
    wire.close()

    with pytest.raises(BrokerLost):
        list(coming(batches))
    batches.close()


def test_a_message_that_nobody_can_take_ends_among_the_dead(heard: Heard, publisher: Publisher) -> None:
    publisher.publish(bodies(1))
    batches = Batches(heard.uri, "reporting.facts", size=1, wait=0)
    deliveries = 0
    for batch in coming(batches, within=0):
        deliveries += 1
        batches.nack(batch)
    batches.close()

    assert deliveries >= 50
    dead = Batches(heard.uri, "reporting.facts.dead")
    assert [each.body for each in next(coming(dead))] == [bodies(1)[0][1]]
    dead.close()
    with connected(heard.uri) as connection, connection.channel() as channel:
        channel.queue_delete("reporting.facts.dead")


def test_of_many_changes_of_the_frame_a_service_hears_the_newest(site: Site) -> None:
    with connected(site.broker_uri("portal")) as connection:
        declare_exchange(connection, "portal")
    with connected(site.broker_uri("outreach")) as connection:
        declare_frame_queue(connection, "outreach")
        declare_frame_queue(connection, "outreach")
    portal = Publisher(site.broker_uri("portal"), "portal.events")
    portal.publish([("FrameChanged", b"1"), ("FrameChanged", b"2"), ("FrameChanged", b"3")])
    portal.close()

    batches = Batches(site.broker_uri("outreach"), "outreach.frame")
    batch = next(coming(batches))
    batches.ack(batch)
    batches.close()
    assert [each.body for each in batch] == [b"3"]
