"""The accounts that a demo ends with."""

from __future__ import annotations

from deploy.demo.desks import DESKS, accounts, register
from shared.settings import Settings
from tests.journeys.live import Live
from tests.web.browsing import Visitor


def test_everybody_whom_the_demo_names_can_sit_down_and_begin(live: Live) -> None:
    known = Settings("operator", live.secrets)
    register(live.operator, known)
    register(live.operator, known)

    for does, login, password in accounts(known):
        page = Visitor(live.portal).signed_in(login, password).get("/home")
        assert (page.status, page.url) == (200, f"{live.portal}/home"), does
    assert len(DESKS) >= 6
