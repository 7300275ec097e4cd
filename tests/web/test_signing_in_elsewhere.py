"""Signing in at an identity provider, over HTTP: what it says is taken once, in the browser that asked, for its own."""

from __future__ import annotations

import re
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit
from uuid import uuid4

import pytest
from playwright.sync_api import Browser

from deploy.infrastructure.addresses import free_port
from deploy.processes import processes
from deploy.site import await_portal
from deploy.supervisor import supervisor
from tests.journeys.live import Live
from tests.web.browsing import Page, Visitor
from tests.web.chromium import desk
from tests.web.identity_provider import IdentityProvider, answer_of
from tests.web.staff import person

GO, LINK = "/sign-in/provider", "/account/link"
TOWNSHIP = "510104017000"


@pytest.fixture
def login(live: Live) -> str:
    return person(live, "recorder", scope=TOWNSHIP)


@pytest.fixture
def subject() -> str:
    return f"subject-{uuid4()}"


def asked_to_link(browser: Visitor) -> str:
    """Press the button on the account page, and give the address at the provider to which the next page leads."""
    page = browser.send(LINK, {}, on="/account/")
    found = re.search(r'href="(http://localhost[^"]+)"', page.text)
    assert found, page.text
    return unescape(found[1])


def linked(live: Live, login: str, subject: str) -> tuple[Visitor, Page]:
    """Sign in by password and link the account to a subject."""
    browser = Visitor(live.portal).signed_in(login, live.password)
    return browser, browser.follow(answer_of(asked_to_link(browser), sub=subject))


def entered(browser: Visitor, subject: str) -> Page:
    """Sign in as a subject from the page where one signs in."""
    return browser.follow(answer_of(browser.get(GO).url, sub=subject))


@contextmanager
def on_record(live: Live, rule: str) -> Iterator[None]:
    """See that a refusal by a rule is written down in the block, with how one tried to sign in."""
    asked = (
        "SELECT count(*) FROM audit_entry WHERE kind = 'sign_in_refused'"
        " AND detail = jsonb_build_object('through', 'provider', 'rule', %s::text)"
    )
    [(before,)] = live.ask("portal", asked, rule)
    yield
    assert live.ask("portal", asked, rule) == [(before + 1,)]


def test_whoever_has_linked_an_account_signs_in_at_the_provider(live: Live, login: str, subject: str) -> None:
    _, told = linked(live, login, subject)
    assert "已关联" in told.text
    browser = Visitor(live.portal)
    assert "用统一身份认证登录" in browser.get("/sign-in?back=/mine/").text

    page = browser.follow(answer_of(browser.get(f"{GO}?back=/mine/").url, sub=subject))

    assert page.url == f"{live.portal}/mine/"
    assert "统一身份认证</td>" in browser.get("/account/").text
    [(kinds,)] = live.ask(
        "portal",
        "SELECT array_agg(e.kind || coalesce(' ' || (e.detail->>'through'), '') ORDER BY e.at) FROM audit_entry e"
        " JOIN person p ON p.id = e.person WHERE p.login = %s",
        login,
    )
    assert kinds == ["signed_in password", "linked", "signed_in provider"]


def test_an_identity_that_nobody_is_linked_to_is_refused_by_name_and_on_record(
    live: Live, visitor: Visitor, subject: str
) -> None:
    with on_record(live, "NotLinked"):
        page = entered(visitor, subject)

    assert (page.status, "尚未关联本系统的人员" in page.text, 'name="password"' in page.text) == (422, True, True)
    assert subject not in str(live.ask("portal", "SELECT * FROM audit_entry"))


def test_an_account_that_is_closed_is_no_longer_signed_in_to_elsewhere(live: Live, login: str, subject: str) -> None:
    linked(live, login, subject)
    live.ask("portal", "UPDATE person SET valid_to = '2022-02-01' WHERE login = %s", login)

    assert "尚未关联" in entered(Visitor(live.portal), subject).text


def test_whoever_takes_the_link_back_is_known_by_password_alone(live: Live, login: str, subject: str) -> None:
    browser, _ = linked(live, login, subject)

    assert "已取消关联" in browser.send("/account/unlink", {}, on="/account/").text
    assert "尚未关联" in entered(Visitor(live.portal), subject).text


def test_an_identity_belongs_to_one_person(live: Live, login: str, subject: str) -> None:
    linked(live, login, subject)
    with on_record(live, "LinkedToAnother"):
        _, told = linked(live, person(live, "recorder", scope=TOWNSHIP), subject)

    assert "已关联另一位人员" in told.text


def test_an_account_is_linked_for_whoever_asked_and_nobody_who_signed_in_since(
    live: Live, login: str, subject: str
) -> None:
    browser = Visitor(live.portal).signed_in(login, live.password)
    answer = answer_of(asked_to_link(browser), sub=subject)
    browser.signed_in(person(live, "recorder", scope=TOWNSHIP), live.password)

    assert "发起关联的是另一个账号" in browser.follow(answer).text


@pytest.mark.parametrize("name", ["state", "code"])
def test_an_answer_that_was_meddled_with_is_not_taken(visitor: Visitor, subject: str, name: str) -> None:
    answer = urlsplit(answer_of(visitor.get(GO).url, sub=subject))
    said = {**{each: found[0] for each, found in parse_qs(answer.query).items()}, name: "meddled"}

    page = visitor.follow(answer._replace(query=urlencode(said)).geturl())

    assert (page.status, ("重新点击" if name == "state" else "凭证无效") in page.text) == (422, True)


def test_an_answer_that_another_browser_asked_for_is_not_taken(live: Live, visitor: Visitor, subject: str) -> None:
    answer = answer_of(Visitor(live.portal).get(GO).url, sub=subject)

    assert "不是从本浏览器发起的" in visitor.follow(answer).text


def test_a_token_that_was_asked_for_with_another_nonce_is_not_believed(
    live: Live, visitor: Visitor, login: str, subject: str
) -> None:
    linked(live, login, subject)
    asked = urlsplit(visitor.get(GO).url)
    said = {**{each: found[0] for each, found in parse_qs(asked.query).items()}, "nonce": "of somebody else"}

    with on_record(live, "ProviderNotBelieved"):
        page = visitor.follow(answer_of(asked._replace(query=urlencode(said)).geturl(), sub=subject))

    assert (page.status, "凭证无效或已过期" in page.text) == (422, True)


def test_an_answer_is_taken_once_by_the_browser_and_once_by_the_provider(
    live: Live, visitor: Visitor, login: str, subject: str
) -> None:
    linked(live, login, subject)
    answer = answer_of(visitor.get(GO).url, sub=subject)
    copy = Visitor(live.portal)
    for cookie in visitor.cookies:
        copy.cookies.set_cookie(cookie)
    assert "您好" in visitor.follow(answer).text

    assert "已经用过" in visitor.follow(answer).text
    assert "凭证无效或已过期" in copy.follow(answer).text


def test_whoever_declines_at_the_provider_is_told_so(visitor: Visitor) -> None:
    page = visitor.follow(answer_of(visitor.get(GO).url, action="deny"))

    assert (page.status, "没有完成登录" in page.text) == (422, True)


def test_a_provider_that_goes_away_in_the_middle_is_said_to_be_away(
    live: Live, visitor: Visitor, provider: IdentityProvider, login: str, subject: str
) -> None:
    linked(live, login, subject)
    answer = answer_of(visitor.get(GO).url, sub=subject)
    provider.stop()
    try:
        page = visitor.follow(answer)
    finally:
        provider.start()

    assert (page.status, "暂时没有应答" in page.text) == (503, True)
    assert "您好" in entered(visitor, subject).text


@pytest.fixture
def beside_a_silent_provider(live: Live, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[str]:
    """Serve the pages once more, for a provider that takes connections and never says a word; gives their address."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        monkeypatch.setenv("NUANDONG_OIDC_ISSUER", f"http://127.0.0.1:{silent.getsockname()[1]}")
        bind = f"127.0.0.1:{free_port()}"
        [web] = [each for each in processes(live.secrets, "test", bind=bind) if each.name == "web"]
        with supervisor([web], tmp_path / "log"):
            await_portal(f"http://{bind}/")
            yield f"http://{bind}"


def test_where_the_provider_is_silent_a_page_says_so_in_seconds_and_the_password_is_still_good(
    beside_a_silent_provider: str, live: Live, login: str
) -> None:
    browser, began = Visitor(beside_a_silent_provider), time.monotonic()

    page = browser.get(GO)

    assert (page.status, "暂时没有应答" in page.text) == (503, True)
    assert time.monotonic() - began < 6
    assert "您好" in browser.signed_in(login, live.password).get("/home").text


def test_in_a_real_browser_the_way_to_the_provider_and_back_is_open(
    live: Live, browser: Browser, login: str, subject: str
) -> None:
    page = desk(browser, live.portal, login, live.password)
    page.goto("/account/")
    page.get_by_role("button", name="关联统一身份认证").click()
    page.get_by_placeholder("sub").fill(subject)
    page.get_by_role("button", name="Authorize").click()
    page.get_by_text("可以从统一身份认证登录").wait_for()

    page.get_by_role("button", name="退出", exact=True).first.click()
    page.get_by_role("link", name="用统一身份认证登录").click()
    page.get_by_role("button", name=subject).click()

    page.wait_for_url("**/home")
