"""Tokens for programs, as an officer issues and revokes them in the browser."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest

from deploy.demo.world import organisation_id
from tests.journeys.live import Live
from tests.web.browsing import Page, Visitor
from tests.web.programs import Program
from tests.web.staff import person

CITY = "510900000000"
NEW = "/people/tokens/new"
HIDDEN = re.compile(r'name="(id|secret)" value="([^"]+)"')
SHOWN = re.compile(r'id="secret" value="([^"]+)"')


@pytest.fixture
def officer(live: Live) -> Visitor:
    return Visitor(live.portal).signed_in(person(live, "officer", scope=CITY), live.password)


def said(form: Page, **but: str) -> dict[str, str]:
    about = {"title": f"县融媒体平台{uuid4().hex[:6]}", "organisation": organisation_id("league", CITY), "scope": CITY}
    return {**dict(HIDDEN.findall(form.text)), **about, "roles": "viewer", "expires_on": "2022-06-30", **but}


def test_a_token_is_shown_once_serves_a_program_and_serves_no_longer_when_it_is_revoked(
    live: Live, officer: Visitor
) -> None:
    form = said(officer.get(NEW))

    issued, again = officer.send(NEW, form), officer.send(NEW, form)
    secret = SHOWN.search(issued.text)
    assert secret, issued.text
    program = Program(live.portal, secret[1])
    told = program.ask("GET", "/token").json
    listed = officer.get("/people/tokens/")
    officer.send(f"/people/tokens/{told['token']}/revoke", {}, on=NEW)

    assert (told["title"], told["roles"], told["scope"]) == (form["title"], ["viewer"], ["5109"])
    assert SHOWN.search(again.text) is not None
    assert listed.text.count(form["title"]) == 2
    assert secret[1] not in listed.text
    assert program.ask("GET", "/token").status == 401


def test_what_may_not_be_issued_is_said_beside_its_field_and_the_form_is_still_there(officer: Visitor) -> None:
    form = said(officer.get(NEW), expires_on="2030-01-01", roles="approver")

    page = officer.send(NEW, form)

    assert page.status == 422
    assert "接口令牌只能填报或查看" in page.text
    assert f'value="{form["title"]}"' in page.text
    assert form["secret"] in page.text


def test_whoever_is_no_officer_issues_none(live: Live) -> None:
    recorder = Visitor(live.portal).signed_in(person(live, "recorder", scope=CITY), live.password)

    assert recorder.send(NEW, said(recorder.get(NEW))).status == 403
    assert recorder.get("/people/tokens/").status == 403
