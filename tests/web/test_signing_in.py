"""Signing in and out in a browser."""

from __future__ import annotations

import pytest

from tests.journeys.live import Live
from tests.web.browsing import Visitor
from tests.web.staff import person


@pytest.fixture(scope="module")
def login(live: Live) -> str:
    """Register somebody who signs in here alone: signing in is counted."""
    return person(live, "recorder")


def test_a_stranger_is_led_to_the_form_and_then_to_where_they_wanted(visitor: Visitor, live: Live, login: str) -> None:
    asked = visitor.get("/home?x=1")
    assert "/sign-in?back=" in asked.url

    page = visitor.send("/sign-in", {"login": login, "password": live.password, "back": "/home?x=1"})

    assert page.url == f"{live.portal}/home?x=1"
    assert "您好" in page.text


def test_a_wrong_password_is_refused_in_words_and_the_name_is_still_there(visitor: Visitor, login: str) -> None:
    page = visitor.send("/sign-in", {"login": login, "password": "wrong wrong"})

    assert page.status == 422
    assert "登录名或口令不正确" in page.text
    assert f'value="{login}"' in page.text


@pytest.mark.parametrize("elsewhere", ["//evil.example/", "https://evil.example/", "/\\evil.example", "javascript:1"])
def test_signing_in_never_leads_to_another_host(visitor: Visitor, live: Live, login: str, elsewhere: str) -> None:
    page = visitor.send("/sign-in", {"login": login, "password": live.password, "back": elsewhere})

    assert page.url == f"{live.portal}/home"


def test_a_form_without_its_token_is_refused(visitor: Visitor, live: Live, login: str) -> None:
    page = visitor.send("/sign-in", {"login": login, "password": live.password, "csrf_token": "forged"})

    assert page.status == 400
    assert "页面已过期" in page.text


def test_after_signing_out_the_session_is_over_for_every_copy_of_its_cookie(
    visitor: Visitor, live: Live, login: str
) -> None:
    visitor.signed_in(login, live.password)
    copy = Visitor(live.portal).carrying(visitor.cookies)

    visitor.send("/sign-out", {}, on="/home")

    assert "/sign-in" in copy.get("/home").url


def test_pages_allow_nothing_from_elsewhere_and_no_script_within(visitor: Visitor) -> None:
    page = visitor.get("/sign-in")

    assert "script-src 'self';" in page.headers["Content-Security-Policy"]
    assert "<script>" not in page.text
    assert " style=" not in page.text


def test_a_page_that_is_not_there_says_so_in_chinese(recorder: Visitor) -> None:
    page = recorder.get("/nowhere")

    assert page.status == 404
    assert "找不到网页" in page.text
