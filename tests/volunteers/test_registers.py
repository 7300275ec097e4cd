from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from services.volunteers.service import Volunteers
from shared.identity import Role, service_identity, sign, signing_key
from shared.refusals import Refused
from shared.settings import Settings
from shared.worker import in_process
from tests.builders import CITY, COUNTY, ELSEWHERE, LABOUR, LEAGUE, MARKER, TOWNSHIP
from tests.volunteers.conftest import DISSOLVED, Office
from tests.volunteers.season import STARTS_AT, a_plan, a_shift, a_station, a_volunteer, came, left, told_since, worked

WHERE = {"place": TOWNSHIP, "organisation": LEAGUE}


def a_project(office: Office, **but: Any) -> str:
    return str(office.say("publish_project", project_said(**but))["project"])


def project_said(**but: Any) -> dict[str, Any]:
    days = {"published_on": "2021-11-18", "starts_on": "2021-12-01", "ends_on": "2022-02-28"}
    return {**WHERE, "number": f"SC{uuid4().int % 10**12}", **days, **but}


def volunteer_said(**but: Any) -> dict[str, Any]:
    return {**WHERE, "source": "public", "recruited_on": "2021-11-18", **but}


def open_stations(office: Office, place: str, on: str) -> list[str]:
    return [each["id"] for each in office.ask("stations_open", place=place, on=on)]


def test_a_partner_is_credited_with_the_station_it_keeps(office: Office) -> None:
    before = len(office.told())
    station = a_station(office, partner=LABOUR)

    (opened,) = office.told()[before:]
    assert opened.data["joint_organisations"] == [LABOUR]
    (row,) = [each for each in office.counts("stations") if each["item"] == station and not each["breakdown"]]
    assert set(row["organisations"]) == {LEAGUE, LABOUR}


def test_a_partner_that_does_not_exist_is_refused_at_the_opening_and_at_a_change(office: Office) -> None:
    station, hub = a_station(office), str(uuid4())

    said = {"hub_kind": "road", "hub": hub, "partner": str(uuid4())}
    assert office.refusals("open_station", {**WHERE, **said, "opened_on": "2021-11-18"}) == ["OrganisationUnknown"]
    assert office.refusals("change_station", {**said, "station": station, "revision": 1}) == ["OrganisationUnknown"]


@pytest.mark.parametrize(
    ("but", "rule"),
    [
        ({"opens_at": "20:00", "closes_at": "08:00"}, "ClosesBeforeItOpens"),
        ({"opens_at": "08:00", "closes_at": "08:00"}, "ClosesBeforeItOpens"),
        ({"opens_at": "25:00"}, "FieldInvalid"),
        ({"weekdays": []}, "FieldInvalid"),
        ({"weekdays": ["monday", "monday"]}, "FieldInvalid"),
        ({"weekdays": ["someday"]}, "FieldInvalid"),
    ],
)
def test_opening_hours_and_days_make_sense(office: Office, but: dict[str, Any], rule: str) -> None:
    said = {**WHERE, "hub_kind": "road", "hub": str(uuid4()), "opened_on": "2021-11-18"}

    assert office.refusals("open_station", {**said, **but}) == [rule]


def test_no_shift_is_planned_on_a_weekday_on_which_the_station_stays_closed(office: Office) -> None:
    station = a_station(office, weekdays=["saturday", "sunday"])

    assert office.refusals("open_shift", a_plan(station)) == ["StationNotOpen"]


def test_the_stations_open_in_a_place_are_those_that_stand_and_open_on_that_weekday(office: Office) -> None:
    daily, weekend = a_station(office), a_station(office, weekdays=["saturday", "sunday"])
    closed = a_station(office)
    office.now = STARTS_AT
    office.say("close_station", {"station": closed, "closed_on": "2022-01-20"})

    monday, saturday = (open_stations(office, TOWNSHIP, day) for day in ("2022-01-24", "2022-01-22"))

    assert daily in monday
    assert weekend not in monday
    assert {daily, weekend} <= set(saturday)
    assert closed not in saturday
    assert daily in open_stations(office, CITY, "2022-01-24")
    assert daily not in open_stations(office, ELSEWHERE, "2022-01-24")
    assert open_stations(office, TOWNSHIP, "2021-11-17") == []


def test_another_service_may_ask_which_stations_are_open(office: Office) -> None:
    station = a_station(office)
    key = signing_key(Settings("children", office.site.secrets))
    token = sign(key, "children", service_identity("children"), "volunteers")

    answer = in_process(Volunteers, office.known, token).stations_open(place=TOWNSHIP, on="2022-01-24")

    assert station in [each["id"] for each in answer["answer"]]


def test_a_project_is_told_once_put_right_and_taken_back(office: Office) -> None:
    before = len(office.told())
    project = a_project(office)
    change = {**project_said(starts_on="2021-12-05"), "project": project, "revision": 1}
    for name in WHERE:
        change.pop(name)
    office.say("change_project", change)
    assert office.refusals("change_project", change) == ["StaleRevision"]
    office.say("withdraw_project", {"project": project, "reason": MARKER})

    told = [("ProjectPublished", 1), ("ProjectPublished", -1), ("ProjectPublished", 1), ("ProjectPublished", -1)]
    assert told_since(office, before) == told
    assert office.refusals("withdraw_project", {"project": project, "reason": MARKER}) == ["ProjectWithdrawn"]
    assert office.ask("project", id=project)["withdrawn"] is True


@pytest.mark.parametrize(
    ("but", "rule"),
    [
        ({"published_on": "2021-11-18", "starts_on": "2021-11-18"}, "PublishedTooLate"),
        ({"ends_on": "2021-11-30"}, "ProjectEndsBeforeStart"),
        ({"published_on": "2021-11-30"}, "DateInFuture"),
        ({"place": ELSEWHERE}, "OutOfScope"),
        ({"number": "项目一"}, "FieldInvalid"),
    ],
)
def test_a_project_that_breaks_a_rule_is_refused(office: Office, but: dict[str, Any], rule: str) -> None:
    assert office.refusals("publish_project", project_said(**but)) == [rule]


def test_a_number_belongs_to_one_project_until_it_is_taken_back(office: Office) -> None:
    said = project_said()
    project = office.say("publish_project", said)["project"]
    assert office.refusals("publish_project", said) == ["ProjectNumberKnown"]

    office.say("withdraw_project", {"project": project, "reason": MARKER})
    office.say("publish_project", said)


def test_a_shift_of_a_project_lies_within_the_project_s_days(office: Office) -> None:
    station, ended = a_station(office), a_project(office, ends_on="2022-01-23")
    office.say("open_shift", a_plan(station, project=a_project(office)))

    assert office.refusals("open_shift", a_plan(station, project=ended)) == ["ProjectNotRunning"]


def test_a_shift_of_a_county_may_belong_to_a_project_of_the_city(office: Office) -> None:
    project = a_project(office, place=CITY)
    office.scope = COUNTY[:6]

    office.say("open_shift", a_plan(a_station(office), project=project))
    assert office.refusals("open_shift", a_plan(a_station(office), project=str(uuid4()))) == ["NotFound"]


def test_a_volunteer_is_told_by_key_and_source_and_again_when_put_right(office: Office) -> None:
    before = len(office.told())
    volunteer = a_volunteer(office)
    change = {"volunteer": volunteer, "revision": 1, "source": "west_program"}
    office.say("change_volunteer", change)

    recruited, reversal, again = office.told()[before:]
    assert (recruited.data, again.data["source"]) == ({"volunteer": volunteer, "source": "university"}, "west_program")
    assert reversal.reverses == recruited.fact_id
    assert office.refusals("change_volunteer", change) == ["StaleRevision"]


@pytest.mark.parametrize(
    ("but", "rule"),
    [
        ({"recruited_on": "2021-11-19"}, "DateInFuture"),
        ({"place": DISSOLVED, "organisation": str(uuid4())}, "OrganisationUnknown"),
        ({"place": ELSEWHERE}, "OutOfScope"),
        ({"source": "friends"}, "FieldInvalid"),
        ({"name": MARKER}, "FieldUnknown"),
    ],
)
def test_a_recruitment_that_breaks_a_rule_is_refused(office: Office, but: dict[str, Any], rule: str) -> None:
    assert office.refusals("recruit_volunteer", volunteer_said(**but)) == [rule]


def test_nobody_checks_in_who_is_not_of_the_register_on_that_day(office: Office) -> None:
    shift, gone = a_shift(office), a_volunteer(office)
    office.now = STARTS_AT + timedelta(days=1)
    late = a_volunteer(office, recruited_on="2022-01-25")
    office.say("release_volunteer", {"volunteer": gone, "left_on": "2022-01-20"})

    for volunteer, rule in ((str(uuid4()), "NotFound"), (gone, "VolunteerHasLeft"), (late, "NotRecruitedYet")):
        fields = {"shift": shift, "volunteer": volunteer, "post": "order", "at": STARTS_AT.isoformat()}
        assert office.refusals("check_in", fields) == [rule]


def test_who_leaves_keeps_every_minute_and_leaves_once(office: Office) -> None:
    volunteer = a_volunteer(office)
    shift, _ = worked(office, volunteer)
    office.say("complete_shift", {"shift": shift})

    assert office.refusals("release_volunteer", {"volunteer": volunteer, "left_on": "2021-11-17"}) == [
        "LeftBeforeRecruited"
    ]
    leaving = {"volunteer": volunteer, "left_on": "2022-01-25"}
    office.say("release_volunteer", leaving)
    assert office.refusals("release_volunteer", leaving) == ["VolunteerHasLeft"]
    change = {"volunteer": volunteer, "revision": 1, "source": "public"}
    assert office.refusals("change_volunteer", change) == ["VolunteerHasLeft"]
    assert office.ask("volunteer", id=volunteer)["minutes"] == 240


def test_the_attendances_of_a_volunteer_add_up_to_the_minutes_shown(office: Office) -> None:
    volunteer, shifts = a_volunteer(office), []
    for number in range(2):
        start = STARTS_AT + timedelta(hours=5 * number)
        shifts.append(a_shift(office, starts_at=start.isoformat(), ends_at=(start + timedelta(hours=4)).isoformat()))
    office.now = STARTS_AT + timedelta(days=1)
    for number, shift in enumerate(shifts):
        came(office, shift, volunteer, at=300 * number)
        left(office, shift, volunteer, at=300 * number + 100)
        office.say("complete_shift", {"shift": shift})

    shown = office.ask("volunteer", id=volunteer)

    assert [each["shift"] for each in shown["attendances"]] == shifts
    assert shown["minutes"] == sum(each["minutes"] for each in shown["attendances"]) == 200


def test_the_registers_refuse_what_lies_outside_the_scope_and_what_the_closed_campaign_holds(office: Office) -> None:
    project, volunteer = a_project(office), a_volunteer(office)
    doors: list[tuple[str, dict[str, Any]]] = [
        ("withdraw_project", {"project": project, "reason": MARKER}),
        ("change_volunteer", {"volunteer": volunteer, "revision": 1, "source": "public"}),
        ("release_volunteer", {"volunteer": volunteer, "left_on": "2022-01-20"}),
    ]
    office.now = datetime(2022, 5, 1, 4, 0, tzinfo=UTC)
    assert [office.refusals(door, fields) for door, fields in doors] == [["CampaignClosed"]] * 3
    office.scope = "5109"
    assert [office.refusals(door, fields) for door, fields in doors] == [["OutOfScope"]] * 3


def test_who_may_only_look_enters_nobody_but_sees_the_register(office: Office) -> None:
    volunteer = a_volunteer(office)
    office.role = Role.VIEWER

    with pytest.raises(Refused, match="RoleMissing"):
        office.say("recruit_volunteer", volunteer_said())
    assert office.ask("volunteer", id=volunteer)["recruited_on"] == str(date(2021, 11, 18))
