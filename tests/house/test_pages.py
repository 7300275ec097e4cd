"""Whatever the portal sends people to is there: errands, what waits, what they begin with, and the menu."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask, url_for
from werkzeug.routing import BuildError

from services.portal.web.app import create
from services.portal.web.first_day import BEGINNINGS, OF_LEVEL
from services.portal.web.inbox import SOURCES, leading
from services.portal.web.inbox.waiting import Source, Waiting
from services.portal.web.pages import MENU
from services.portal.web.pages.work.hub import ERRANDS
from services.portal.web.things import thing_named
from shared.settings import Settings
from tests.conftest import Site

NOWHERE = Waiting("何处", "", None, "nowhere.page")


@pytest.fixture(scope="module")
def app(site: Site) -> Iterator[Flask]:
    """Give the portal without anybody in it; it asks no service anything."""
    made = create(Settings("web", site.secrets, "test"))
    with made.test_request_context():
        yield made


def test_whatever_waits_leads_to_a_page(app: Flask) -> None:
    assert [page for each in SOURCES for page in each.pages if page not in app.view_functions] == []
    assert all(each.pages for each in SOURCES)


def test_what_would_lead_nowhere_is_an_error_and_no_line_without_a_link(app: Flask) -> None:
    source = Source("jobs", lambda _me: [NOWHERE], ("things.show",))

    with pytest.raises(ValueError, match=r"nowhere\.page"):
        leading(source, NOWHERE)
    with app.test_request_context(), pytest.raises(BuildError):
        _ = NOWHERE.address


def test_every_errand_leads_to_a_page(app: Flask) -> None:
    for each in ERRANDS:
        arguments: dict[str, Any] = dict(each.arguments)
        assert url_for(each.endpoint, **arguments).startswith("/"), each.endpoint
        if each.endpoint == "things.listing":
            assert thing_named(each.arguments["name"]).title == each.title
    assert app.view_functions


def test_every_beginning_and_every_line_of_the_menu_leads_to_a_page(app: Flask) -> None:
    for each in (*BEGINNINGS, *MENU):
        assert each.endpoint in app.view_functions
        assert url_for(each.endpoint).startswith("/")
    assert {each for begun in OF_LEVEL.values() for each in begun} <= set(BEGINNINGS)
