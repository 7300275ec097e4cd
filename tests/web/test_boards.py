"""Boards: live within one's scope, as published elsewhere, each figure with the facts behind it."""

from __future__ import annotations

import re
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.client import HTTPResponse
from io import BytesIO
from urllib.error import HTTPError
from uuid import uuid4

import pytest
from playwright.sync_api import Browser
from python_calamine import CalamineWorkbook

from deploy.demo.world import organisation_id
from shared.rpc import PersonTokens
from tests.builders import a_lecture
from tests.eventually import eventually
from tests.journeys.live import Live
from tests.web.browsing import Visitor
from tests.web.chromium import desk
from tests.web.staff import person

PROVINCE, CITY, COUNTY, TOWNSHIP = "510000000000", "510900000000", "510904000000", "510904101000"
WIDEST = "512021000000"
"""The county with the most townships."""

PAGES_OF_PDF = re.compile(rb"/Type\s*/Page\b")


@pytest.fixture(scope="module")
def officer(live: Live) -> str:
    """Register an officer of the county, who records too."""
    return person(live, "recorder", "officer", "viewer", scope=COUNTY)


@pytest.fixture(scope="module")
def above(live: Live) -> str:
    """Register an officer of the province."""
    return person(live, "officer", scope=PROVINCE)


@pytest.fixture
def county(live: Live, officer: str) -> Visitor:
    return Visitor(live.portal).signed_in(officer, live.password)


@pytest.fixture
def province(live: Live, above: str) -> Visitor:
    return Visitor(live.portal).signed_in(above, live.password)


def lectured(live: Live, officer: str) -> str:
    """Record a lecture of a day that is this test's own, and give its id."""
    id, league = str(uuid4()), organisation_id("league", COUNTY)
    fields = a_lecture(place=TOWNSHIP, organisation=league, occurred_on="2022-02-08", audience_offline=37)
    rpc = live.operator.under(PersonTokens(live.operator, officer, live.password))
    rpc.call("outreach", "record", deadline=20.0, kind="LectureHeld", id=id, fields=fields)
    return id


def shown(visitor: Visitor, path: str) -> str:
    """Open a page and give its words."""
    page = visitor.get(path)
    assert page.status == 200, page.text
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.text))


def test_an_act_is_on_the_board_at_once_and_behind_the_figure_and_in_the_trend(
    live: Live, officer: str, county: Visitor
) -> None:
    lectured(live, officer)
    board = f"/board/{COUNTY}?period=2022-02&line=publicity"

    eventually("a lecture on the board", lambda: re.search(r"宣讲场次 累计 [1-9]", shown(county, board)), 30.0)
    words = shown(county, board)
    facts = shown(county, f"/board/{TOWNSHIP}/lectures/facts?period=2022-02")
    trend = shown(county, f"/board/{COUNTY}/lectures/trend?period=2022-02")

    assert "东禅镇" in words
    assert re.search(r"截至 \d+ 秒前", words)
    assert "覆盖乡镇数 1 ÷ 乡镇(街道)总数" in words
    assert "2022年2月8日 宣讲 东禅镇" in facts
    assert "线下受众 37 人次" in facts
    assert re.search(r"2022年2月8日 [1-9]", trend)


def test_whoever_looks_behind_a_figure_is_named_to_the_next_officer(county: Visitor) -> None:
    county.get(f"/board/{TOWNSHIP}/lectures/corrections?period=2022-01")

    assert "王小明不该离开本服务 更正情况" in shown(county, f"/board/{TOWNSHIP}/lectures/looks?period=2022-01")


def test_everybody_is_led_to_the_board_of_the_place_they_are_to_see(county: Visitor, province: Visitor) -> None:
    assert county.get("/board").url.endswith(f"/board/{COUNTY}")
    assert province.get("/board").url.endswith(f"/board/{PROVINCE}")


def test_figures_of_a_year_before_stand_beside_those_of_now(county: Visitor) -> None:
    words = shown(county, f"/board/{COUNTY}/year-on-year?period=2022-02&line=publicity")

    assert "2022年2月 (至今)与 2021年2月相比" in words.replace("2022年2月(至今)", "2022年2月 (至今)")


def test_outside_of_ones_scope_nothing_is_live_and_no_fact_is_told(county: Visitor) -> None:
    page = county.get(f"/board/{PROVINCE}?period=2022-01")
    words = page.text

    assert page.status in {200, 422}
    assert ("公开数据" in words) == (page.status == 200)
    assert "明细" not in words
    assert "sse-connect" not in words
    assert county.get(f"/board/{CITY}/lectures/facts").status == 403
    assert county.get(f"/board/{CITY}/lectures/trend").status == 403
    assert county.get(f"/board/{CITY}/live").status == 403


def test_facts_of_children_stand_behind_figures_of_their_county_alone(county: Visitor, province: Visitor) -> None:
    refused = province.get(f"/board/{COUNTY}/child_visits/facts")

    assert refused.status == 422
    assert "只对所在县、乡开放" in refused.text
    assert "/child_visits/facts" not in province.get(f"/board/{PROVINCE}?line=children").text
    assert "没有记录" in shown(county, f"/board/{COUNTY}/child_visits/facts?period=2021-12")


def test_the_province_sees_its_cities_as_tiles_and_in_the_order_of_their_codes(province: Visitor) -> None:
    page = province.get(f"/board/{PROVINCE}?period=2022-02").text
    listed = re.findall(r'<th scope="row"><a href="/board/(\d{12})', page)

    assert len(re.findall(r"<rect ", page)) == 21
    assert len(listed) == 21
    assert listed == sorted(listed)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (f"/board/{PROVINCE}?period=x", 422),
        (f"/board/{PROVINCE}?line=x", 404),
        ("/board/519900000000", 404),
        (f"/board/{PROVINCE}/nothing/facts", 422),
        (f"/board/{PROVINCE}/nothing/trend", 422),
        (f"/board/{PROVINCE}/lectures/looks?page=x", 200),
    ],
)
def test_what_there_is_not_is_answered_in_words(province: Visitor, path: str, status: int) -> None:
    page = province.get(path)

    assert page.status == status
    assert "Error" not in page.text


def test_a_board_is_taken_away_with_its_figures_as_numbers(county: Visitor) -> None:
    page = county.get(f"/board/{COUNTY}/board.xlsx?period=2022-02&line=publicity")
    rows = CalamineWorkbook.from_filelike(BytesIO(page.body)).get_sheet_by_index(0).to_python()

    assert str(rows[0][0]).startswith("安居区 2022年2月 一 政策宣传宣讲(截至")
    assert rows[1][:2] == ["地区", "宣讲场次(场次)"]
    assert rows[2][1] == "累计"
    assert rows[3][0] == "安居区"
    assert isinstance(rows[3][1], float)


@contextmanager
def seated(visitor: Visitor, path: str) -> Iterator[HTTPResponse]:
    """Look at a board for the length of the block."""
    with visitor._opener.open(urllib.request.Request(visitor.portal + path), timeout=30) as stream:  # noqa: SLF001 - a stream is read as it comes
        yield stream


def events(stream: HTTPResponse) -> Iterator[tuple[str, str]]:
    """Read events as they come: each with its data."""
    for line in stream:
        if line.startswith(b"event: "):
            yield line.decode().removeprefix("event: ").strip(), next(stream).decode().removeprefix("data: ").strip()


def test_whoever_looks_is_told_when_a_figure_changes(live: Live, officer: str, county: Visitor) -> None:
    board = county.get(f"/board/{COUNTY}?period=2022-02").text
    connect = re.findall(r'sse-connect="([^"]+)"', board)[0].replace("&amp;", "&")
    with seated(county, connect) as stream:
        told = events(stream)
        event, words = next(told)
        pulse, _ = next(told)
        lectured(live, officer)

        assert re.fullmatch(r"截至 \d+ 秒前", words)
        assert (event, pulse) == ("fresh", "fresh")
        assert any(event == "changed" for event, _ in told)


def test_one_person_holds_four_seats_and_no_more(live: Live) -> None:
    viewer = Visitor(live.portal).signed_in(person(live, "viewer", scope=COUNTY), live.password)
    with ExitStack() as seats:
        for _ in range(4):
            seats.enter_context(seated(viewer, f"/board/{COUNTY}/live"))
        with pytest.raises(HTTPError) as refused:
            seats.enter_context(seated(viewer, f"/board/{COUNTY}/live"))

    refused.value.close()
    assert refused.value.code == 503
    assert refused.value.headers["Retry-After"] == "20"


def test_a_board_is_printed_on_two_pages_at_most(browser: Browser, live: Live, above: str) -> None:
    page = desk(browser, live.portal, above, live.password)
    for path in (f"/board/{PROVINCE}", f"/board/{WIDEST}?line=children"):
        page.goto(path)

        assert len(PAGES_OF_PDF.findall(page.pdf(prefer_css_page_size=True))) <= 2


def test_an_open_board_shows_what_was_recorded_meanwhile(browser: Browser, live: Live, officer: str) -> None:
    page = desk(browser, live.portal, officer, live.password)
    page.goto(f"/board/{COUNTY}?period=2022-02&line=publicity")
    lectures = page.locator(".board-figure", has_text="宣讲场次").locator(".board-value").first
    before = int(lectures.inner_text())
    lectured(live, officer)

    page.wait_for_function(
        "was => Number(document.querySelector('.board-value').textContent) > was", arg=before, timeout=20_000
    )
