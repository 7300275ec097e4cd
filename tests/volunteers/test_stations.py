from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest

from shared.refusals import Refused
from tests.builders import COUNTY, ELSEWHERE, LEAGUE, MARKER, TOWNSHIP
from tests.volunteers.conftest import DISSOLVED, Office
from tests.volunteers.season import (
    ELSEWHERE_LEAGUE,
    STARTS_AT,
    a_plan,
    a_station,
)


def test_a_station_is_told_when_it_opens_and_when_it_closes(office: Office) -> None:
    before, id = len(office.told()), str(uuid4())

    fields = {"place": TOWNSHIP, "organisation": LEAGUE, "hub_kind": "airport"}
    office.say("open_station", {**fields, "hub": str(uuid4()), "opened_on": "2021-11-18"}, id)
    office.now = STARTS_AT
    office.say("close_station", {"station": id, "closed_on": "2022-01-20"})

    opened, closed = office.told()[before:]
    assert (opened.type, opened.data["hub_kind"], opened.occurred_on) == (
        "StationOpened",
        "airport",
        date(2021, 11, 18),
    )
    assert (closed.type, closed.data["station"], closed.occurred_on) == ("StationClosed", id, date(2022, 1, 20))
    assert (opened.place, opened.home, opened.organiser, opened.line) == (TOWNSHIP, COUNTY, "county", "travel")


@pytest.mark.parametrize(
    ("but", "rule"),
    [
        ({"place": "510199999999"}, "PlaceUnknown"),
        ({"place": DISSOLVED, "opened_on": "2022-01-20"}, "PlaceNotValid"),
        ({"organisation": str(uuid4())}, "OrganisationUnknown"),
        ({"opened_on": "2022-01-30"}, "DateInFuture"),
        ({"opened_on": "2021-10-31"}, "DateOutsideCampaign"),
        ({"place": ELSEWHERE}, "OutOfScope"),
        ({"organisation": ELSEWHERE_LEAGUE}, "OutOfScope"),
        ({"hub_kind": "spaceport"}, "FieldInvalid"),
    ],
)
def test_a_station_that_breaks_a_rule_is_refused(office: Office, but: dict[str, Any], rule: str) -> None:
    office.now = STARTS_AT
    fields = {"place": TOWNSHIP, "organisation": LEAGUE, "hub_kind": "railway"}

    assert office.refusals("open_station", {**fields, "hub": str(uuid4()), "opened_on": "2022-01-20", **but}) == [rule]


def test_putting_a_hub_right_reverses_the_opening_and_tells_it_again(office: Office) -> None:
    station, hub = a_station(office), str(uuid4())
    before = len(office.told())

    changed = office.say("change_station", {"station": station, "revision": 1, "hub_kind": "road", "hub": hub})

    assert changed == {"station": station, "revision": 2}
    reversal, again = office.told()[before:]
    assert (reversal.type, reversal.sign, reversal.data["hub_kind"]) == ("StationOpened", -1, "railway")
    assert (again.type, again.sign, again.data["hub_kind"], again.data["hub"]) == ("StationOpened", 1, "road", hub)
    assert office.ask("station", id=station)["hub"] == hub


def test_a_stale_revision_of_a_station_is_refused_and_both_revisions_are_shown(office: Office) -> None:
    change = {"station": a_station(office), "revision": 1, "hub_kind": "road", "hub": str(uuid4())}
    office.say("change_station", change)

    with pytest.raises(Refused) as refused:
        office.say("change_station", change)

    assert refused.value.as_data()[0]["details"] == {"given": 1, "current": 2}


def test_a_closed_station_is_closed_for_good(office: Office) -> None:
    station = a_station(office)
    office.say("close_station", {"station": station, "closed_on": "2021-11-18"})
    change = {"station": station, "revision": 1, "hub_kind": "road", "hub": str(uuid4())}

    assert office.refusals("close_station", {"station": station, "closed_on": "2021-11-18"}) == ["StationHasClosed"]
    assert office.refusals("change_station", change) == ["StationHasClosed"]
    assert office.refusals("open_shift", a_plan(station)) == ["StationNotOpen"]


def test_a_station_does_not_close_before_it_opened(office: Office) -> None:
    office.now = STARTS_AT
    station = a_station(office, opened_on="2022-01-10")

    assert office.refusals("close_station", {"station": station, "closed_on": "2022-01-09"}) == ["ClosedBeforeOpened"]


def test_a_station_with_shifts_ahead_does_not_close_until_they_are_cancelled(office: Office) -> None:
    station = a_station(office)
    shift = office.say("open_shift", a_plan(station))["shift"]
    office.now = STARTS_AT - timedelta(days=4)
    closing = {"station": station, "closed_on": "2022-01-20"}

    assert office.refusals("close_station", closing) == ["ShiftsRemain"]
    office.say("cancel_shift", {"shift": shift, "reason": MARKER})
    office.say("close_station", closing)
