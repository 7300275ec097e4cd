from datetime import date
from uuid import UUID, uuid4

import pytest

from services.children.store import stays
from shared.identity import Role
from tests.builders import TOWNSHIP
from tests.children.builders import DECEMBER, NEXT_TOWNSHIP, Register, a_closing, a_move, a_visit, rules

SUMMER, NEXT_WINTER = date(2022, 7, 20), date(2022, 11, 18)


def keys_of(register: Register, case: UUID) -> dict[str, str]:
    rows = register.raw("SELECT season, child FROM stay WHERE case_id = :case", scope='""', case=case)
    return {season: str(child) for season, child in rows}


def rules_due(register: Register, case: UUID) -> list[tuple[str, date]]:
    return [(each.rule, each.on) for each in register.due() if each.subject == case]


def test_between_two_winters_nothing_is_due(register: Register) -> None:
    register.a_case()
    register.on(SUMMER)

    assert register.due_here() == []


def test_in_a_new_winter_a_case_is_told_under_a_new_key_and_no_more_under_the_old_one(register: Register) -> None:
    case = register.a_case_in_consent()
    register.on(NEXT_WINTER)

    register.keep()

    keys = keys_of(register, case)
    told = [each for each in register.told() if each.data.get("child") in keys.values()]
    assert keys.keys() == {"2021-22", "2022-23"}
    assert [(each.type, each.occurred_on, each.data["child"]) for each in told] == [
        ("CaseClosed", NEXT_WINTER, keys["2021-22"]),
        ("CaseOpened", NEXT_WINTER, keys["2022-23"]),
    ]


def test_all_leave_the_old_winter_before_anybody_enters_the_new_one(
    register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(5):
        register.a_case_in_consent()
    monkeypatch.setattr(stays, "DUE_AT_ONCE", 2)
    register.on(NEXT_WINTER)

    register.keep()

    told = [each.type for each in register.told()]
    assert told == sorted(told)
    assert told.count("CaseClosed") >= 5


def test_the_order_in_which_cases_enter_does_not_show_who_they_were(register: Register) -> None:
    cases = {register.a_case_in_consent() for _ in range(12)}
    register.on(NEXT_WINTER)

    left = [each.subject for each in register.due() if each.subject in cases]
    register.keep()

    whose = {child: case for case in cases for child in keys_of(register, case).values()}
    told = [(each.type, whose[each.data["child"]]) for each in register.told() if each.data.get("child") in whose]
    assert [case for kind, case in told if kind == "CaseClosed"] == left
    assert sorted(case for kind, case in told if kind == "CaseOpened") == sorted(left)
    assert [case for kind, case in told if kind == "CaseOpened"] != left


def test_what_a_new_winter_asks_for_is_the_same_a_week_late(register: Register) -> None:
    case = register.a_case_in_consent()
    register.on(NEXT_WINTER)
    in_time = [each for each in register.due() if each.subject == case]
    register.on(date(2022, 11, 25))

    assert [each for each in register.due() if each.subject == case] == in_time
    register.keep()
    keys = keys_of(register, case).values()
    assert {each.occurred_on for each in register.told() if each.data.get("child") in keys} == {NEXT_WINTER}


def test_a_case_without_consent_is_closed_when_the_new_winter_begins(register: Register) -> None:
    never, withdrawn, shredded = register.a_case(), register.a_case_in_consent(), register.a_case_in_consent()
    fields = {"subject": str(withdrawn), "scope": "contact", "withdrawn_on": str(DECEMBER)}
    assert "answer" in register.by().withdraw_consent(id=str(uuid4()), fields=fields)
    fields = {"subject": str(shredded), "reason": "asked"}
    assert "answer" in register.by("51", roles=(Role.OFFICER,)).shred_identity(id=str(uuid4()), fields=fields)
    register.on(NEXT_WINTER)

    register.keep()

    for case in (never, withdrawn, shredded):
        shown = register.by().case(id=str(case))["answer"]
        assert (shown["closed_on"], shown["close_reason"]) == (str(NEXT_WINTER), "consent_over")
        assert keys_of(register, case).keys() == {"2021-22"}


def test_whose_guardians_are_to_be_asked_is_listed_before_the_new_winter(register: Register) -> None:
    never, asked, too_long = register.a_case(), register.a_case_in_consent(), register.a_case_in_consent()
    ends = "UPDATE vault_subject SET retain_until = '2022-11-10' WHERE id = :case RETURNING id"
    register.raw(ends, scope='""', case=too_long)

    listed = register.by().cases_unconsented(place=TOWNSHIP, on=str(NEXT_WINTER), limit=1_000)["answer"]

    assert {str(never), str(too_long)} <= {each["id"] for each in listed}
    assert str(asked) not in {each["id"] for each in listed}


def test_an_identity_that_was_kept_for_as_long_as_was_promised_ends_before_the_case_enters(register: Register) -> None:
    case = register.a_case_in_consent()
    ended = "UPDATE vault_subject SET retain_until = '2022-11-17' WHERE id = :case RETURNING id"
    register.raw(ended, scope='""', case=case)
    register.on(NEXT_WINTER)

    register.keep()

    assert keys_of(register, case).keys() == {"2021-22"}
    assert register.by().case(id=str(case))["answer"]["close_reason"] == "consent_over"


def test_a_case_closed_before_the_turn_enters_no_new_winter(register: Register) -> None:
    case = register.a_case()
    register.by().close_case(id=str(uuid4()), fields=a_closing(case))
    register.on(NEXT_WINTER)

    register.keep()

    assert keys_of(register, case).keys() == {"2021-22"}


def test_a_visit_in_the_new_winter_is_told_under_the_new_key(register: Register) -> None:
    case = register.a_case_in_consent()
    register.on(NEXT_WINTER)
    register.keep()
    register.told()

    register.by().record(kind="ChildVisited", id=str(uuid4()), fields=a_visit(case, occurred_on=str(NEXT_WINTER)))

    told = [each.data["child"] for each in register.told() if "child" in each.data]
    assert told == [keys_of(register, case)["2022-23"]]


def test_until_a_case_has_entered_the_new_winter_it_is_neither_visited_nor_moved_in_it(register: Register) -> None:
    case = register.a_case()
    register.on(NEXT_WINTER)
    visit, move = a_visit(case, occurred_on=str(NEXT_WINTER)), a_move(case, moved_on=str(NEXT_WINTER))

    assert rules(register.by().record(kind="ChildVisited", id=str(uuid4()), fields=visit)) == [("CaseNotOpen", "case")]
    assert rules(register.by().move_case(id=str(uuid4()), fields=move)) == [("NotYetInSeason", "moved_on")]
    assert register.told() == []


def test_a_case_that_waits_for_the_new_winter_enters_it_where_it_moves(register: Register) -> None:
    case = register.a_case()
    register.on(NEXT_WINTER)
    left = next(each for each in register.due() if each.subject == case)
    register.by_itself().leave_season(id=str(left.id), fields=left.fields)
    register.told()

    register.by().move_case(id=str(uuid4()), fields=a_move(case, moved_on=str(NEXT_WINTER)))

    assert [(each.type, each.place) for each in register.told()] == [("CaseOpened", NEXT_TOWNSHIP)]
    register.keep()
    assert rules_due(register, case) == []


def test_a_winter_that_is_not_over_is_not_left_and_one_that_was_entered_is_not_entered_again(
    register: Register,
) -> None:
    case, itself = register.a_case(), register.by_itself()

    left = itself.leave_season(id=str(uuid4()), fields={"case": str(case), "left_on": "2022-01-10"})
    entered = itself.enter_season(id=str(uuid4()), fields={"case": str(case), "entered_on": "2022-01-10"})

    assert rules(left) == [("SeasonNotOver", "left_on")]
    assert rules(entered) == [("StillInSeason", "entered_on")]
    assert register.told() == []


def test_nobody_but_the_service_itself_turns_the_season(register: Register) -> None:
    case, person = register.a_case(), register.by("51")

    left = person.leave_season(id=str(uuid4()), fields={"case": str(case), "left_on": "2022-01-10"})
    entered = person.enter_season(id=str(uuid4()), fields={"case": str(case), "entered_on": "2022-01-10"})

    assert rules(left) == rules(entered) == [("RoleMissing", "token")]


def test_a_case_is_closed_when_the_child_turns_sixteen(register: Register) -> None:
    case = register.a_case(born_month="2005-12")
    register.on(date(2022, 1, 10))

    assert rules_due(register, case) == [("sixteen", date(2022, 1, 1))]
    register.keep()

    closed = [each for each in register.told() if each.data.get("child") in keys_of(register, case).values()]
    assert [(each.type, each.occurred_on) for each in closed] == [("CaseClosed", date(2022, 1, 1))]
    assert register.by().case(id=str(case))["answer"]["close_reason"] == "sixteen"


def test_a_child_who_turned_sixteen_in_summer_leaves_the_old_winter_and_enters_no_other(register: Register) -> None:
    case = register.a_case(born_month="2006-07")
    register.on(NEXT_WINTER)

    register.keep()

    assert keys_of(register, case).keys() == {"2021-22"}
    assert register.by().case(id=str(case))["answer"]["closed_on"] == str(NEXT_WINTER)


def test_a_case_that_moved_after_the_birthday_is_not_closed_before_it_moved(register: Register) -> None:
    case = register.a_case(born_month="2005-12")
    register.on(date(2021, 12, 31))
    register.by().move_case(id=str(uuid4()), fields=a_move(case, place=TOWNSHIP, moved_on="2021-12-31"))
    register.on(date(2022, 3, 1))

    assert rules_due(register, case) == [("sixteen", date(2022, 1, 1))]
