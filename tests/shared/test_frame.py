"""The frame: what holds on which day, and how it reaches every service."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import event, text

from deploy.infrastructure import Servers
from deploy.seed import first_frame
from services.portal.service import Portal
from shared.database import engine, transaction
from shared.frame import (
    Campaign,
    Frame,
    FrameStale,
    Holiday,
    Organisation,
    Place,
    changes_after,
    current,
    not_older,
    refresh,
    revise,
    version,
)
from shared.identity import service_identity, sign, signing_key
from shared.settings import Settings
from shared.worker import in_process
from tests.conftest import Site, provisioned

OLD, MERGED = date(2000, 1, 1), date(2021, 12, 15)
PROVINCE, CITY, COUNTY = "510000000000", "510100000000", "510104000000"
LEAGUE = UUID(int=3)
FRAME = Frame(
    5,
    [
        Place(OLD, None, PROVINCE, "四川省", "province", None),
        Place(OLD, None, CITY, "成都市", "city", PROVINCE),
        Place(OLD, None, COUNTY, "锦江区", "county", CITY),
        Place(OLD, MERGED, "510104017000", "督院街街道", "township", COUNTY),
        Place(OLD, MERGED, "510104018000", "盐市口街道", "township", COUNTY),
        Place(MERGED, None, "510104018000", "春熙路街道", "township", COUNTY),
        Place(OLD, None, "5101x1000000", "高新区", "county", CITY),
        Place(OLD, None, "440000000000", "广东省", "outside", None),
    ],
    [Organisation(OLD, MERGED, LEAGUE, "团委", "youth_league", "youth_league", "county", None, COUNTY)],
    [
        Campaign(
            "2021-22", date(2021, 11, 1), date(2022, 3, 31), date(2022, 4, 30), ("2021-11",),
            date(2022, 1, 17), date(2022, 1, 31), date(2022, 2, 25),
        )
    ],
    [Holiday(date(2022, 1, 30), "workday", "调休"), Holiday(date(2022, 1, 31), "holiday", "春节")],
)  # fmt: skip


@pytest.fixture(scope="module")
def site(servers: Servers, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Give a site of this file's own: others add places to portal's frame."""
    with provisioned(servers, tmp_path_factory.mktemp("frame")) as made:
        yield made


def test_a_place_is_known_under_the_name_of_the_day() -> None:
    assert [getattr(FRAME.place("510104018000", day), "name", None) for day in (date(2021, 12, 14), MERGED)] == [
        "盐市口街道",
        "春熙路街道",
    ]


def test_a_merged_place_is_known_but_holds_no_longer_from_its_last_day_on() -> None:
    assert FRAME.knows("510104017000")
    assert FRAME.place("510104017000", date(2021, 12, 14)) is not None
    assert FRAME.place("510104017000", MERGED) is None
    assert not FRAME.knows("510104099000")


def test_an_organisation_holds_for_its_days_only() -> None:
    assert FRAME.organisation(LEAGUE, OLD) is not None
    assert FRAME.organisation(LEAGUE, MERGED) is None
    assert FRAME.organisation(UUID(int=4)) is None


def test_above_a_place_lie_its_county_city_and_province() -> None:
    assert FRAME.ancestors("510104018000") == ("510104018000", COUNTY, CITY, PROVINCE)
    assert FRAME.ancestors("5101x1000000") == ("5101x1000000", CITY, PROVINCE)
    assert FRAME.ancestors("440000000000") == ("440000000000",)


def test_below_a_place_are_counted_those_that_hold() -> None:
    assert FRAME.count_below(PROVINCE, "township", date(2021, 12, 1)) == 2
    assert FRAME.count_below(PROVINCE, "township", MERGED) == FRAME.count_below(COUNTY, "township") == 1
    assert [each.code for each in FRAME.children(CITY)] == [COUNTY, "5101x1000000"]


def test_a_campaign_runs_on_its_days() -> None:
    found = [
        FRAME.campaign_on(day) for day in (date(2021, 10, 31), date(2021, 11, 1), date(2022, 3, 31), date(2022, 4, 1))
    ]

    assert [each and each.id for each in found] == [None, "2021-22", "2021-22", None]
    assert FRAME.campaign("2021-22") == found[1]


def test_a_sunday_before_the_festival_is_worked_and_the_festival_is_not() -> None:
    assert FRAME.is_workday(date(2022, 1, 30))
    assert not FRAME.is_workday(date(2022, 1, 31))
    assert not FRAME.is_workday(date(2022, 1, 23))
    assert FRAME.is_workday(date(2022, 1, 24))


@pytest.fixture(scope="module")
def portal(site: Site) -> Settings:
    site.migrate("portal", "jobs")
    known = Settings("portal", site.secrets, "test")
    fields = {**first_frame(), "organisations": []}
    answer = _operator(site, known).load_frame(id=str(uuid4()), fields=fields)
    assert "answer" in answer
    return known


def _operator(site: Site, known: Settings) -> Portal:
    key = signing_key(Settings("operator", site.secrets))
    return in_process(Portal, known, sign(key, "operator", service_identity("operator"), "portal"))


class Asking:
    """Asks portal as the jobs service would, in this process, and may change the frame between two pages."""

    def __init__(self, site: Site, portal: Settings, page: int, between: Any = None) -> None:
        token = sign(signing_key(Settings("jobs", site.secrets)), "jobs", service_identity("jobs"), "portal")
        self._portal = in_process(Portal, portal, token)
        self._page = page
        self._between = between
        self.pages = 0

    def call(self, service: str, method: str, /, *, deadline: float = 5.0, **arguments: Any) -> Any:
        assert (service, method, deadline) == ("portal", "frame", 5.0)
        if self.pages == 1 and self._between:
            self._between()
        self.pages += 1
        return self._portal.frame(**{**arguments, "limit": self._page})["answer"]


def held(known: Settings) -> Frame:
    own = engine(known.database_url, pool_size=1)
    try:
        with transaction(own) as session:
            return current(session)
    finally:
        own.dispose()


def changed(known: Settings, **rows: list[dict[str, Any]]) -> int:
    own = engine(known.database_url, pool_size=1)
    try:
        with transaction(own) as session:
            return revise(session, rows)
    finally:
        own.dispose()


def a_place(code: str, name: str) -> dict[str, Any]:
    return {
        "code": code, "name": name, "level": "county", "parent": CITY, "valid_from": "2000-01-01", "valid_to": None,
    }  # fmt: skip


def test_the_whole_frame_of_the_province_comes_to_a_service(site: Site, portal: Settings) -> None:
    jobs = Settings("jobs", site.secrets, "test")

    refresh(jobs, Asking(site, portal, 1_000))

    copied, own = held(jobs), held(portal)
    assert copied.version == own.version > 0
    assert [copied.count_below(PROVINCE, level) for level in ("city", "county", "township")] == [21, 183, 3_101]
    assert copied.campaigns == own.campaigns
    assert copied.place("440000000000", date(2022, 1, 1)) is not None
    assert {len(copied.ancestors(each.code)) for each in copied.below(PROVINCE) if each.level == "township"} == {4}


def test_only_what_changed_comes_the_second_time(site: Site, portal: Settings) -> None:
    jobs = Settings("jobs", site.secrets, "test")
    refresh(jobs, Asking(site, portal, 5_000))
    new = changed(portal, frame_place=[a_place("5101x2000000", "天府新区")])

    own = engine(portal.database_url, pool_size=1)
    with transaction(own) as session:
        rows = changes_after(session, new - 1)["rows"]
    own.dispose()
    refresh(jobs, Asking(site, portal, 5_000))

    assert [each["row"]["name"] for each in rows] == ["天府新区"]
    assert held(jobs).place("5101x2000000") == held(portal).place("5101x2000000")


def test_a_frame_that_changes_between_two_pages_is_read_again(site: Site, portal: Settings) -> None:
    jobs = Settings("jobs", site.secrets, "test")
    refresh(jobs, Asking(site, portal, 5_000))
    changed(
        portal,
        frame_place=[a_place("5101x3000000", "甲"), a_place("5101x4000000", "乙"), a_place("5101x5000000", "丙")],
    )

    def between() -> None:
        changed(portal, frame_place=[a_place("5101x3000000", "新甲")])

    asking = Asking(site, portal, 2, between)
    refresh(jobs, asking)

    assert [getattr(held(jobs).place(f"5101x{n}000000"), "name", None) for n in (3, 4, 5)] == ["新甲", "乙", "丙"]
    assert held(jobs).version == held(portal).version
    assert asking.pages > 2


def test_no_version_is_told_without_its_rows_if_it_comes_while_a_page_is_read(portal: Settings) -> None:
    own = engine(portal.database_url, pool_size=1)
    known = held(portal).version
    event.listen(own, "after_cursor_execute", lambda *_: changed(portal, frame_holiday=[]), once=True)
    with transaction(own) as session:
        page = changes_after(session, known)
    own.dispose()

    assert held(portal).version == known + 1
    assert page == {"version": known, "rows": [], "more": False}


def test_a_repeated_row_makes_no_change(portal: Settings) -> None:
    row = a_place("5101x6000000", "经开区")
    first = changed(portal, frame_place=[row])
    second = changed(portal, frame_place=[row])

    own = engine(portal.database_url, pool_size=1)
    with transaction(own) as session:
        since = changes_after(session, first - 1)
    own.dispose()
    assert second == first + 1
    assert [each["row"]["version"] for each in since["rows"]] == [first]


def test_a_service_may_not_delete_from_its_frame(portal: Settings) -> None:
    own = engine(portal.database_url, pool_size=1)
    with pytest.raises(Exception, match="permission denied"), transaction(own) as session:
        session.execute(text("DELETE FROM frame_place"))
    own.dispose()


def test_who_needs_a_newer_frame_waits_a_moment_for_it(portal: Settings) -> None:
    own = engine(portal.database_url, pool_size=2)
    with transaction(own) as session:
        needed = version(session) + 1
        later = threading.Timer(0.2, changed, [portal], {"frame_holiday": []})
        later.start()
        assert not_older(session, needed).version == needed
        later.join()
    own.dispose()


def test_who_needs_a_frame_that_does_not_come_is_refused_after_a_second(portal: Settings) -> None:
    own = engine(portal.database_url, pool_size=1)
    began = time.monotonic()
    with pytest.raises(FrameStale) as refused, transaction(own) as session:
        not_older(session, version(session) + 1)
    own.dispose()

    assert 0.9 < time.monotonic() - began < 3
    assert str(held(portal).version + 1) in refused.value.message
