"""People come by invitation from the level above, and go by handing over what they answer for."""

from __future__ import annotations

import secrets
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Engine

from deploy.demo.world import organisation_id
from services.portal.store import digest
from shared.identity import Role
from tests.builders import CITY, TOWNSHIP
from tests.portal.conftest import PASSWORD, Doors
from tests.portal.test_service import ask, rules, signed_in

COUNTY = "510104000000"


def invited(doors: Doors, by: str, **but: Any) -> tuple[str, dict[str, Any]]:
    secret = secrets.token_urlsafe()
    said = {
        "position": "recorder", "organisation": organisation_id("league", COUNTY), "place": TOWNSHIP,
        "for_whom": "张三", "digest": digest(secret), **but,
    }  # fmt: skip
    return secret, doors.person(Role.OFFICER, scope=(by,)).invite(id=str(uuid4()), fields=said)


def joined(doors: Doors, secret: str, id: str | None = None, **but: Any) -> dict[str, Any]:
    said = {"login": f"n{uuid4().hex[:8]}", "password": PASSWORD, "name": "张三", **but}
    answer: dict[str, Any] = doors.nobody().join(secret=secret, id=id or str(uuid4()), fields=said)
    return answer


def newcomer(doors: Doors, **but: Any) -> str:
    secret, _ = invited(doors, "5101", **but)
    return str(joined(doors, secret)["answer"]["person"])


def test_whoever_was_invited_chooses_a_login_and_has_what_the_position_has(doors: Doors) -> None:
    secret, _ = invited(doors, "5101", position="county_officer", place=COUNTY)
    offered = doors.nobody().invitation(secret=secret)["answer"]
    assert (offered["position"], offered["scope"], offered["for_whom"]) == ("county_officer", ["510104"], "张三")

    login = f"zhang-{uuid4().hex[:8]}"
    assert "answer" in joined(doors, secret, login=login)

    me = doors.nobody().whoami(session=signed_in(doors, login))["answer"]
    assert (me["roles"], me["scope"], me["position"]) == (["officer", "viewer"], ["510104"], "county_officer")


def test_an_invitation_is_accepted_once_and_the_same_form_sent_twice_is_answered_the_same(doors: Doors) -> None:
    secret, _ = invited(doors, "5101")
    id = str(uuid4())
    first, again = (joined(doors, secret, id, login="twice-sent") for _ in range(2))

    assert first == again == {"answer": {"person": id}}
    assert rules(joined(doors, secret)) == ["InvitationEnded"]


def test_an_invitation_taken_back_or_past_its_time_or_made_up_is_worth_nothing(doors: Doors, owner: Engine) -> None:
    taken, answer = invited(doors, "5101")
    officer = doors.person(Role.OFFICER, scope=("5101",))
    officer.take_back_invitation(id=str(uuid4()), fields={"invitation": answer["answer"]["invitation"]})
    over, answer = invited(doors, "5101")
    ask(owner, f"UPDATE invitation SET expires_at = now() WHERE id = '{answer['answer']['invitation']}'", "{51}")  # noqa: S608 - our own id

    assert [rules(joined(doors, each)) for each in (taken, over, "made up")] == [["InvitationEnded"]] * 3


@pytest.mark.parametrize(
    ("by", "but", "rule"),
    [
        ("510104", {"position": "county_officer", "place": COUNTY}, "OfferedByLevelAbove"),
        ("5101", {"position": "city_officer", "place": CITY}, "OfferedByLevelAbove"),
        ("510104", {"position": "approver", "place": COUNTY}, "OfferedByLevelAbove"),
        ("5103", {}, "OutOfScope"),
        ("510104", {"place": CITY}, "OutOfScope"),
        ("5101", {"position": "companion", "place": CITY}, "PositionElsewhere"),
        ("5101", {"position": "labour_recorder", "place": COUNTY}, "PositionOfOthers"),
        ("5101", {"position": "king"}, "PositionUnknown"),
        ("5101", {"organisation": str(uuid4())}, "OrganisationUnknown"),
        ("5101", {"digest": "plain secret"}, "FieldInvalid"),
    ],
)
def test_nobody_offers_what_is_not_theirs_to_give(doors: Doors, by: str, but: dict[str, Any], rule: str) -> None:
    assert rule in rules(invited(doors, by, **but)[1])


def test_an_officer_invites_at_the_own_level_whoever_decides_nothing(doors: Doors) -> None:
    assert "answer" in invited(doors, "510104", position="recorder", place=COUNTY)[1]


@pytest.mark.parametrize("wrong", [{"login": "a b"}, {"login": ""}, {"password": "short"}, {"admin": True}])
def test_what_a_newcomer_chooses_keeps_to_the_rules(doors: Doors, wrong: dict[str, Any]) -> None:
    secret, _ = invited(doors, "5101")

    assert "refused" in joined(doors, secret, **wrong)
    assert "answer" in joined(doors, secret)


def test_an_account_is_handed_over_with_all_it_answers_for_and_closed(doors: Doors) -> None:
    leaving = newcomer(doors, position="county_officer", place=COUNTY)
    staying = newcomer(doors, place=TOWNSHIP)
    city = doors.person(Role.OFFICER, scope=("5101",))

    assert "answer" in city.hand_over(id=str(uuid4()), fields={"person": leaving, "to": staying})

    after = city.person(id=staying)["answer"]
    assert (after["roles"], after["scope"]) == (["officer", "recorder", "viewer"], ["510104", "510104017000"])
    assert city.person(id=leaving)["answer"]["belongs"] is False


def test_an_account_goes_to_a_colleague_of_the_same_organisation_alone(doors: Doors) -> None:
    leaving = newcomer(doors)
    other = newcomer(doors, position="labour_recorder", place=COUNTY, organisation=organisation_id("labour", COUNTY))
    city = doors.person(Role.OFFICER, scope=("5101",))

    asked = [{"person": leaving, "to": other}, {"person": leaving, "to": leaving}]
    assert [rules(city.hand_over(id=str(uuid4()), fields=each)) for each in asked] == [
        ["OtherOrganisation"], ["ToOneself"],
    ]  # fmt: skip


@pytest.mark.parametrize("door", ["close_account", "reset_second_factor"])
def test_the_account_of_whoever_decides_is_the_business_of_the_level_above(doors: Doors, door: str) -> None:
    officer = newcomer(doors, position="county_officer", place=COUNTY)
    peer, above = (doors.person(Role.OFFICER, scope=(each,)) for each in ("510104", "5101"))

    assert rules(getattr(peer, door)(id=str(uuid4()), fields={"person": officer})) == ["NotBelow"]
    assert "answer" in getattr(above, door)(id=str(uuid4()), fields={"person": officer})


def test_people_and_invitations_are_listed_within_the_scope_alone(doors: Doors) -> None:
    person = newcomer(doors)
    ours, theirs = (doors.person(Role.OFFICER, scope=(each,)) for each in ("510104", "5103"))

    assert person in [str(each["id"]) for each in ours.people(limit=200)["answer"]]
    assert person not in [str(each["id"]) for each in theirs.people(limit=200)["answer"]]
    assert person in [str(each["accepted_by"]) for each in ours.invitations()["answer"]]
    assert theirs.invitations()["answer"] == []
    assert rules(theirs.person(id=person)) == ["NotFound"]
