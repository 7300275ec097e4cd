"""“1+10”: its doors, its quota and its guidance, against a real database."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from shared.identity import Role
from shared.refusals import Refused
from tests.builders import COUNTY, ELSEWHERE, LEAGUE, MARKER, TOWNSHIP
from tests.jobs.office import Office

DAY = "2022-01-05"


def an_enrolment(**but: Any) -> dict[str, Any]:
    return {"place": TOWNSHIP, "organisation": LEAGUE, "enrolled_on": "2021-12-01", **but}


def enrolled(office: Office, **but: Any) -> str:
    return str(office.call("enrol_mentor", an_enrolment(**but))["mentor"])


def a_link(mentor: str, mentee: str = "", on: str = DAY) -> dict[str, Any]:
    return {"mentor": mentor, "mentee": mentee or str(uuid4()), "paired_on": on}


def paired(office: Office, mentor: str, mentee: str = "", on: str = DAY) -> dict[str, Any]:
    return dict(office.call("pair_mentee", a_link(mentor, mentee, on)))


def ending(pair: str, on: str = "2022-01-08") -> dict[str, Any]:
    return {"pair": pair, "released_on": on}


def retiring(mentor: str, on: str = "2022-01-09") -> dict[str, Any]:
    return {"mentor": mentor, "retired_on": on}


def a_session(mentor: str, *mentees: str, **but: Any) -> dict[str, Any]:
    where = {"place": COUNTY, "organisation": LEAGUE, "occurred_on": "2022-01-06", "note": MARKER}
    return {**where, "mentor": mentor, "mentees": list(mentees), "mode": "phone", "topics": ["money"], **but}


def guided(office: Office, fields: dict[str, Any], scope: str = "51") -> Any:
    token = office.person(scope, Role.RECORDER)
    return office.ask("record", token=token, kind="GuidanceGiven", id=str(uuid4()), fields=fields)


def loads(office: Office, mentor: str) -> list[tuple[str, int, int, int]]:
    return [
        (str(row.occurred_on), row.data["mentees"], row.data["full"], row.sign)
        for row in office.told()
        if row.type == "MentorLoaded" and row.data["mentor"] == mentor
    ]


def test_ten_are_enough_and_more_are_warned_of_but_not_refused(office: Office) -> None:
    mentor = enrolled(office)
    answers = [paired(office, mentor) for _ in range(11)]

    assert [(each["mentees"], each["missing"]) for each in answers[8:]] == [(9, 1), (10, 0), (11, 0)]
    assert [each["warnings"] for each in answers[:10]] == [[]] * 10
    assert answers[10]["warnings"][0]["message"] == "该带头人现联系 11 名青年,超过 10 名,请注意指导质量"


def test_how_full_a_mentor_is_is_told_for_every_day_on_which_it_changed(office: Office) -> None:
    mentor = enrolled(office)
    pair = next(iter([paired(office, mentor)["pair"] for _ in range(10)]))
    office.call("release_mentee", ending(pair))

    assert [each for each in loads(office, mentor) if each[3] > 0][-2:] == [(DAY, 10, 1, 1), ("2022-01-08", 9, 0, 1)]


def test_a_link_recorded_late_is_told_in_all_later_days_too(office: Office) -> None:
    mentor = enrolled(office)
    paired(office, mentor, on="2022-01-08")
    paired(office, mentor, on="2022-01-03")

    assert loads(office, mentor) == [
        ("2022-01-08", 1, 0, 1),
        ("2022-01-03", 1, 0, 1),
        ("2022-01-08", 1, 0, -1),
        ("2022-01-08", 2, 0, 1),
    ]


def test_a_mentor_is_shown_with_those_linked_today_and_how_many_are_missing(office: Office) -> None:
    mentor = enrolled(office)
    pair, stays = paired(office, mentor)["pair"], paired(office, mentor)["pair"]
    office.call("release_mentee", ending(pair))
    shown = office.ask("mentor", token=office.person("51", Role.VIEWER), id=mentor)

    assert [each["pair"] for each in shown["mentees"]] == [stays]
    assert shown["missing"] == 9


def test_when_a_mentor_retires_everybody_left_is_named_so_that_nobody_is_lost(office: Office) -> None:
    mentor, mentee = enrolled(office), str(uuid4())
    paired(office, mentor, mentee)

    assert office.call("retire_mentor", retiring(mentor))["released"] == [mentee]
    assert loads(office, mentor)[-1] == ("2022-01-09", 0, 0, 1)
    assert office.rules("pair_mentee", a_link(mentor)) == ["MentorRetired"]
    assert office.rules("retire_mentor", retiring(mentor)) == ["MentorRetired"]


def test_an_enrolment_tells_nothing_until_somebody_is_linked(office: Office) -> None:
    before = len(office.told())
    enrolled(office)

    assert len(office.told()) == before


@pytest.mark.parametrize(
    ("but", "rule"),
    [
        ({"enrolled_on": "2022-01-11"}, "DateInFuture"),
        ({"enrolled_on": "2021-10-31"}, "DateOutsideCampaign"),
        ({"place": "510104999000"}, "PlaceUnknown"),
        ({"association": str(uuid4())}, "NotFound"),
    ],
)
def test_an_enrolment_that_cannot_be_is_refused(office: Office, but: dict[str, Any], rule: str) -> None:
    assert office.rules("enrol_mentor", an_enrolment(**but)) == [rule]


@pytest.mark.parametrize(
    ("but", "rule"),
    [
        ({"paired_on": "2022-01-11"}, "DateInFuture"),
        ({"paired_on": "2021-11-30"}, "BeforeMentorEnrolled"),
        ({"mentor": str(uuid4())}, "NotFound"),
        ({"mentee": "somebody"}, "FieldInvalid"),
    ],
)
def test_a_link_that_cannot_be_is_refused(office: Office, but: dict[str, Any], rule: str) -> None:
    assert office.rules("pair_mentee", a_link(enrolled(office)) | but) == [rule]


def test_nobody_is_linked_twice_or_with_oneself(office: Office) -> None:
    mentor, mentee = enrolled(office), str(uuid4())
    paired(office, mentor, mentee)

    assert office.rules("pair_mentee", a_link(mentor, mentee)) == ["AlreadyPaired"]
    assert office.rules("pair_mentee", a_link(mentor, mentor)) == ["MentorOfOneself"]


def test_a_link_ends_once_and_not_before_it_began(office: Office) -> None:
    pair = paired(office, enrolled(office))["pair"]

    assert office.rules("release_mentee", ending(pair, "2022-01-04")) == ["ReleasedBeforePaired"]
    office.call("release_mentee", ending(pair))
    assert office.rules("release_mentee", ending(pair)) == ["PairEnded"]


def test_another_citys_mentor_is_not_even_seen(office: Office) -> None:
    mentor = enrolled(office)
    pair = paired(office, mentor)["pair"]

    assert office.rules("enrol_mentor", an_enrolment(), scope="5103") == ["OutOfScope"]
    assert office.rules("pair_mentee", a_link(mentor), scope="5103") == ["NotFound"]
    assert office.rules("release_mentee", ending(pair), scope="5103") == ["NotFound"]
    assert office.rules("retire_mentor", retiring(mentor), scope="5103") == ["NotFound"]


def test_of_eight_who_link_the_same_two_at_once_one_wins_and_the_others_are_told_why(office: Office) -> None:
    fields = a_link(enrolled(office))

    def link(_: int) -> str:
        try:
            office.call("pair_mentee", fields)
        except Refused as refused:
            return refused.refusals[0].rule
        return "paired"

    with ThreadPoolExecutor(8) as clerks:
        assert sorted(clerks.map(link, range(8))) == ["AlreadyPaired"] * 7 + ["paired"]


def test_twelve_links_made_at_once_are_all_counted(office: Office) -> None:
    mentor = enrolled(office)
    with ThreadPoolExecutor(12) as clerks:
        said = sorted(each["mentees"] for each in clerks.map(lambda _: paired(office, mentor), range(12)))

    assert said == list(range(1, 13))
    assert sum(sign * mentees for _, mentees, _, sign in loads(office, mentor)) == 12


def test_guidance_is_told_with_everybody_guided_and_its_note_stays_at_home(office: Office) -> None:
    mentor, mentee = enrolled(office), str(uuid4())
    paired(office, mentor, mentee)
    guided(office, a_session(mentor, mentee))
    told = office.told()[-1]

    assert (told.type, told.data["mentees"]) == ("GuidanceGiven", [mentee])
    assert MARKER not in str(told)


def test_guidance_of_somebody_who_was_not_linked_on_that_day_is_refused(office: Office) -> None:
    mentor, mentee = enrolled(office), str(uuid4())
    pair = paired(office, mentor, mentee)["pair"]
    office.call("release_mentee", ending(pair, "2022-01-06"))

    for fields, rule in (
        (a_session(mentor, mentee), "NotLinked"),
        (a_session(mentor, mentee, occurred_on="2022-01-04"), "NotLinked"),
        (a_session(mentor, str(uuid4())), "NotLinked"),
        (a_session(mentor), "NobodyGuided"),
        (a_session(str(uuid4()), mentee), "MentorUnknown"),
    ):
        with pytest.raises(Refused) as caught:
            guided(office, fields)
        assert [each.rule for each in caught.value.refusals] == [rule]
    assert guided(office, a_session(mentor, mentee, occurred_on=DAY))


def test_guidance_by_another_citys_mentor_is_refused(office: Office) -> None:
    mentor, mentee = enrolled(office), str(uuid4())
    paired(office, mentor, mentee)
    elsewhere = {"place": ELSEWHERE, "organisation": LEAGUE}
    with pytest.raises(Refused):
        guided(office, a_session(mentor, mentee, **elsewhere), scope="5109")


def test_the_figures_of_a_mentor_hold_after_a_link_recorded_late(office: Office) -> None:
    mentor = enrolled(office)
    for _ in range(9):
        paired(office, mentor, on="2022-01-08")
    paired(office, mentor, on="2022-01-03")
    said = {each["on"]: each["value"] for each in office.counts("mentors_full") if each["item"] == mentor}

    assert said == {"2022-01-03": 0, "2022-01-08": 1}
    office.today = date(2022, 1, 20)
    assert office.ask("mentor", token=office.person("51", Role.VIEWER), id=mentor)["missing"] == 0


def test_a_link_recorded_by_mistake_is_reversed_whole_and_its_days_are_told_anew(office: Office) -> None:
    mentor = enrolled(office)
    pairs = [paired(office, mentor)["pair"] for _ in range(10)]
    office.call("release_mentee", ending(pairs[0]))
    answer = office.call("strike_pair", {"pair": pairs[0], "reason": MARKER})
    reversed_ = [row.type for row in office.told() if row.data.get("pair") == pairs[0] and row.sign < 0]
    said = {each["on"]: each["value"] for each in office.counts("mentors_full") if each["item"] == mentor}

    assert answer["mentees"] == 9
    assert reversed_ == ["MenteePaired", "MenteeReleased"]
    assert loads(office, mentor)[-2:] == [(DAY, 10, 1, -1), (DAY, 9, 0, 1)]
    assert said == {DAY: 0, "2022-01-08": 0}
    assert [row for row in office.told() if MARKER in str(row)] == []


def test_a_struck_link_is_not_touched_again_and_may_be_made_anew(office: Office) -> None:
    mentor, mentee = enrolled(office), str(uuid4())
    pair = paired(office, mentor, mentee)["pair"]
    office.call("strike_pair", {"pair": pair, "reason": "误录"})

    assert office.rules("strike_pair", {"pair": pair, "reason": "误录"}) == ["PairStruck"]
    assert office.rules("release_mentee", ending(pair)) == ["PairStruck"]
    with pytest.raises(Refused):
        guided(office, a_session(mentor, mentee))
    assert paired(office, mentor, mentee)["mentees"] == 1


def test_no_link_is_struck_without_a_reason_or_from_elsewhere(office: Office) -> None:
    pair = paired(office, enrolled(office))["pair"]

    assert office.rules("strike_pair", {"pair": pair, "reason": " "}) == ["FieldInvalid"]
    assert office.rules("strike_pair", {"pair": pair, "reason": "误录"}, scope="5103") == ["NotFound"]


def test_the_mentors_of_a_scope_are_listed_page_by_page_with_how_many_are_missing(office: Office) -> None:
    mentor, retired, struck = enrolled(office), enrolled(office), enrolled(office)
    paired(office, mentor)
    office.call("strike_pair", {"pair": paired(office, struck)["pair"], "reason": "误录"})
    office.call("retire_mentor", retiring(retired))
    viewer, found = office.person("510104", Role.VIEWER), dict[str, int]()
    while page := office.ask("mentors", token=viewer, place=TOWNSHIP, after=max(found, default=None), limit=5):
        found |= {each["id"]: each["missing"] for each in page}

    assert (found[mentor], found[struck], retired in found) == (9, 10, False)
    assert office.ask("mentors", token=office.person("5103", Role.VIEWER)) == []
