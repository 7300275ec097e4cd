"""The broker and then a service go away and come back under people who work: the portal says so, and loses nothing."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NamedTuple
from uuid import uuid4

import pytest

from tests.builders import LEAGUE, TOWNSHIP
from tests.eventually import eventually
from tests.journeys.live import RECORDER, Live
from tests.web.browsing import Visitor

AWAY = {503, 504}
IN_WORDS = ("系统暂时连接不上", "服务没有启动", "等待超时")
DEADLINE_S, BACK_S = 5.0, 10.0
ROOM_S = 1.0
"""What a page takes beside the wait, on a machine that starts a broker at the same time."""

PAGES = ("/things/VisitRecorded", "/desk/aid/", "/things/VisitRecorded/new", "/desk/loans/")
VISITS = "/things/VisitRecorded/new"
ID = re.compile(r'name="id" value="([^"]+)"')


class Seen(NamedTuple):
    """One page that somebody opened: when, for how long, and what came."""

    at: float
    seconds: float
    path: str
    status: int
    text: str


class Load:
    """People who open pages all the time."""

    def __init__(self, live: Live) -> None:
        """Sign everybody in."""
        self.seen: list[Seen] = []
        self._over = threading.Event()
        self._threads = [threading.Thread(target=self._open, args=(path, signed_in(live))) for path in PAGES]

    @contextmanager
    def working(self) -> Iterator[Load]:
        """Have them work for the length of the block."""
        for each in self._threads:
            each.start()
        try:
            self.all_well()
            yield self
        finally:
            self._over.set()
            for each in self._threads:
                each.join()

    def all_well(self) -> float:
        """Wait until every page is shown again, and tell how long that took."""
        since = time.monotonic()
        eventually(
            "every page", lambda: set(PAGES) <= {each.path for each in self.since(since) if each.status == 200}, 60.0
        )
        return time.monotonic() - since

    def since(self, moment: float) -> list[Seen]:
        """Give the pages that were asked for after a moment."""
        return [each for each in list(self.seen) if each.at >= moment]

    def _open(self, path: str, visitor: Visitor) -> None:
        while not self._over.wait(0.1):
            at = time.monotonic()
            page = visitor.get(path)
            self.seen.append(Seen(at, time.monotonic() - at, path, page.status, page.text))


def signed_in(live: Live) -> Visitor:
    """Sign in as the recorder of 成都市."""
    return Visitor(live.portal).signed_in(RECORDER, live.password)


class Form:
    """A visit that somebody has filled in and sends, perhaps again."""

    def __init__(self, live: Live) -> None:
        """Open the form and fill it in."""
        self._visitor = signed_in(live)
        self._page = self._visitor.get(VISITS).text
        self.household = str(uuid4())
        self.fields = {
            "place": TOWNSHIP, "organisation": LEAGUE, "occurred_on": "2022-02-09", "target": "young_worker",
            "household": self.household, "persons": "3", "note": "停电时填的",
        }  # fmt: skip

    def sent(self) -> tuple[int, str]:
        """Send the form as it stands in the browser."""
        token = re.search(r'name="csrf_token" value="([^"]+)"', self._page)
        id = ID.search(self._page)
        assert token
        assert id
        page = self._visitor.post(VISITS, {"csrf_token": token[1], "id": id[1], **self.fields})
        if page.status in AWAY:
            self._page = page.text
        return page.status, page.text


def recorded(live: Live, household: str) -> int:
    """Count the visits of a household."""
    return int(live.ask("outreach", "SELECT count(*) FROM act WHERE data->>'household' = %s", household)[0][0])


def outlived(live: Live, gone: Callable[[], None], back: Callable[[], None], down_s: float = 3.0) -> float:
    """Let something go away under load and come back; give how long pages took to be back."""
    process, form = live.running.pid("web"), Form(live)
    with Load(live).working() as load:
        since = time.monotonic()
        gone()
        status, text = form.sent()
        time.sleep(down_s)
        back()
        took = load.all_well()

    said_no = [each for each in load.since(since) if each.status != 200]
    assert {each.status for each in said_no} <= AWAY
    assert all(any(words in each.text for words in IN_WORDS) for each in said_no)
    assert max(each.seconds for each in load.since(since)) < DEADLINE_S + ROOM_S
    assert status in AWAY
    assert "停电时填的" in text
    assert [form.sent()[0] for _ in range(2)] == [200, 200]
    assert recorded(live, form.household) == 1
    assert live.running.pid("web") == process
    return took


def test_pages_are_back_after_the_broker_was_away(live: Live, record_property: Callable[[str, object], None]) -> None:
    broker = live.broker
    if broker is None:
        pytest.skip("a given broker is not to be stopped")

    took = outlived(live, broker.cut_power, broker.start)

    record_property("back_after_broker_s", round(took, 1))
    assert took < BACK_S


def test_pages_are_back_after_a_service_was_away(live: Live, record_property: Callable[[str, object], None]) -> None:
    def back() -> None:
        live.running.start("serve-outreach")
        eventually("outreach", lambda: live.operator.call("outreach", "ping", deadline=30.0), 60.0)

    took = outlived(live, lambda: live.running.stop("serve-outreach"), back)

    record_property("back_after_service_s", round(took, 1))
    assert took < BACK_S
