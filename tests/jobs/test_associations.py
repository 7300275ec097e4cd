"""The doors of 协会, against a real database."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest

from shared.identity import Role
from shared.refusals import Refused
from tests.builders import AWAY, COUNTY, LABOUR, LEAGUE, MARKER, TOWNSHIP
from tests.jobs.office import Office


def an_association(**but: Any) -> dict[str, Any]:
    return {
        "place": COUNTY,
        "organisation": LEAGUE,
        "kind": "leaders",
        "title": MARKER,
        "opened_on": "2021-12-01",
        **but,
    }


def opened(office: Office, **but: Any) -> str:
    return str(office.call("open_association", an_association(**but))["association"])


def an_admission(association: str, **but: Any) -> dict[str, Any]:
    return {
        "association": association,
        "member": str(uuid4()),
        "joining": "new",
        "admitted_on": "2022-01-05",
        **but,
    }


def admitted(office: Office, association: str, **but: Any) -> str:
    return str(office.call("admit_member", an_admission(association, **but))["membership"])


def leaving(membership: str, on: str = "2022-01-08") -> dict[str, Any]:
    return {"membership": membership, "left_on": on}


def closing(association: str, on: str = "2022-01-09") -> dict[str, Any]:
    return {"association": association, "closed_on": on}


def told(office: Office, id: str) -> list[tuple[str, str]]:
    return [(row.type, str(row.occurred_on)) for row in office.told() if id in row.data.values()]


def test_an_association_is_told_from_its_opening_to_its_closing(office: Office) -> None:
    association = opened(office, joint_organisations=[LABOUR])
    office.call("close_association", closing(association))

    assert told(office, association) == [("AssociationOpened", "2021-12-01"), ("AssociationClosed", "2022-01-09")]
    assert office.told()[-1].data["joint_organisations"] == [LABOUR]


def test_a_member_is_told_from_admission_to_leaving(office: Office) -> None:
    membership = admitted(office, opened(office))
    office.call("leave_association", leaving(membership))

    assert told(office, membership) == [("MemberAdmitted", "2022-01-05"), ("MemberLeft", "2022-01-08")]


def test_an_associations_name_stays_at_home(office: Office) -> None:
    association = opened(office)

    assert office.ask("association", token=office.person("51", Role.VIEWER), id=association)["title"] == MARKER
    assert [row for row in office.told() if MARKER in str(row)] == []


def test_only_who_joins_now_counts_as_newly_admitted(office: Office) -> None:
    before = sum(each["value"] for each in office.counts("members_admitted"))
    association = opened(office)
    admitted(office, association, joining="standing")
    admitted(office, association)

    assert sum(each["value"] for each in office.counts("members_admitted")) == before + 2  # in all, and by kind
    shown = office.ask("association", token=office.person("51", Role.VIEWER), id=association)
    assert shown["members"] == 2


def test_a_closing_lets_everybody_go_who_is_left(office: Office) -> None:
    association = opened(office)
    stays, gone = admitted(office, association), admitted(office, association)
    office.call("leave_association", leaving(gone))

    assert office.call("close_association", closing(association))["left"] == 1
    assert told(office, stays)[-1] == ("MemberLeft", "2022-01-09")
    assert told(office, gone)[-1] == ("MemberLeft", "2022-01-08")


def test_who_left_may_come_back_as_a_new_member(office: Office) -> None:
    association, member = opened(office), str(uuid4())
    office.call("leave_association", leaving(admitted(office, association, member=member)))

    assert admitted(office, association, member=member, admitted_on="2022-01-09")


@pytest.mark.parametrize(
    ("but", "rule"),
    [
        ({"opened_on": "2022-01-11"}, "DateInFuture"),
        ({"opened_on": "2021-10-31"}, "DateOutsideCampaign"),
        ({"place": TOWNSHIP}, "AssociationOfTownship"),
        ({"place": AWAY}, "AssociationOfTownship"),
        ({"organisation": str(uuid4())}, "OrganisationUnknown"),
        ({"kind": "club"}, "FieldInvalid"),
        ({"title": " "}, "FieldInvalid"),
    ],
)
def test_an_association_that_cannot_be_is_refused(office: Office, but: dict[str, Any], rule: str) -> None:
    assert office.rules("open_association", an_association(**but)) == [rule]


@pytest.mark.parametrize(
    ("but", "rule"),
    [
        ({"admitted_on": "2022-01-11"}, "DateInFuture"),
        ({"admitted_on": "2021-11-30"}, "BeforeAssociationOpened"),
        ({"association": str(uuid4())}, "NotFound"),
        ({"joining": "perhaps"}, "FieldInvalid"),
    ],
)
def test_an_admission_that_cannot_be_is_refused(office: Office, but: dict[str, Any], rule: str) -> None:
    assert office.rules("admit_member", an_admission(opened(office)) | but) == [rule]


def test_nobody_leaves_before_admission_or_twice(office: Office) -> None:
    membership = admitted(office, opened(office))

    assert office.rules("leave_association", leaving(membership, "2022-01-04")) == ["LeftBeforeAdmitted"]
    office.call("leave_association", leaving(membership))
    assert office.rules("leave_association", leaving(membership)) == ["MemberHasLeft"]


def test_an_association_does_not_close_before_somebody_joined_it(office: Office) -> None:
    association = opened(office)
    admitted(office, association)

    assert office.rules("close_association", closing(association, "2022-01-04")) == ["LeftBeforeAdmitted"]


def test_a_closed_association_admits_nobody_and_is_not_closed_again(office: Office) -> None:
    association = opened(office)
    office.call("close_association", closing(association))

    assert office.rules("admit_member", an_admission(association)) == ["AssociationHasClosed"]
    assert office.rules("close_association", closing(association)) == ["AssociationHasClosed"]


def test_another_citys_association_is_not_even_seen(office: Office) -> None:
    association = opened(office)
    membership = admitted(office, association)

    assert office.rules("open_association", an_association(), scope="5103") == ["OutOfScope"]
    assert office.rules("admit_member", an_admission(association), scope="5103") == ["NotFound"]
    assert office.rules("leave_association", leaving(membership), scope="5103") == ["NotFound"]
    assert office.rules("close_association", closing(association), scope="5103") == ["NotFound"]


def test_only_recorders_admit(office: Office) -> None:
    assert office.rules("admit_member", an_admission(opened(office)), role=Role.VIEWER) == ["RoleMissing"]


def test_of_eight_who_admit_one_person_at_once_one_wins_and_the_others_are_told_why(office: Office) -> None:
    fields = an_admission(opened(office))

    def admit(_: int) -> str:
        try:
            office.call("admit_member", fields)
        except Refused as refused:
            return refused.refusals[0].rule
        return "admitted"

    with ThreadPoolExecutor(8) as clerks:
        assert sorted(clerks.map(admit, range(8))) == ["AlreadyMember"] * 7 + ["admitted"]


def struck(membership: str, reason: str = "录错了协会") -> dict[str, Any]:
    return {"membership": membership, "reason": reason}


def test_a_membership_recorded_by_mistake_is_reversed_whole_and_counts_no_more(office: Office) -> None:
    association = opened(office)
    before = sum(each["value"] for each in office.counts("members_admitted"))
    membership = admitted(office, association)
    office.call("leave_association", leaving(membership))
    office.call("strike_membership", struck(membership, MARKER))

    assert told(office, membership)[2:] == [("MemberAdmitted", "2022-01-05"), ("MemberLeft", "2022-01-08")]
    assert [row.sign for row in office.told() if membership in row.data.values()] == [1, 1, -1, -1]
    assert sum(each["value"] for each in office.counts("members_admitted")) == before
    assert [row for row in office.told() if MARKER in str(row)] == []


def test_a_struck_membership_is_not_touched_again_and_its_member_may_be_admitted(office: Office) -> None:
    association, member = opened(office), str(uuid4())
    membership = admitted(office, association, member=member)
    office.call("strike_membership", struck(membership))

    assert office.rules("strike_membership", struck(membership)) == ["MembershipStruck"]
    assert office.rules("leave_association", leaving(membership)) == ["MembershipStruck"]
    assert admitted(office, association, member=member)


def test_nothing_is_struck_without_a_reason_or_from_elsewhere(office: Office) -> None:
    membership = admitted(office, opened(office))

    assert office.rules("strike_membership", struck(membership, " ")) == ["FieldInvalid"]
    assert office.rules("strike_membership", struck(membership), scope="5103") == ["NotFound"]
