"""The page of the API's document, for an office's programmer: everything is there, and can be read."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.live import Live
from tests.web.browsing import Visitor
from tests.web.chromium import ALLOWED, DESK, ENGLISH, faults, pictured
from tests.web.programs import Program

SEEN = "node => { node.querySelectorAll('code, pre').forEach(each => each.remove()); return node.textContent }"
PATIENCE_MS = 60_000
"""The page is long: hundreds of calls."""

IDS, LINKS = re.compile(r'id="([^"]+)"'), re.compile(r'href="#([^"]+)"')


@pytest.fixture(scope="module")
def page(chrome: Browser, live: Live) -> Iterator[Page]:
    page = chrome.new_context(viewport=DESK, locale="zh-CN", base_url=live.portal).new_page()  # type: ignore[arg-type] # a size is a dict
    page.set_default_timeout(PATIENCE_MS)
    page.goto("/api/v1/")
    yield page
    page.context.close()


def test_the_page_is_fit_for_everybody(page: Page) -> None:
    page.locator(".api-part summary").first.click()
    pictured(page, "api")

    assert faults(page) == []


def test_a_link_to_the_fields_of_a_form_opens_them(page: Page) -> None:
    form = page.locator(".api-calls td:nth-child(3) a").first
    fields = page.locator(form.get_attribute("href") or "")
    expect(fields).to_be_hidden()

    form.click()

    expect(fields).to_be_visible()


def test_whatever_is_not_code_is_chinese(page: Page) -> None:
    said = page.locator("main").evaluate(f"main => ({SEEN})(main.cloneNode(true))")

    assert {word for word in ENGLISH.findall(said) if word.lower() not in ALLOWED} == set()


def test_the_contents_lead_to_every_part(page: Page) -> None:
    page.get_by_role("link", name="数字", exact=True).click()

    expect(page.locator("#api_figures")).to_be_in_viewport(timeout=PATIENCE_MS)  # it scrolls there, and does not jump


def test_every_link_within_the_page_leads_somewhere_and_no_two_places_have_one_name(visitor: Visitor) -> None:
    text = visitor.get("/api/v1/").text
    ids = IDS.findall(text)

    assert set(LINKS.findall(text)) <= set(ids)
    assert len(ids) == len(set(ids))


def test_every_call_and_every_field_is_on_the_page(live: Live, visitor: Visitor) -> None:
    document, text = Program(live.portal, "").ask("GET", "/openapi.json").json, visitor.get("/api/v1/").text
    things = [path for path in document["paths"] if "/acts/" not in path]

    assert [path for path in things if path not in text] == []
    assert [name for name in document["components"]["schemas"] if f'id="{name}"' not in text] == []
