"""Keepers: one leads, another takes over, and what is due gets done."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from shared.bus import Publisher, connected, declare_exchange
from shared.database import transaction
from shared.duty import Due
from shared.frame import version
from shared.keeper import Listing, keep
from shared.relay import LeadLost
from shared.settings import Settings
from tests.conftest import Site
from tests.eventually import eventually
from tests.shared.answering import Answering
from tests.shared.conftest import Heard, Log

CLOSING = Due("close", UUID(int=5), "close_posting", {"posting": UUID(int=5)}, date(2022, 1, 5))


def nothing(_session: Session, _now: datetime) -> list[Due]:
    return []


def closing(_session: Session, _now: datetime) -> list[Due]:
    return [CLOSING]


class Keeper(threading.Thread):
    """A keeper in a thread of its own, with what it raised."""

    def __init__(self, settings: Settings, due: Listing) -> None:
        super().__init__()
        self.ends = threading.Event()
        self.raised: BaseException | None = None
        self._keep: Callable[[], None] = lambda: keep(settings, due, self.ends)

    def run(self) -> None:
        try:
            self._keep()
        except Exception as error:  # noqa: BLE001 - the test asks for it
            self.raised = error


@pytest.fixture
def settings(site: Site, log: Log) -> Settings:
    log.ask("DELETE FROM frame_version")
    with connected(site.broker_uri("portal")) as connection:
        declare_exchange(connection, "portal")
    return Settings("outreach", site.secrets, "test")


@contextmanager
def kept(settings: Settings, due: Listing = nothing) -> Iterator[Keeper]:
    keeper = Keeper(settings, due)
    keeper.start()
    try:
        yield keeper
    finally:
        keeper.ends.set()
        keeper.join(10)
        assert not keeper.is_alive()


def test_of_two_keepers_one_relays_and_the_other_takes_over_within_a_second(
    settings: Settings, log: Log, heard: Heard
) -> None:
    with kept(settings) as one:
        log.tell(1)
        eventually("the first keeper relays", lambda: log.mark == 1)
        with kept(settings) as two:
            log.end_lead()
            one.join(10)
            log.tell(1)
            begun = time.monotonic()
            eventually("the second keeper relays", lambda: log.mark == 2, within=5)
            assert time.monotonic() - begun < 2.5
            assert two.is_alive()

    assert isinstance(one.raised, LeadLost)
    assert two.raised is None
    assert heard.by_position(2) == log.positions


def test_due_work_is_done_once_by_its_ordinary_door(site: Site, settings: Settings, heard: Heard) -> None:
    def answer(_door: str, _arguments: dict[str, Any]) -> dict[str, Any]:
        return {"answer": {}}

    with Answering(site.broker_uri("outreach"), "outreach", answer) as service, kept(settings, closing) as keeper:
        eventually("the door was called", lambda: service.calls)
        keeper.ends.wait(2.5)

    assert service.calls == [("close_posting", {"id": str(CLOSING.id), "fields": {"posting": str(UUID(int=5))}})]
    assert heard.facts == []


def test_refused_due_work_is_not_tried_again_and_again(
    site: Site, settings: Settings, heard: Heard, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(_door: str, _arguments: dict[str, Any]) -> dict[str, Any]:
        return {"refused": [{"rule": "PostingClosed", "field": "posting", "message": "张三的岗位已下架"}]}

    with Answering(site.broker_uri("outreach"), "outreach", refuse) as service, kept(settings, closing) as keeper:
        eventually("the door was called", lambda: service.calls)
        keeper.ends.wait(2.5)
        assert keeper.is_alive()

    assert len(service.calls) == 1
    assert "张三" not in "".join(capsys.readouterr())
    assert heard.facts == []


def test_a_listing_that_fails_ends_the_keeper_with_its_error(settings: Settings, heard: Heard) -> None:
    def broken(_session: Session, _now: datetime) -> list[Due]:
        raise ZeroDivisionError

    with kept(settings, broken) as keeper:
        keeper.join(10)

    assert isinstance(keeper.raised, ZeroDivisionError)
    assert heard.facts == []


def test_the_frame_is_fetched_at_start_and_when_portal_says_that_it_changed(
    site: Site, settings: Settings, log: Log, heard: Heard
) -> None:
    newest = [3]

    def answer(_door: str, _arguments: dict[str, Any]) -> dict[str, Any]:
        return {"answer": {"version": newest[0], "rows": [], "more": False}}

    def held() -> int:
        with transaction(log.app) as session:
            return version(session)

    with Answering(site.broker_uri("portal"), "portal", answer) as portal, kept(settings):
        eventually("the frame came", lambda: held() == 3)
        newest[0] = 4
        publisher = Publisher(site.broker_uri("portal"), "portal.events")
        publisher.publish([("FrameChanged", b"{}")])
        publisher.close()
        eventually("the change came", lambda: held() == 4, within=5)

    assert all(door == "frame" for door, _ in portal.calls)
    assert heard.facts == []


def test_a_keeper_whose_broker_is_away_still_leaves_when_told(settings: Settings, tmp_path: Any) -> None:
    folder = tmp_path / "outreach"
    folder.mkdir()
    for file in (settings.secrets / "outreach").iterdir():
        (folder / file.name).write_text(file.read_text())
    (folder / "broker_uri").write_text("amqp://nobody:nothing@127.0.0.1:1/")

    with kept(replace(settings, secrets=tmp_path), closing) as keeper:
        keeper.ends.wait(2)
        assert keeper.is_alive()
        begun = time.monotonic()
        keeper.ends.set()
        keeper.join(10)
        assert time.monotonic() - begun < 9
    assert keeper.raised is None
