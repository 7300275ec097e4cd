"""What each broker user may do, and may not."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from amqp.basic_message import Message
from amqp.channel import Channel
from amqp.exceptions import AccessRefused
from kombu.connection import Connection

from deploy.infrastructure import Servers
from tests.conftest import Site, provisioned
from tests.eventually import eventually

RPC = "nameko-rpc"


@pytest.fixture(scope="module")
def site(servers: Servers, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Give a site of this file's own: what is declared here is declared otherwise in earnest."""
    with provisioned(servers, tmp_path_factory.mktemp("brokers")) as made:
        yield made


@contextmanager
def channel_of(site: Site, user: str) -> Iterator[Channel]:
    with Connection(site.broker_uri(user), transport_options={"confirm_publish": True}) as connection:
        yield connection.channel()


def declare(channel: Channel, exchange: str) -> None:
    channel.exchange_declare(exchange, "topic", durable=True, auto_delete=False)


def ask(channel: Channel, key: str) -> None:
    channel.basic_publish(Message("{}"), RPC, key)


@pytest.fixture(scope="module", autouse=True)
def exchanges(site: Site) -> None:
    for service in ("outreach", "jobs", "children", "portal"):
        with channel_of(site, service) as channel:
            declare(channel, f"{service}.events")
            declare(channel, RPC)
            channel.queue_declare(f"rpc-{service}", durable=True, auto_delete=False)
            channel.queue_bind(f"rpc-{service}", RPC, f"{service}.*")


@pytest.mark.parametrize("user", ["jobs", "reporting", "portal", "operator"])
def test_events_of_a_service_are_declared_and_written_by_itself_only(site: Site, user: str) -> None:
    with channel_of(site, user) as channel, pytest.raises(AccessRefused):
        declare(channel, "outreach.events")
    with channel_of(site, user) as channel, pytest.raises(AccessRefused):
        channel.basic_publish(Message("{}"), "outreach.events", "VisitRecorded")


def test_reporting_hears_the_facts_of_the_actions_and_parks_them_in_queues_of_its_own(site: Site) -> None:
    with channel_of(site, "reporting") as channel:
        declare(channel, "reporting.dead")
        arguments = {"x-queue-type": "quorum", "x-dead-letter-exchange": "reporting.dead"}
        channel.queue_declare("reporting.facts", durable=True, auto_delete=False, arguments=arguments)
        channel.queue_bind("reporting.facts", "outreach.events", "#")
        with channel_of(site, "outreach") as outreach:
            outreach.basic_publish(Message("told"), "outreach.events", "VisitRecorded")
        told = eventually("the fact arrives", lambda: channel.basic_get("reporting.facts", no_ack=True))
        assert told.body == "told"


@pytest.mark.parametrize("user", ["jobs", "portal", "operator"])
def test_nobody_else_hears_or_takes_the_facts(site: Site, user: str) -> None:
    with channel_of(site, user) as channel, pytest.raises(AccessRefused):
        channel.basic_get("reporting.facts")
    with channel_of(site, user) as channel:
        channel.queue_declare(f"{user}.spy", durable=True, auto_delete=False)
        with pytest.raises(AccessRefused):
            channel.queue_bind(f"{user}.spy", "outreach.events", "#")


def test_no_fact_is_slipped_into_the_queue_past_its_exchange(site: Site) -> None:
    with channel_of(site, "outreach") as channel, pytest.raises(AccessRefused):
        channel.basic_publish(Message("{}"), "", "reporting.facts")


@pytest.mark.parametrize("user", ["outreach", "jobs", "volunteers", "children", "reporting"])
def test_every_service_hears_of_the_frame_and_of_nothing_else_in_portal(site: Site, user: str) -> None:
    with channel_of(site, user) as channel:
        channel.queue_declare(f"{user}.frame", durable=True, auto_delete=False)
        channel.queue_bind(f"{user}.frame", "portal.events", "FrameChanged")
        with pytest.raises(AccessRefused):
            channel.queue_bind(f"{user}.frame", "portal.events", "#")


@pytest.mark.parametrize("user", ["jobs", "reporting", "portal", "operator"])
def test_questions_to_a_service_are_read_by_itself_only(site: Site, user: str) -> None:
    with channel_of(site, user) as channel, pytest.raises(AccessRefused):
        channel.basic_get("rpc-children")
    with channel_of(site, user) as channel:
        queue = f"rpc.reply.{user}.{uuid.uuid4()}"
        channel.queue_declare(queue, exclusive=True)
        with pytest.raises(AccessRefused):
            channel.queue_bind(queue, RPC, "children.*")


def test_a_question_goes_out_and_its_answer_comes_back(site: Site) -> None:
    with channel_of(site, "operator") as asking, channel_of(site, "jobs") as answering:
        replies = f"rpc.reply.operator.{uuid.uuid4()}"
        asking.queue_declare(replies, exclusive=True)
        asking.queue_bind(replies, RPC, replies)
        ask(asking, "jobs.listing")
        assert eventually("the question arrives", lambda: answering.basic_get("rpc-jobs", no_ack=True))
        ask(answering, replies)
        assert eventually("the answer arrives", lambda: asking.basic_get(replies, no_ack=True))


def test_the_reply_queues_of_namekos_own_proxies_work_too(site: Site) -> None:
    with channel_of(site, "jobs") as channel:
        key = str(uuid.uuid4())
        channel.queue_declare(f"rpc.reply-jobs-{key}", durable=True, auto_delete=False, arguments={"x-expires": 1000})
        channel.queue_bind(f"rpc.reply-jobs-{key}", RPC, key)
        ask(channel, key)
        assert eventually("the answer arrives", lambda: channel.basic_get(f"rpc.reply-jobs-{key}", no_ack=True))


def test_a_service_asks_only_those_it_has_business_with(site: Site) -> None:
    with channel_of(site, "jobs") as channel:
        ask(channel, "portal.frame")
        with pytest.raises(AccessRefused):
            ask(channel, "children.look_up")


def test_no_user_reads_the_replies_of_another(site: Site) -> None:
    with channel_of(site, "jobs") as channel, pytest.raises(AccessRefused):
        channel.queue_declare(f"rpc.reply.children.{uuid.uuid4()}", exclusive=True)
