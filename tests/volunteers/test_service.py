from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text

from services.volunteers.model import Attendance, MakeUp, SignUp
from shared.database import transaction
from shared.identity import Role
from shared.refusals import Refused
from tests.builders import MARKER
from tests.volunteers.conftest import Office
from tests.volunteers.season import (
    STARTS_AT,
    a_plan,
    a_shift,
    a_station,
    a_volunteer,
    after_start,
    came,
    told_since,
    worked,
)


def test_after_the_campaign_closed_nothing_is_recorded(office: Office) -> None:
    shift, attendances = worked(office, a_volunteer(office))
    station = a_station(office)
    office.now = datetime(2022, 5, 1, 4, 0, tzinfo=UTC)

    assert office.refusals("complete_shift", {"shift": shift}) == ["CampaignClosed"]
    assert office.refusals("void_attendance", {"attendance": attendances[0], "reason": MARKER}) == ["CampaignClosed"]
    assert office.refusals("close_station", {"station": station, "closed_on": "2022-03-01"}) == ["CampaignClosed"]
    checking_out = {"shift": shift, "volunteer": str(uuid4()), "at": after_start(60)}
    assert office.refusals("check_in", {**checking_out, "post": "order"}) == ["CampaignClosed"]
    assert office.refusals("check_out", checking_out) == ["CampaignClosed"]


def test_a_repeated_call_is_answered_as_the_first_time_and_told_once(office: Office) -> None:
    shift, _ = worked(office, a_volunteer(office))
    id = str(uuid4())
    first = office.say("complete_shift", {"shift": shift, "served": [{"post": "order", "people": 7}]}, id)
    before = len(office.told())

    again = office.say("complete_shift", {"shift": shift, "served": [{"post": "order", "people": 7}]}, id)

    assert again == first
    assert told_since(office, before) == []


def test_a_repeated_id_with_other_content_is_refused(office: Office) -> None:
    id, station = str(uuid4()), a_station(office)
    office.say("open_shift", a_plan(station), id)

    assert office.refusals("open_shift", a_plan(station, ends_at=after_start(120)), id) == ["IdAlreadyUsed"]


def test_an_attendance_outside_the_scope_cannot_even_be_seen(office: Office) -> None:
    _, (attendance,) = worked(office, a_volunteer(office))
    office.scope = "5109"

    assert office.refusals("void_attendance", {"attendance": attendance, "reason": MARKER}) == ["NotFound"]


def test_row_level_security_hides_who_was_where_from_a_transaction_without_their_scope(office: Office) -> None:
    volunteer, shift = a_volunteer(office), a_shift(office)
    office.say("sign_up", {"shift": shift, "volunteer": volunteer, "post": "order"})
    office.now = STARTS_AT + timedelta(days=1)
    hours = {"came_at": after_start(0), "left_at": after_start(60)}
    office.say(
        "ask_make_up", {"shift": shift, "volunteer": a_volunteer(office), "post": "order", **hours, "reason": MARKER}
    )
    came(office, shift, volunteer)

    with transaction(office.database) as session:
        assert [session.query(each).count() for each in (SignUp, Attendance, MakeUp)] == [0, 0, 0]
        session.execute(text("SELECT set_config('nuandong.scope', '{5101}', true)"))
        assert all(session.query(each).count() for each in (SignUp, Attendance, MakeUp))


KEPT = [
    "station",
    "project",
    "volunteer",
    "shift",
    "shift_post",
    "sign_up",
    "booked_day",
    "attendance",
    "make_up",
    "away_team",
]


@pytest.mark.parametrize("table", KEPT)
def test_the_application_deletes_nothing(office: Office, table: str) -> None:
    with (
        pytest.raises(Exception, match="permission denied"),
        transaction(office.database) as session,
    ):
        session.execute(text(f"DELETE FROM {table}"))  # noqa: S608 - our own table


def test_every_door_refuses_what_lies_outside_the_scope(office: Office) -> None:
    volunteer = a_volunteer(office)
    shift, _ = worked(office, volunteer)
    station, who = a_station(office), {"shift": shift, "volunteer": volunteer, "at": after_start(60)}
    office.scope = "5109"

    outside: list[tuple[str, dict[str, Any]]] = [
        ("change_station", {"station": station, "revision": 1, "hub_kind": "road", "hub": str(uuid4())}),
        ("close_station", {"station": station, "closed_on": "2022-01-20"}),
        ("open_shift", a_plan(station)),
        ("cancel_shift", {"shift": shift, "reason": MARKER}),
        ("check_in", {**who, "post": "order"}),
        ("check_out", who),
        ("complete_shift", {"shift": shift}),
    ]
    assert [office.refusals(door, fields) for door, fields in outside] == [["OutOfScope"]] * len(outside)
    for door, id in (("station", station), ("shift", shift)):
        with pytest.raises(Refused, match="OutOfScope"):
            office.ask(door, id=id)


def test_who_may_only_look_records_nothing(office: Office) -> None:
    station = a_station(office)
    office.role = Role.VIEWER

    assert office.refusals("open_shift", a_plan(station)) == ["RoleMissing"]
    assert office.ask("station", id=station)["revision"] == 1
