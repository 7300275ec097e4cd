"""The month of a city, from its counties' look to the province's word."""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping
from html import unescape
from uuid import uuid4

import pytest

from deploy.demo.world import organisation_id
from tests.eventually import eventually
from tests.journeys.live import Live
from tests.web.browsing import Page, Visitor
from tests.web.staff import person

ELSEWHERE = organisation_id("league", "510900000000")
PROVINCE = organisation_id("league", "510000000000")
CITY, MONTH = "510300000000", "2021-11"
OTHER_CITY, QUIET_CITY, REMINDED_CITY = "510400000000", "510600000000", "510800000000"
COUNTY = "510302000000"
HIDDEN = re.compile(r'name="(id|revision)" value="([^"]+)"')
FORM = r'action="{}".*?</form>'


def officer(live: Live, *roles: str, scope: str = CITY, organisation: str = ELSEWHERE) -> Visitor:
    login = person(live, "officer", *roles, scope=scope, organisation=organisation)
    return Visitor(live.portal).signed_in(login, live.password)


def take(visitor: Visitor, city: str, month: str, step: str, **fields: str) -> Page:
    """Send a form of a city's month as it stands on the page."""
    path = f"/returns/{city}/{month}"
    form = re.search(FORM.format(f"{path}/{step}"), visitor.get(path).text, re.DOTALL)
    assert form, f"no form to {step}"
    return visitor.send(f"{path}/{step}", {**dict(HIDDEN.findall(form[0])), **fields}, on=path)


def reasons(visitor: Visitor, city: str, month: str) -> Mapping[str, str]:
    """Answer every warning."""
    return dict.fromkeys(re.findall(r'name="(reason\.[^"]+)"', visitor.get(f"/returns/{city}/{month}").text), "已核实")


def submit(visitor: Visitor, city: str, month: str) -> Page:
    return take(visitor, city, month, "submit", nothing="on", **reasons(visitor, city, month))


@pytest.fixture(scope="module", autouse=True)
def opened(live: Live) -> None:
    """Wait until the keeper has opened four months of 21 cities, which takes it a while on a new site."""
    asked = "SELECT count(*) FROM monthly_return WHERE month <= '2022-02'"
    eventually("the returns are open", lambda: live.ask("reporting", asked) == [(4 * 21,)], within=60.0)


@pytest.fixture(scope="module")
def writer(live: Live) -> Visitor:
    """Give an officer of 自贡市."""
    return officer(live)


@pytest.fixture(scope="module")
def decider(live: Live) -> Visitor:
    """Give an officer of the province."""
    return officer(live, scope="510000000000", organisation=PROVINCE)


def test_a_city_writes_submits_is_sent_back_and_is_accepted(writer: Visitor, decider: Visitor) -> None:
    page = writer.get(f"/returns/{CITY}/{MONTH}").text
    assert "2021年11月30日" in page
    assert "每月30号之前(含当日)" in page
    assert "还没有写:亮点、问题、下一步打算" in page

    written = take(writer, CITY, MONTH, "narrative", highlights="<b>走访</b>", problems="无", next_steps="继续")
    assert (written.status, "&lt;b&gt;走访&lt;/b&gt;" in written.text) == (200, True)

    silent = take(writer, CITY, MONTH, "submit", **reasons(writer, CITY, MONTH))
    assert (silent.status, "请明确作“零报告”" in silent.text) == (422, True)

    assert "已报送</span>" in submit(writer, CITY, MONTH).text
    assert "自贡市 2021年11月月报待采纳" not in writer.get("/home").text

    back = take(decider, CITY, MONTH, "send-back", reason="请核对走访户数")
    assert "已退回</span>" in back.text
    assert "2021年11月月报待报送" in writer.get("/home").text.split("退回给我")[1].split("<h3")[0]
    assert "退回:请核对走访户数" in writer.get(f"/returns/{CITY}/{MONTH}").text

    assert "已报送</span>" in submit(writer, CITY, MONTH).text
    assert "已采纳</span>" in take(decider, CITY, MONTH, "accept").text
    assert "更正中</span>" in take(writer, CITY, MONTH, "correct", reason="补入月末走访").text


def test_two_who_write_at_once_see_what_the_other_wrote_and_lose_nothing(live: Live) -> None:
    one, other = (officer(live, scope=OTHER_CITY) for _ in range(2))
    path = f"/returns/{OTHER_CITY}/{MONTH}"
    stale = dict(HIDDEN.findall(other.get(path).text))
    take(one, OTHER_CITY, MONTH, "narrative", highlights="甲写的", problems="", next_steps="")

    page = other.send(f"{path}/narrative", {**stale, "highlights": "乙写的", "problems": "", "next_steps": ""}, on=path)

    assert page.status == 409
    assert "乙写的</textarea>" in page.text
    assert "现已保存的是:甲写的" in page.text
    assert "乙写的" in take(other, OTHER_CITY, MONTH, "narrative", highlights="乙写的").text


def test_an_earlier_month_is_named_as_missing_and_a_warning_asks_for_its_reason(live: Live) -> None:
    writer = officer(live, scope=QUIET_CITY)

    assert "须先报送:2021年12月、2021年11月" in writer.get(f"/returns/{QUIET_CITY}/2022-01").text
    refused = take(writer, QUIET_CITY, "2022-01", "submit", nothing="on", **reasons(writer, QUIET_CITY, "2022-01"))
    assert (refused.status, "须先报送 2021-11 的月报" in refused.text) == (422, True)


def test_a_county_looks_at_its_part_and_the_city_sees_that_it_did(live: Live, writer: Visitor) -> None:
    county = officer(live, scope=COUNTY)
    path = f"/returns/county/{COUNTY}/2022-01"
    assert "2022年1月月报待本县核对" in county.get("/home").text
    page = county.get(path)
    assert "没有数字" in page.text

    done = county.send(path, dict(HIDDEN.findall(page.text)))

    assert "核对。</p>" in done.text
    assert "2022年1月月报待本县核对" not in county.get("/home").text
    assert "自流井区" in writer.get(f"/returns/{CITY}/2022-01").text.split("尚未核对")[0]
    assert "1/" in writer.get("/returns/").text


def test_february_says_why_it_is_due_on_the_twenty_eighth(writer: Visitor) -> None:
    page = writer.get(f"/returns/{CITY}/2022-02").text

    assert "2022年2月28日" in page
    assert "2月没有30号,以当月最后一天为准" in page


def test_the_province_sees_all_cities_by_code_and_no_city_sees_them(decider: Visitor, writer: Visitor) -> None:
    page = decider.get("/returns/?month=2021-11").text
    names = re.findall(r'href="/returns/(\d{12})/2021-11"', page)

    assert (len(names), names) == (21, sorted(names))
    assert "报送率" in page
    assert "成都市" not in writer.get("/returns/").text


def test_the_province_reminds_a_city_once_an_hour_and_the_city_finds_it_in_its_inbox(
    live: Live, decider: Visitor
) -> None:
    reminded, path = officer(live, scope=REMINDED_CITY), "/returns/?month=2021-12"
    call = {"id": str(uuid4()), "city": REMINDED_CITY, "month": "2021-12"}

    assert "已提醒 广元市" in decider.send("/returns/remind", call, on=path).text
    assert "已提醒 广元市" in decider.send("/returns/remind", call, on=path).text
    again = decider.send("/returns/remind", {**call, "id": str(uuid4())}, on=path)
    assert (again.status, "一小时内不再重复" in again.text) == (422, True)
    assert "团省委 2022-02-10" in reminded.get("/home").text
    assert reminded.send("/returns/remind", {**call, "id": str(uuid4())}, on="/home").status == 403


on_pages = pytest.mark.skipif(
    not any(map(shutil.which, ("soffice", "libreoffice"))), reason="LibreOffice is NOT INSTALLED: no .pdf has been made"
)


@pytest.mark.parametrize("form", [pytest.param("pdf", marks=on_pages), "docx", "xlsx"])
def test_a_return_and_the_summary_are_taken_home(writer: Visitor, decider: Visitor, form: str) -> None:
    own = writer.get(f"/returns/{CITY}/2022-01/document.{form}")
    whole = decider.get(f"/returns/province/2021-11/document.{form}")

    for page in (own, whole):
        assert page.status == 200
        assert page.headers["Content-Disposition"].startswith("attachment")
        assert page.body[:4] in {b"%PDF", b"PK\x03\x04"}


@on_pages
def test_a_preview_is_shown_and_not_taken_home(writer: Visitor) -> None:
    page = writer.get(f"/returns/{CITY}/2022-01/preview")

    assert page.headers["Content-Type"] == "application/pdf"
    assert page.headers["Content-Disposition"].startswith("inline")


def test_whoever_only_looks_is_offered_no_step_and_strangers_are_refused(live: Live, writer: Visitor) -> None:
    looker = Visitor(live.portal).signed_in(person(live, "viewer", scope=CITY, organisation=ELSEWHERE), live.password)
    page = looker.get(f"/returns/{CITY}/2022-01")

    assert (page.status, "/submit" in page.text, "<textarea" in page.text) == (200, False, False)
    assert writer.get(f"/returns/{OTHER_CITY}/2022-01").status == 403
    assert writer.get("/returns/province/2021-11/document.pdf").status == 403
    assert writer.get(f"/returns/{CITY}/2019-01").status == 422
    assert unescape(writer.get(f"/returns/{CITY}/x").text).count("没有名为“x”的统计期") == 1
