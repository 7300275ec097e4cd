"""Every page, in a real browser: no grave fault of accessibility, and nothing in English."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.journeys.live import Live
from tests.web.chromium import desk, english, faults, pictured

PAGES = {
    "home": "/home",
    "board": "/board/510100000000",
    "trend": "/board/510100000000/lectures/trend",
}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_fit_for_everybody_and_speaks_chinese(browser: Browser, live: Live, name: str) -> None:
    page = desk(browser, live.portal, "recorder", live.password)

    page.goto(PAGES[name])
    pictured(page, name)

    assert faults(page) == []
    assert english(page) == set()
