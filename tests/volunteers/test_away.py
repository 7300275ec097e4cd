from typing import Any
from uuid import uuid4

import pytest

from services.volunteers.facts import TripAid
from tests.builders import AWAY, COUNTY, ELSEWHERE, LABOUR, LEAGUE, MARKER, TOWNSHIP
from tests.volunteers.conftest import Office
from tests.volunteers.season import ELSEWHERE_LEAGUE, STARTS_AT, told_since


def a_trip(**but: Any) -> dict[str, Any]:
    usual = {
        "place": COUNTY,
        "organisation": LEAGUE,
        "occurred_on": "2022-01-20",
        "direction": "back_to_work",
        "vehicle": "coach",
        "vehicles": 6,
        "people": 288,
        "note": MARKER,
    }
    return {**usual, **but}


def a_team(**but: Any) -> dict[str, Any]:
    return {"place": AWAY, "organisation": LEAGUE, "name": MARKER, "formed_on": "2021-11-18", **but}


def recorded(office: Office, **but: Any) -> str:
    id = str(uuid4())
    office.ask("record", kind=TripAid.__name__, id=id, fields=a_trip(**but))
    return id


def test_a_trip_is_counted_by_vehicle_and_direction_and_its_note_stays_at_home(office: Office) -> None:
    office.now = STARTS_AT
    before = len(office.told())
    recorded(office, joint_organisations=[LABOUR])

    (told,) = office.told()[before:]
    assert (told.type, told.place, told.data["vehicles"], told.data["people"]) == ("TripAid", COUNTY, 6, 288)
    for figure, by in (("trip_vehicles", "vehicle=coach"), ("trip_people", "direction=back_to_work")):
        assert by in [row["breakdown"] for row in office.counts(figure)]


def test_a_trip_home_begins_outside_the_province_and_counts_for_the_home_of_its_organisation(office: Office) -> None:
    office.now = STARTS_AT
    before = len(office.told())
    recorded(office, place=AWAY, direction="homeward", vehicle="train", vehicles=1, people=900)

    (told,) = office.told()[before:]
    assert (told.place, told.home) == (AWAY, COUNTY)


@pytest.mark.parametrize("but", [{"vehicles": 0}, {"people": 0}, {"direction": "away"}, {"vehicle": "bicycle"}])
def test_a_trip_that_makes_no_sense_is_refused(office: Office, but: dict[str, Any]) -> None:
    office.now = STARTS_AT

    with pytest.raises(Exception, match="FieldInvalid"):
        recorded(office, **but)


def test_a_team_is_told_when_it_is_formed_and_when_it_is_dissolved(office: Office) -> None:
    before, dissolved = len(office.told()), {"dissolved_on": "2022-01-20"}
    team = office.say("form_away_team", a_team())["team"]
    office.now = STARTS_AT
    office.say("dissolve_away_team", {"team": team, **dissolved})

    assert told_since(office, before) == [("AwayTeamFormed", 1), ("AwayTeamDissolved", 1)]
    assert office.refusals("dissolve_away_team", {"team": team, **dissolved}) == ["TeamDissolved"]
    shown = office.ask("away_team", id=team)
    assert (shown["place"], shown["dissolved_on"]) == (AWAY, "2022-01-20")


@pytest.mark.parametrize(
    ("but", "rule"),
    [
        ({"place": TOWNSHIP}, "TeamAtHome"),
        ({"formed_on": "2021-11-30"}, "DateInFuture"),
        ({"place": "990000000000"}, "PlaceUnknown"),
        ({"organisation": ELSEWHERE_LEAGUE}, "OutOfScope"),
        ({"place": ELSEWHERE}, "OutOfScope"),
    ],
)
def test_a_team_that_breaks_a_rule_is_refused(office: Office, but: dict[str, Any], rule: str) -> None:
    assert office.refusals("form_away_team", a_team(**but)) == [rule]


def test_a_team_is_not_dissolved_before_it_was_formed_nor_by_somebody_from_elsewhere(office: Office) -> None:
    team = office.say("form_away_team", a_team())["team"]
    office.now = STARTS_AT

    assert office.refusals("dissolve_away_team", {"team": team, "dissolved_on": "2021-11-17"}) == [
        "DissolvedBeforeFormed"
    ]
    office.scope = "5109"
    assert office.refusals("dissolve_away_team", {"team": team, "dissolved_on": "2022-01-20"}) == ["OutOfScope"]
