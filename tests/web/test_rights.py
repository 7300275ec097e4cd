"""What the doors say of themselves, and what follows for whoever signed in."""

from __future__ import annotations

import pytest

from deploy.roster import SERVICES
from tests.journeys.live import Live


@pytest.mark.parametrize("service", SERVICES)
def test_every_service_tells_its_doors_and_who_may_pass_them(live: Live, service: str) -> None:
    doors = {each["door"]: each for each in live.recorder.call(service, "doors")}

    assert doors["ping"] == {"door": "ping", "writes": False, "form": None, "roles": [], "service_only": False}


def test_a_door_names_its_form_and_its_roles(live: Live) -> None:
    doors = {each["door"]: each for each in live.recorder.call("outreach", "doors")}

    approving = {"door": "approve_aid", "writes": True, "form": "ApproveAid", "roles": ["approver"]}
    assert doors["approve_aid"] == {**approving, "service_only": False}
    assert doors["record"]["writes"]
    assert doors["facts"]["service_only"]
