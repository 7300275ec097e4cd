"""The search box: what lies within one's scope, and nothing else; a service that is away is named."""

from __future__ import annotations

import time
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, expect

from deploy.demo.world import organisation_id
from services.portal.web.search.returns import asked_by
from tests.builders import COUNTY, LEAGUE, MARKER, TOWNSHIP, a_visit
from tests.journeys.live import Live
from tests.web.browsing import Page, Visitor
from tests.web.chromium import desk
from tests.web.staff import person

EVERYTHING = ("recorder", "approver", "viewer", "officer")


@pytest.fixture(scope="module")
def officer(live: Live) -> Visitor:
    """Give somebody of 成都市 who may do everything."""
    return Visitor(live.portal).signed_in(person(live, *EVERYTHING), live.password)


@pytest.fixture(scope="module")
def stranger(live: Live) -> Visitor:
    """Give somebody of 遂宁市 who may do everything."""
    elsewhere = {"scope": "510900000000", "organisation": organisation_id("league", "510900000000")}
    return Visitor(live.portal).signed_in(person(live, *EVERYTHING, **elsewhere), live.password)


def searched(visitor: Visitor, words: str) -> Page:
    page = visitor.get(f"/search?q={quote(words)}")
    assert page.status == 200, page.text
    return page


def visited(live: Live) -> str:
    id = str(uuid4())
    fields = a_visit(place=COUNTY, occurred_on="2022-02-08")
    live.recorder.call("outreach", "record", kind="VisitRecorded", id=id, fields=fields)
    return id


def posted(live: Live, title: str, **but: Any) -> str:
    id = str(uuid4())
    fields = {
        "place": TOWNSHIP,
        "organisation": LEAGUE,
        "employer": str(uuid4()),
        "title": title,
        "trade": "electrics",
        "workplace": "county",
        "headcount": 5,
        "opens_on": "2022-02-05",
        "closes_on": "2022-02-25",
        **but,
    }
    live.recorder.call("jobs", "publish_posting", id=id, fields=fields)
    return id


def test_every_page_has_the_box(officer: Visitor) -> None:
    for page in ("/home", "/things/", "/desk/", "/account", "/search"):
        assert 'action="/search"' in officer.get(page).text


def test_a_place_leads_to_its_board_and_to_its_lists(officer: Visitor, stranger: Visitor) -> None:
    by_name, by_code = searched(officer, "锦江 区"), searched(officer, COUNTY)

    for page in (by_name, by_code):
        assert f'href="/board/{COUNTY}"' in page.text
        assert f'href="/things/?place={COUNTY}"' in page.text
    assert f"/things/VisitRecorded?place={COUNTY}" in officer.get(f"/things/?place={COUNTY}").text
    assert f"/board/{COUNTY}" not in searched(stranger, "锦江").text


def test_an_organisation_leads_to_the_lists_that_can_be_narrowed_to_it(officer: Visitor) -> None:
    page = searched(officer, "成都市团委")

    assert "/things/?organisation=" in page.text
    narrowed = officer.get(f"/things/?organisation={quote('成都市团委')}")
    assert f"/things/VisitRecorded?organisation={quote('成都市团委')}" in narrowed.text
    assert "/things/wish?" not in narrowed.text


def test_a_kind_leads_to_its_list_and_to_an_empty_form(officer: Visitor, live: Live) -> None:
    viewer = Visitor(live.portal).signed_in(person(live, "viewer"), live.password)

    assert 'href="/things/VisitRecorded/new"' in searched(officer, "走访").text
    assert 'href="/things/VisitRecorded"' in searched(viewer, "走访").text
    assert 'href="/things/VisitRecorded/new"' not in searched(viewer, "走访").text
    assert 'href="/things/referral/new"' not in searched(officer, "求职转介").text


def test_a_record_is_found_by_the_beginning_of_its_id_by_those_it_concerns(
    officer: Visitor, stranger: Visitor, live: Live
) -> None:
    visit = visited(live)

    for typed in (visit, visit[:8], visit[:13].upper()):
        assert f"/things/VisitRecorded/{visit}" in searched(officer, typed).text
    assert visit not in searched(stranger, visit[:8]).text


def test_a_posting_is_found_by_a_word_of_its_title(officer: Visitor, stranger: Visitor, live: Live) -> None:
    posting = posted(live, "数控机床操作工")

    assert f"/things/posting/{posting}" in searched(officer, "机床").text
    assert "数控机床操作工" not in searched(stranger, "机床").text


def test_only_so_many_of_a_kind_are_shown(officer: Visitor, live: Live) -> None:
    for number in range(11):
        posted(live, f"流水线普工 {number:02}")

    page = searched(officer, "流水线")

    assert page.text.count("/things/posting/") == 10
    assert "还有更多" in page.text


def test_officers_find_colleagues_and_that_is_noted_without_the_words(officer: Visitor, live: Live) -> None:
    login = person(live, "recorder")
    recorder = Visitor(live.portal).signed_in(login, live.password)

    assert "/people/" in searched(officer, login).text
    assert "/people/" not in searched(recorder, login).text
    noted = live.ask("portal", "SELECT detail::text FROM audit_entry WHERE kind = 'listed' ORDER BY at DESC LIMIT 1")
    assert '"what": "people"' in noted[0][0]
    assert login not in noted[0][0]


def test_notes_find_nobody_and_words_are_kept_nowhere(officer: Visitor, live: Live) -> None:
    visit, words = visited(live), "绝不留痕的查找词"

    assert visit not in searched(officer, MARKER).text
    searched(officer, words)
    assert words.encode() not in live.running.log.read_bytes()


@pytest.mark.parametrize("words", ["", "工", " 工 ", "字" * 101])
def test_too_few_or_too_many_characters_are_answered_with_what_can_be_found(officer: Visitor, words: str) -> None:
    page = searched(officer, words)

    assert "编号的前几位" in page.text
    assert "<section" not in page.text


def test_markup_and_wildcards_are_words_like_others(officer: Visitor) -> None:
    page = searched(officer, "<script>alert(1)</script>")

    assert "<script>alert(1)" not in page.text
    assert "没有找到" in page.text
    assert "/things/posting/" not in searched(officer, "%%").text


@pytest.mark.parametrize(
    ("words", "ending", "where"),
    [
        ("成都 1月", "-01", "成都"),
        ("成都市2022年2月月报", "2022-02", "成都市"),
        ("2021-12", "2021-12", ""),
        ("12月份 自贡", "-12", "自贡"),
    ],
)
def test_a_month_is_read_out_of_what_was_typed(words: str, ending: str, where: str) -> None:
    asked = asked_by(words)

    assert asked is not None
    assert (asked.ending, asked.where) == (ending, where)


def test_what_names_no_month_means_no_return() -> None:
    assert [asked_by(each) for each in ("成都", "510104", "a1b2c3d4", "13", "走访")] == [None] * 5


def test_returns_are_found_by_city_and_month(live: Live) -> None:
    city = {"scope": "510300000000", "organisation": organisation_id("league", "510900000000")}
    province = {"scope": "510000000000", "organisation": organisation_id("league", "510000000000")}
    county = {"scope": "510302000000", "organisation": organisation_id("league", "510900000000")}
    of_city, of_province, of_county = (
        Visitor(live.portal).signed_in(person(live, "officer", **each), live.password)
        for each in (city, province, county)
    )

    assert "/returns/510300000000/2021-11" in searched(of_city, "11月").text
    assert "/returns/510300000000/2021-11" in searched(of_province, "自贡 2021年11月").text
    assert "/returns/510400000000/2021-11" not in searched(of_province, "自贡 11月").text
    assert "/returns/county/510302000000/2021-11" in searched(of_county, "2021-11").text
    assert "/returns/510300000000" not in searched(of_city, "成都 11月").text


def test_a_service_that_is_away_is_named_and_the_others_finds_are_shown(officer: Visitor, live: Live) -> None:
    visit, posting = visited(live), posted(live, "停机检修工")
    searched(officer, "停机")

    with live.running.stopped("serve-jobs"):
        begun = time.monotonic()
        page = searched(officer, visit[:8])
        took = time.monotonic() - begun
    back = searched(officer, "停机")
    while "没有及时应答" in back.text and time.monotonic() < begun + 90:
        time.sleep(0.5)
        back = searched(officer, "停机")

    assert f"/things/VisitRecorded/{visit}" in page.text
    assert "“就业创业”没有及时应答" in page.text
    assert took < 10
    assert f"/things/posting/{posting}" in back.text


def test_the_key_of_the_box_leads_there_and_works_without_a_mouse(browser: Browser, live: Live) -> None:
    visit = visited(live)
    page = desk(browser, live.portal, person(live, "recorder"), live.password)
    page.goto(f"{live.portal}/things/")

    page.keyboard.press("/")
    expect(page.locator("#search")).to_be_focused()
    page.keyboard.type(visit[:8])
    page.keyboard.press("Enter")

    expect(page.locator("h2", has_text="走访")).to_be_visible()
    page.goto(f"{live.portal}/things/VisitRecorded/new")
    page.locator("textarea").first.focus()
    page.keyboard.type("1/2")
    expect(page.locator("textarea").first).to_have_value("1/2")
