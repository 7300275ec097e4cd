"""People in the browser: invited, joining, looking after their accounts; and what of it is on record."""

from __future__ import annotations

import re
from html import unescape
from uuid import uuid4

import pyotp
import pytest

from deploy.demo.world import organisation_id
from tests.journeys.live import Live
from tests.web.browsing import Page, Visitor
from tests.web.staff import person

COUNTY = "510104000000"
INVITE = "/people/invitations/new"


@pytest.fixture
def officer(live: Live) -> Visitor:
    return Visitor(live.portal).signed_in(person(live, "officer", "viewer"), live.password)


@pytest.fixture
def newcomer(live: Live) -> tuple[str, Visitor]:
    """Somebody of a township who has just signed in, with the login."""
    login = person(live, "recorder", scope="510104017000")
    return login, Visitor(live.portal).signed_in(login, live.password)


def invited(officer: Visitor, **but: str) -> Page:
    said = {
        "id": str(uuid4()), "position": "recorder", "organisation": organisation_id("league", COUNTY),
        "place": COUNTY, "for_whom": "张三", **but,
    }  # fmt: skip
    return officer.send(INVITE, said)


def link_on(page: Page) -> str:
    found = re.search(r'value="http://[^/]+(/invitation/[^"]+)"', page.text)
    assert found, page.text
    return found[1]


def test_whoever_is_sent_a_link_chooses_a_login_and_signs_in(officer: Visitor, visitor: Visitor, live: Live) -> None:
    link = link_on(invited(officer))
    assert "邀请您担任<strong>填报员</strong>" in visitor.get(link).text
    login = f"zhang-{uuid4().hex[:8]}"
    chosen = {"id": str(uuid4()), "login": login, "name": "张三", "password": live.password}

    mistyped = visitor.send(link, {**chosen, "again": "otherwise"})
    joined = visitor.send(link, {**chosen, "again": live.password})

    assert (mistyped.status, f'value="{login}"' in mistyped.text) == (422, True)
    assert joined.url.endswith("/sign-in")
    assert "人员与审计" not in visitor.signed_in(login, live.password).get("/home").text
    assert login in officer.get(f"/people/?words={login}").text


def test_what_may_not_be_offered_is_said_beside_its_field_and_the_form_is_still_there(officer: Visitor) -> None:
    page = invited(officer, position="city_officer", place="510100000000")

    assert page.status == 422
    assert "由上一级邀请" in page.text
    assert 'value="张三"' in page.text


def test_a_link_is_shown_to_whoever_made_it_alone(officer: Visitor, live: Live) -> None:
    link = link_on(invited(officer))
    other = Visitor(live.portal).signed_in(person(live, "officer"), live.password)

    assert link not in other.get("/people/invitations/").text


def test_with_a_telephone_enrolled_signing_in_asks_for_its_code(newcomer: tuple[str, Visitor], live: Live) -> None:
    login, browser = newcomer
    page = browser.send("/account/second-factor", {})
    secret = re.search(r'<code class="user-select-all">(\w+)</code>', page.text)
    assert secret
    assert "data:image/svg+xml" in page.text
    confirmed = browser.send("/account/second-factor/confirm", {"code": pyotp.TOTP(secret[1]).now()}, on="/account/")
    assert "动态码已启用" in confirmed.text

    page = Visitor(live.portal).send("/sign-in", {"login": login, "password": live.password})

    assert (page.status, "请填写动态码" in page.text) == (422, True)


def test_a_new_password_is_typed_twice_and_other_devices_are_signed_out(
    newcomer: tuple[str, Visitor], live: Live
) -> None:
    login, here = newcomer
    elsewhere = Visitor(live.portal).signed_in(login, live.password)
    said = {"old": live.password, "new": "quite another one"}

    assert "不一致" in here.send("/account/password", {**said, "again": "?"}, on="/account/").text
    assert "口令已修改" in here.send("/account/password", {**said, "again": said["new"]}, on="/account/").text

    assert "您好" in here.get("/home").text
    assert "原口令" not in elsewhere.get("/account/").text
    assert "/sign-in" in elsewhere.get("/account/").url


def test_one_signs_out_of_every_device_at_once(newcomer: tuple[str, Visitor]) -> None:
    _, browser = newcomer

    assert "/sign-in" in browser.send("/account/sign-out-everywhere", {}, on="/account/").url
    assert "/sign-in" in browser.get("/account/").url


def test_an_account_is_handed_over_on_its_page(officer: Visitor, live: Live) -> None:
    logins = [person(live, "recorder", scope="510104017000") for _ in range(2)]
    ids = [
        re.search(rf'/people/([0-9a-f-]{{36}})"[^%]*?{each}', officer.get(f"/people/?words={each}").text)
        for each in logins
    ]
    leaving, staying = (each[1] for each in ids if each)

    page = officer.send(f"/people/{leaving}/hand-over", {"id": str(uuid4()), "to": staying}, on=f"/people/{leaving}")

    assert "账号已移交并停用" in page.text


def test_whoever_asks_for_what_is_not_theirs_is_refused_and_the_officer_reads_of_it(
    officer: Visitor, recorder: Visitor
) -> None:
    page = recorder.get("/people/")
    assert (page.status, "没有所需的角色" in page.text) == (403, True)

    log = unescape(officer.get("/audit/?kind=refused").text)

    assert "越权被拒" in log
    assert "没有所需的角色" in log


def test_the_table_of_positions_shows_what_each_may_do(officer: Visitor) -> None:
    page = officer.get("/people/positions/")

    assert "采纳或退回市(州)月报" in page.text
    assert "团省委审批人" in page.text
