"""Views: the filters of a list kept under a name, opened again, renamed and forgotten."""

from __future__ import annotations

import re
from urllib.parse import quote
from uuid import uuid4

import pytest

from tests.builders import COUNTY
from tests.journeys.live import Live
from tests.web.browsing import Page, Visitor
from tests.web.staff import person

NARROWED = f"since=2022-02-01&place={COUNTY}&w-target=young_worker&order=oldest"
LIST = "/things/VisitRecorded"
RENAME = re.compile(r'action="(/things/VisitRecorded/views/[0-9a-f-]{36}/rename)[?"]')


@pytest.fixture
def clerk(live: Live) -> Visitor:
    return Visitor(live.portal).signed_in(person(live, "recorder"), live.password)


def keep(clerk: Visitor, title: str, narrowed: str = NARROWED, id: str | None = None) -> Page:
    fields = {"id": id or str(uuid4()), "title": title}
    return clerk.send(f"{LIST}/views?{narrowed}", fields, on=f"{LIST}?{narrowed}")


def test_filters_are_kept_under_a_name_and_opened_again(clerk: Visitor) -> None:
    page = keep(clerk, "锦江二月")

    assert page.status == 200
    assert page.url.endswith(f"{LIST}?since=2022-02-01&place={COUNTY}&w-target=young_worker&order=oldest")
    link = re.search(r'href="(/things/VisitRecorded\?[^"]+)">锦江二月</a>', clerk.get(LIST).text)
    assert link
    opened = clerk.get(link[1].replace("&amp;", "&"))
    assert 'aria-current="page"' in opened.text
    assert 'value="2022-02-01"' in opened.text
    assert re.search(r'value="young_worker" selected', opened.text)
    assert "走访:锦江二月" in clerk.get("/things/").text
    assert "锦江二月" not in clerk.get("/things/LectureHeld").text


def test_a_form_sent_twice_keeps_one_view(clerk: Visitor) -> None:
    id = str(uuid4())

    assert (keep(clerk, "一次", id=id).status, keep(clerk, "一次", id=id).status) == (200, 200)
    assert clerk.get("/things/").text.count("走访:一次") == 1


def test_a_view_is_renamed_and_forgotten(clerk: Visitor) -> None:
    rename = RENAME.search(keep(clerk, "旧名").text)
    assert rename

    renamed = clerk.send(rename[1], {"id": str(uuid4()), "title": "新名"}, on=LIST)
    assert ("新名" in renamed.text, "旧名" in renamed.text) == (True, False)
    gone = clerk.send(rename[1].replace("rename", "forget"), {"id": str(uuid4())}, on=LIST)
    assert gone.status == 200
    assert "新名" not in gone.text


def test_a_name_that_is_refused_comes_back_with_the_reason_beside_it_and_the_list_as_it_was(clerk: Visitor) -> None:
    keep(clerk, "同名")

    again, empty = keep(clerk, "同名"), keep(clerk, " ")

    assert (again.status, empty.status) == (422, 422)
    assert "这个列表已有名为“同名”的视图" in again.text
    assert re.search(r'name="title"[^>]*value="同名"[^>]*aria-describedby="view-wrong"', again.text)
    assert 'value="2022-02-01"' in again.text


def test_what_is_no_filter_is_neither_kept_nor_taken_for_one(clerk: Visitor) -> None:
    odd = "name=need&_external=1&_scheme=javascript&_anchor=x&after=y&order=oldest"

    assert clerk.get(f"{LIST}?{odd}").status == 200
    page = keep(clerk, "古怪", odd.replace("&after=y", ""))

    assert page.status == 200
    assert "javascript" not in page.text
    assert page.url.endswith(f"{LIST}?order=oldest")


def test_a_title_is_shown_as_it_was_typed(clerk: Visitor) -> None:
    page = keep(clerk, "<b>粗</b>")

    assert "&lt;b&gt;粗&lt;/b&gt;" in page.text
    assert "<b>粗" not in page.text


def test_the_views_of_one_are_not_those_of_another(clerk: Visitor, live: Live) -> None:
    keep(clerk, "只有我看得到")
    other = Visitor(live.portal).signed_in(person(live, "recorder", "officer"), live.password)
    rename = RENAME.search(clerk.get(LIST).text)
    assert rename

    assert "只有我看得到" not in other.get(LIST).text
    assert other.send(rename[1], {"id": str(uuid4()), "title": "抢来"}, on=LIST).status == 404


def test_views_of_processes_and_registers_are_kept_too(clerk: Visitor) -> None:
    for path, narrowed in (("/things/need", "state=met"), ("/things/station", f"organisation={quote('成都市团委')}")):
        page = clerk.send(f"{path}/views?{narrowed}", {"id": str(uuid4()), "title": "办结"}, on=f"{path}?{narrowed}")
        assert page.status == 200
        assert "办结" in page.text


def test_a_closed_list_of_views_leaves_the_things_listed(clerk: Visitor, live: Live) -> None:
    clerk.get(LIST)

    with live.running.stopped("serve-portal"):
        page = clerk.get(LIST)

    assert "视图暂时读不到" in page.text or page.status == 503
