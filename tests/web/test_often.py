"""How often one may ask: of an address, of an account; told in words and seconds, and to whom it applies."""

from __future__ import annotations

import re
from ipaddress import ip_network
from uuid import uuid4

import pytest
from flask import Flask, request
from werkzeug.test import Client

from services.portal.web import often
from services.portal.web.pages.sign_in import OF_A_LOGIN
from services.portal.web.proxies import Behind
from tests.journeys.live import Live
from tests.web.asking import asker
from tests.web.browsing import Visitor
from tests.web.programs import issued
from tests.web.staff import person


def test_whoever_tries_one_account_too_often_is_told_in_words_how_long_to_wait(live: Live) -> None:
    login, guesser = person(live, "recorder"), asker(Visitor(live.portal))
    answers = [guesser.ask("POST", "/sign-in", login=login, password="a guess") for _ in range(OF_A_LOGIN + 1)]

    assert {each.status for each in answers[:-1]} == {422}
    told = re.search("操作过于频繁.*请在 ([0-9]+) 秒后重试", answers[-1].body.decode(), re.DOTALL)
    assert (answers[-1].status, bool(told and 1 <= int(told[1]) <= 60)) == (429, True)
    assert "您好" in Visitor(live.portal).signed_in(person(live, "recorder"), live.password).get("/home").text


def test_the_form_of_a_second_factor_is_sent_only_so_often(live: Live) -> None:
    browser = Visitor(live.portal).signed_in(person(live, "recorder", scope="510104017000"), live.password)
    path = "/account/second-factor/confirm"
    statuses = [browser.send(path, {"code": "000000"}, on="/account/").status for _ in range(11)]

    assert statuses[-1] == 429
    assert 429 not in statuses[:-1]


@pytest.fixture
def counting() -> Flask:
    """Give pages that may be asked for twice a minute: by an address, and under a name."""
    app = Flask(__name__)
    often.install(app)
    app.add_url_rule("/address", "address", often.at_most(2)(lambda: "shown"))
    app.add_url_rule("/name", "name", often.at_most(2, often.typed("name"))(lambda: "shown"), methods=["POST"])
    return app


def test_every_address_and_every_name_is_counted_for_itself_and_every_page_apart(counting: Flask) -> None:
    client = counting.test_client()

    def asked(address: str) -> int:
        return client.get("/address", environ_overrides={"REMOTE_ADDR": address}).status_code

    def named(name: str) -> int:
        return client.post("/name", data={"name": name}).status_code

    assert [asked(each) for each in ("192.0.2.1", "192.0.2.1", "192.0.2.1", "192.0.2.2")] == [200, 200, 429, 200]
    assert [named(each) for each in ("one", "one", "one", "other")] == [200, 200, 429, 200]
    assert 1 <= int(client.post("/name", data={"name": "one"}).headers["Retry-After"]) <= 120


@pytest.mark.parametrize(
    ("near", "forwarded", "seen"),
    [
        ("192.0.2.7", "198.51.100.1", "192.0.2.7"),
        ("10.1.0.9", "198.51.100.1", "198.51.100.1"),
        ("10.1.0.9", "203.0.113.5, 198.51.100.1", "198.51.100.1"),
        ("10.1.0.9", "203.0.113.5, 198.51.100.1, 10.1.0.3", "198.51.100.1"),
        ("10.1.0.9", "", "10.1.0.9"),
        ("10.1.0.9", "made up", "made up"),
    ],
)
def test_the_address_is_what_the_outermost_of_our_own_proxies_saw(near: str, forwarded: str, seen: str) -> None:
    app = Flask(__name__)
    app.add_url_rule("/", "seen", lambda: f"{request.remote_addr} {request.scheme}")
    client = Client(Behind(app.wsgi_app, [ip_network("10.1.0.0/24")]))
    said = {"X-Forwarded-For": forwarded, "X-Forwarded-Proto": "https"}

    answer = client.get("/", environ_overrides={"REMOTE_ADDR": near}, headers=said)

    assert answer.text == f"{seen} {'https' if near.startswith('10.') else 'http'}"


def refusals(live: Live, page: str) -> int:
    said = "jsonb_build_object('page', %s::text, 'rule', 'RoleMissing')"
    asked = f"SELECT count(*) FROM audit_entry WHERE kind = 'refused' AND detail = {said}"  # noqa: S608 - our own words
    [(found,)] = live.ask("portal", asked, page)
    return int(found)


def test_a_refusal_is_on_record_also_where_the_form_comes_back(live: Live) -> None:
    before, browser = refusals(live, "step.take"), Visitor(live.portal).signed_in(person(live, "viewer"), live.password)

    page = browser.send("/step/raise_need", {"id": str(uuid4())})

    assert (page.status, "没有办理此事所需的角色" in page.text) == (403, True)
    assert refusals(live, "step.take") == before + 1


def test_a_refusal_is_on_record_also_where_a_program_asked(live: Live) -> None:
    endpoint = "api_acts.record_many_VisitRecorded"
    before, (program, _) = refusals(live, endpoint), issued(live, "viewer")

    assert program.ask("POST", "/acts/VisitRecorded", {"rows": []}).status == 403
    assert refusals(live, endpoint) == before + 1
