"""The doors of 求职转介, against a real database."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest

from services.jobs import store
from shared.database import transaction
from shared.identity import Role
from shared.refusals import Refused
from tests.builders import TOWNSHIP
from tests.jobs.office import Office
from tests.jobs.referred import a_referral, closing, taken
from tests.jobs.said import published


def refused(office: Office, token: str, **but: Any) -> list[str]:
    with pytest.raises(Refused) as caught:
        office.ask("take_referral", token=token, id=str(uuid4()), fields=a_referral(**but))
    return [each.rule for each in caught.value.refusals]


def matching(referral: str, posting: str, on: str = "2022-01-10") -> dict[str, Any]:
    return {"referral": referral, "posting": posting, "matched_on": on}


def matched(office: Office) -> str:
    referral = taken(office)
    office.call("match_referral", matching(referral, published(office)))
    return referral


def told(office: Office, referral: str) -> list[tuple[str, int]]:
    return [(row.type, row.sign) for row in office.told(referral)]


def reminders(office: Office, referral: str) -> list[Any]:
    with transaction(office.engine) as session:
        session.connection().exec_driver_sql("SELECT set_config('nuandong.scope', '{\"\"}', true)")
        return [each for each in store.due(session, office.now()) if str(each.subject) == referral]


def test_another_services_need_becomes_a_referral_that_only_its_keys_describe(office: Office) -> None:
    seeker = str(uuid4())
    referral = taken(office, seeker=seeker)

    (row,) = office.told(referral)
    assert (row.type, str(row.occurred_on), row.place, row.data) == (
        "ReferralTaken",
        "2022-01-10",
        TOWNSHIP,
        {"referral": referral, "seeker": seeker},
    )
    shown = office.ask("referrals", token=office.person("510104", Role.RECORDER), limit=1_000)
    assert referral in {each["id"] for each in shown}


def test_a_need_is_referred_once_however_often_the_call_is_repeated(office: Office) -> None:
    fields, id = a_referral(), str(uuid4())
    for _ in range(2):
        office.ask("take_referral", token=office.service("outreach"), id=id, fields=fields)

    assert len(office.told(id)) == 1
    assert refused(office, office.service("outreach"), need=fields["need"]) == ["NeedReferredAlready"]


def test_people_and_services_without_the_door_refer_nobody(office: Office) -> None:
    assert refused(office, office.person("51", Role.RECORDER)) == ["ServicesOnly"]
    assert refused(office, office.service("children")) == ["OutOfScope"]


@pytest.mark.parametrize(
    ("but", "rule"),
    [
        ({"place": "510104999000"}, "PlaceUnknown"),
        ({"organisation": str(uuid4())}, "OrganisationUnknown"),
        ({"referred_on": "2022-01-11"}, "DateInFuture"),
        ({"seeker": "王小明"}, "FieldInvalid"),
    ],
)
def test_a_referral_that_cannot_be_is_refused(office: Office, but: dict[str, Any], rule: str) -> None:
    assert refused(office, office.service("outreach"), **but) == [rule]


def test_a_seeker_is_hired_by_way_of_an_open_posting(office: Office) -> None:
    referral, posting = taken(office), published(office)
    assert office.rules("close_referral", closing(referral, "hired")) == ["HiredWithoutMatch"]

    office.call("match_referral", matching(referral, posting))
    office.call("close_referral", closing(referral, "hired"))

    assert told(office, referral) == [("ReferralTaken", 1), ("ReferralClosed", 1)]
    shown = office.ask("referral", token=office.person("51", Role.RECORDER), id=referral)
    assert (shown["state"], shown["posting"], shown["outcome"]) == ("closed", posting, "hired")


@pytest.mark.parametrize(
    ("on", "rule"), [("2022-01-09", "BeforeReferral"), ("2022-01-27", "PostingNotOpen"), ("2022-02-02", "DateInFuture")]
)
def test_a_match_that_cannot_be_is_refused(office: Office, on: str, rule: str) -> None:
    referral, posting = taken(office), published(office)
    office.today = date(2022, 2, 1)

    assert office.rules("match_referral", matching(referral, posting, on)) == [rule]


def test_nothing_is_closed_before_it_was_taken_or_matched(office: Office) -> None:
    referral = taken(office)
    office.today = date(2022, 1, 12)
    office.call("match_referral", matching(referral, published(office), "2022-01-12"))

    assert office.rules("close_referral", closing(referral, on="2022-01-09")) == ["BeforeReferral"]
    assert office.rules("close_referral", closing(referral, on="2022-01-11")) == ["BeforeMatch"]


def test_a_closed_referral_goes_no_further_until_it_is_opened_again(office: Office) -> None:
    referral = matched(office)
    again = {"referral": referral, "reason": "本人改变主意"}
    assert office.rules("reopen_referral", again) == ["ReferralNotNext"]
    office.call("close_referral", closing(referral))
    assert office.rules("close_referral", closing(referral)) == ["ReferralNotNext"]
    assert office.rules("match_referral", matching(referral, published(office))) == ["ReferralNotNext"]

    assert office.call("reopen_referral", again)["state"] == "matched"
    office.call("close_referral", closing(referral, "hired"))

    assert told(office, referral)[1:] == [("ReferralClosed", 1), ("ReferralClosed", -1), ("ReferralClosed", 1)]


def test_a_referral_that_does_not_move_is_reminded_of_once(office: Office) -> None:
    referral = taken(office)
    office.today += timedelta(days=14)
    assert reminders(office, referral) == []

    office.today += timedelta(days=1)
    (due,) = reminders(office, referral)
    office.ask(due.door, token=office.keeper(), id=str(due.id), fields=due.fields)

    assert reminders(office, referral) == []
    shown = office.ask("referral", token=office.person("51", Role.RECORDER), id=referral)
    assert (shown["overdue"], shown["reminded_on"]) == (True, "2022-01-25")


def test_a_referral_that_moves_is_reminded_of_anew(office: Office) -> None:
    referral = taken(office)
    office.today += timedelta(days=10)
    office.call("match_referral", matching(referral, published(office), str(office.today)))
    office.today += timedelta(days=14)
    assert reminders(office, referral) == []
    early = {"id": str(uuid4()), "fields": {"referral": referral}}
    with pytest.raises(Refused) as caught:
        office.ask("remind_referral", token=office.keeper(), **early)
    assert [each.rule for each in caught.value.refusals] == ["ReferralNotOverdue"]

    office.today += timedelta(days=1)
    assert len(reminders(office, referral)) == 1


def test_another_citys_referrals_are_not_seen(office: Office) -> None:
    referral = taken(office)

    assert office.rules("close_referral", closing(referral), scope="5103") == ["NotFound"]
    assert office.ask("referrals", token=office.person("5103", Role.RECORDER)) == []
