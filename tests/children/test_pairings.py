from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.children.facts.pairings import INDICATORS
from shared.facts import Ratio
from shared.identity import Role
from tests.builders import LEAGUE, MARKER, TOWNSHIP
from tests.children.builders import NEXT_TOWNSHIP, OTHER_TOWNSHIP, Register, a_closing, a_move, rules
from tests.children.test_store import said as counted
from tests.children.test_wishes_races import at_once, verdicts
from tests.children.wishing import done, said
from tests.jobs.recount import answered, recounted

SIGNED_ON, SINCE, DAY = "2022-01-04", "2022-01-05", "2022-01-08"


def a_student(**but: Any) -> dict[str, Any]:
    usual = {"place": TOWNSHIP, "organisation": LEAGUE, "programmes": ["community"], "reported_on": "2022-01-03"}
    return {**usual, **but}


def reported(register: Register, **but: Any) -> str:
    return str(done(register, "report_student", **a_student(**but))["student"])


def ready(register: Register, **but: Any) -> str:
    student = reported(register, **but)
    done(register, "vet_student", Role.APPROVER, student=student, verdict="passed")
    done(register, "sign_code", student=student, signed_on=SIGNED_ON, edition=1)
    return student


def paired(register: Register, case: UUID, student: str = "") -> str:
    who = student or ready(register)
    return str(done(register, "pair_child", student=who, case=str(case), since=SINCE)["pairing"])


def a_service(**but: Any) -> dict[str, Any]:
    usual = {
        "place": TOWNSHIP,
        "organisation": LEAGUE,
        "occurred_on": DAY,
        "service": "company",
        "minutes": 60,
        "note": MARKER,
    }
    return {**usual, **but}


def served(register: Register, of: str, **but: Any) -> dict[str, Any]:
    return register.by().record(kind="PairingServed", id=str(uuid4()), fields=a_service(**{"pairing": of, **but}))


def noted(register: Register, case: UUID, status: str, *parents: str, as_of: str = "2022-01-02") -> None:
    for parent in parents or ("father", "mother"):
        done(register, "note_return", case=str(case), parent=parent, status=status, as_of=as_of, source="companion")


def test_a_student_who_came_through_both_programmes_is_told_in_both(register: Register) -> None:
    register.told()
    student = reported(register, programmes=["community", "home_practice"])

    assert [(each.type, each.data) for each in register.told()] == [
        ("StudentReported", {"student": student, "programme": "community"}),
        ("StudentReported", {"student": student, "programme": "home_practice"}),
    ]


def test_a_vetted_student_who_signed_the_code_is_paired_with_a_child_told_by_its_key(register: Register) -> None:
    case, student = register.a_case(), ready(register)
    register.told()

    pairing = paired(register, case, student)

    (begun,) = register.told()
    assert (begun.type, begun.place, begun.occurred_on) == ("PairingBegun", TOWNSHIP, date(2022, 1, 5))
    assert begun.data.keys() == {"student", "child"}
    assert str(case) not in str(begun.data)
    assert register.by().student(id=student)["answer"]["children"] == 1
    assert pairing


def test_nobody_vets_the_student_they_registered(register: Register) -> None:
    doors = register.by(roles=(Role.RECORDER, Role.APPROVER))
    student = doors.report_student(id=str(uuid4()), fields=a_student())["answer"]["student"]

    answer = doors.vet_student(id=str(uuid4()), fields={"student": student, "verdict": "passed"})

    assert rules(answer) == [("OwnStudent", "vetted_by")]


@pytest.mark.parametrize("verdict", ["", "on_record", "not_a_student", "passed"])
def test_who_is_not_vetted_or_has_not_signed_the_code_is_paired_with_no_child(register: Register, verdict: str) -> None:
    student = reported(register)
    if verdict:
        done(register, "vet_student", Role.APPROVER, student=student, verdict=verdict)

    answer = said(register, "pair_child", student=student, case=str(register.a_case()), since=SINCE)

    assert rules(answer) == [("StudentNotNext", "state")]


@pytest.mark.parametrize(
    ("but", "rule", "field"),
    [
        ({"edition": 2}, "CodeOutdated", "edition"),
        ({"signed_on": "2022-01-02"}, "SignedBeforeReport", "signed_on"),
        ({"signed_on": "2022-01-11"}, "DateInFuture", "signed_on"),
    ],
)
def test_the_code_is_not_signed(register: Register, but: dict[str, Any], rule: str, field: str) -> None:
    student = reported(register)
    done(register, "vet_student", Role.APPROVER, student=student, verdict="passed")

    answer = said(register, "sign_code", **{"student": student, "signed_on": SIGNED_ON, "edition": 1, **but})

    assert rules(answer) == [(rule, field)]


@pytest.mark.parametrize(
    ("since", "rule"),
    [("2022-01-03", "PairedBeforeReady"), ("2022-01-11", "DateInFuture"), ("2021-10-01", "DateOutsideCampaign")],
)
def test_a_pairing_is_dated_within_the_season_and_after_the_code(register: Register, since: str, rule: str) -> None:
    student, case = ready(register), register.a_case()

    assert rule in dict(rules(said(register, "pair_child", student=student, case=str(case), since=since)))


def test_a_student_is_paired_with_a_child_once(register: Register) -> None:
    student, case = ready(register), register.a_case()
    paired(register, case, student)

    answer = said(register, "pair_child", student=student, case=str(case), since=SINCE)

    assert rules(answer) == [("PairedAlready", "case")]


def test_a_student_is_paired_with_five_children_at_most_and_another_student_with_one_of_them(
    register: Register,
) -> None:
    student, cases = ready(register), [register.a_case() for _ in range(6)]
    for case in cases[:5]:
        paired(register, case, student)

    assert paired(register, cases[0])
    answer = said(register, "pair_child", student=student, case=str(cases[5]), since=SINCE)

    assert rules(answer) == [("StudentFull", "student")]


def test_of_twenty_children_given_to_one_student_at_once_five_are(register: Register) -> None:
    student, cases = ready(register), [str(register.a_case()) for _ in range(20)]
    doors = register.by("51")

    def pairing(case: str) -> Callable[[], dict[str, Any]]:
        return lambda: doors.pair_child(id=str(uuid4()), fields={"student": student, "case": case, "since": SINCE})

    assert verdicts(at_once([pairing(each) for each in cases])) == {"answer": 5, "StudentFull": 15}


def test_of_two_who_vet_at_once_one_does(register: Register) -> None:
    student = reported(register)

    def vetting(verdict: str) -> Callable[[], dict[str, Any]]:
        doors = register.by(roles=(Role.APPROVER,))
        return lambda: doors.vet_student(id=str(uuid4()), fields={"student": student, "verdict": verdict})

    assert verdicts(at_once([vetting("passed"), vetting("on_record")])) == {"answer": 1, "StudentNotNext": 1}


def test_who_is_barred_looks_after_nobody_any_more(register: Register) -> None:
    student, case = ready(register), register.a_case()
    pairing = paired(register, case, student)

    answer = done(register, "bar_student", Role.APPROVER, student=student, barred_on="2022-01-07", reason="conduct")

    assert answer == {"student": student, "state": "barred", "ended": [pairing]}
    assert rules(served(register, pairing)) == [("PairingNotStanding", "pairing")]
    again = said(register, "pair_child", student=student, case=str(case), since=SINCE)
    assert rules(again) == [("StudentNotNext", "state")]


def test_a_service_is_told_by_the_childs_key_with_the_parents_away(register: Register) -> None:
    case = register.a_case()
    noted(register, case, "not_returning")
    pairing = paired(register, case)
    register.told()

    assert "answer" in served(register, pairing)

    (told,) = register.told()
    assert (told.type, told.data["service"], told.data["parents_away"]) == ("PairingServed", "company", "yes")
    assert told.data.keys() == {"child", "parents_away", "service", "minutes"}
    assert MARKER not in str(told)


@pytest.mark.parametrize(
    ("father", "mother", "away"),
    [
        ("not_returning", "planned", "yes"),
        ("not_returning", "absent", "yes"),
        ("not_returning", "returned", "no"),
        ("not_returning", "", "no"),
    ],
)
def test_both_parents_are_away_only_if_that_is_known_of_both(
    register: Register, father: str, mother: str, away: str
) -> None:
    case = register.a_case()
    noted(register, case, father, "father")
    noted(register, case, mother, "mother") if mother else None
    pairing = paired(register, case)
    register.told()

    served(register, pairing)

    assert [each.data["parents_away"] for each in register.told()] == [away]


def test_the_parents_are_where_they_were_on_the_day_of_the_service(register: Register) -> None:
    case = register.a_case()
    noted(register, case, "planned")
    noted(register, case, "returned", "mother", as_of="2022-01-07")
    pairing = paired(register, case)
    register.told()

    served(register, pairing, occurred_on="2022-01-06")
    served(register, pairing, occurred_on="2022-01-07")

    assert [each.data["parents_away"] for each in register.told()] == ["yes", "no"]


@pytest.mark.parametrize(
    ("but", "rule", "field"),
    [
        ({"occurred_on": "2022-01-04"}, "PairingNotStanding", "pairing"),
        ({"place": NEXT_TOWNSHIP}, "PlaceIsNotTheCases", "place"),
        ({"pairing": str(uuid4())}, "PairingUnknown", "pairing"),
        ({"minutes": 0}, "FieldInvalid", "minutes"),
        ({"child": str(uuid4())}, "FieldUnknown", "child"),
    ],
)
def test_a_service_is_refused(register: Register, but: dict[str, Any], rule: str, field: str) -> None:
    pairing = paired(register, register.a_case())

    assert rules(served(register, pairing, **but)) == [(rule, field)]


def test_a_pairing_ends_once_and_not_before_it_began(register: Register) -> None:
    pairing = paired(register, register.a_case())

    early = said(register, "end_pairing", pairing=pairing, until="2022-01-04", reason="wished")
    assert rules(early) == [("EndedBeforeBegun", "until")]
    late = said(register, "end_pairing", pairing=pairing, until="2022-01-11", reason="wished")
    assert rules(late) == [("DateInFuture", "until")]
    done(register, "end_pairing", pairing=pairing, until=DAY, reason="term_began")
    again = said(register, "end_pairing", pairing=pairing, until=DAY, reason="wished")
    assert rules(again) == [("PairingEnded", "pairing")]


@pytest.mark.parametrize("door", ["close_case", "move_case"])
def test_a_pairing_ends_by_itself_where_the_child_has_left(register: Register, door: str) -> None:
    case = register.a_case()
    pairing = paired(register, case)
    fields = a_closing(case, closed_on=DAY) if door == "close_case" else a_move(case, moved_on=DAY)
    assert "answer" in getattr(register.by(), door)(id=str(uuid4()), fields=fields)

    assert pairing in {str(each.subject) for each in register.due()}
    register.keep()

    assert pairing not in {str(each.subject) for each in register.due()}
    again = said(register, "end_pairing", pairing=pairing, until="2022-01-10", reason="wished")
    assert rules(again) == [("PairingEnded", "pairing")]


def test_a_pairing_ends_by_itself_with_its_season(register: Register) -> None:
    pairing = paired(register, register.a_case())

    register.on(date(2022, 11, 18))
    due = [each for each in register.due() if str(each.subject) == pairing]

    assert [(each.rule, each.on) for each in due] == [("pairing_season_over", date(2022, 11, 17))]


def test_students_and_pairings_are_seen_inside_the_scope_alone(register: Register) -> None:
    student = ready(register)
    pairing = paired(register, register.a_case(), student)

    assert rules(register.by("510105").student(id=student)) == [("NotFound", "student")]
    for table, id in (("student", student), ("pairing", pairing)):
        query = f"SELECT id FROM {table} WHERE id = :id"  # noqa: S608
        assert register.raw(query, id=id) == []
        assert register.raw(query, scope=OTHER_TOWNSHIP, id=id) == []
        assert len(register.raw(query, scope=TOWNSHIP, id=id)) == 1


def test_every_figure_of_pairings_is_what_was_told(register: Register) -> None:
    for number in range(8):
        case = register.a_case(place=(TOWNSHIP, NEXT_TOWNSHIP)[number % 2])
        noted(register, case, ("not_returning", "returned")[number % 3 == 0])
        student = ready(register, programmes=[("community", "home_practice")[number % 2]])
        pairing = paired(register, case, student)
        if number % 2 == 0:
            assert "answer" in served(register, pairing, service=("reunion", "epidemic")[number % 4 == 0])
    register.seen = 0
    told = register.told()

    for indicator in (each for each in INDICATORS if not isinstance(each, Ratio)):
        assert answered(indicator, counted(register, indicator.code)) == wanted(indicator, told), indicator.code
        assert wanted(indicator, told), f"the winter says nothing of {indicator.code}"


def wanted(indicator: Any, told: list[Any]) -> Any:
    """Count from the log alone what has the codes that an indicator asks for."""
    where = {name: code.value for name, code in getattr(indicator, "where", {}).items()}
    return recounted(indicator, [each for each in told if where.items() <= each.data.items()])
