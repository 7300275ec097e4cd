"""The doors of 蜀青振兴贷, against a real database."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from deploy.demo.world import organisation_id
from shared.identity import Role
from shared.refusals import Refused
from tests.builders import ELSEWHERE, LEAGUE, MARKER, TOWNSHIP
from tests.jobs.office import Office


def an_application(**but: Any) -> dict[str, Any]:
    return {
        "place": TOWNSHIP,
        "organisation": LEAGUE,
        "borrower": str(uuid4()),
        "on": "2022-01-04",
        "amount_fen": 10_000_000,
        **but,
    }


def recommended(office: Office, **but: Any) -> str:
    return str(office.call("recommend_loan", an_application(**but))["loan"])


def at(loan: str, on: str = "2022-01-08", **more: Any) -> dict[str, Any]:
    return {"loan": loan, "on": on, **more}


def granted(office: Office, amount_fen: int = 8_000_000) -> str:
    loan = recommended(office)
    office.call("accept_loan", at(loan))
    office.call("credit_loan", at(loan, amount_fen=amount_fen))
    return loan


def stages(office: Office, loan: str) -> list[tuple[str, str, int, int]]:
    return [
        (row.data["stage"], str(row.occurred_on), row.data["amount_fen"], row.sign)
        for row in office.told()
        if row.data.get("loan") == loan
    ]


def test_each_stage_is_told_for_its_own_day_with_its_own_amount(office: Office) -> None:
    loan = recommended(office)
    office.call("accept_loan", at(loan, "2022-01-05"))
    office.call("credit_loan", at(loan, "2022-01-07", amount_fen=9_000_000))
    office.call("disburse_loan", at(loan, "2022-01-10", amount_fen=8_000_000))

    assert stages(office, loan) == [
        ("recommended", "2022-01-04", 10_000_000, 1),
        ("accepted", "2022-01-05", 0, 1),
        ("credited", "2022-01-07", 9_000_000, 1),
        ("disbursed", "2022-01-10", 8_000_000, 1),
    ]


def test_a_repeated_call_reaches_its_stage_once(office: Office) -> None:
    loan, id = recommended(office), str(uuid4())
    answers = [office.call("accept_loan", at(loan), id=id) for _ in range(2)]

    assert answers[0] == answers[1]
    assert len(stages(office, loan)) == 2


def test_a_stage_that_is_not_next_is_refused(office: Office) -> None:
    loan = recommended(office)

    assert office.rules("credit_loan", at(loan, amount_fen=1)) == ["LoanNotNext"]
    assert office.rules("disburse_loan", at(loan, amount_fen=1)) == ["LoanNotNext"]


def test_a_refused_loan_goes_no_further_and_frees_its_borrower(office: Office) -> None:
    borrower = str(uuid4())
    loan = recommended(office, borrower=borrower)
    office.call("reject_loan", at(loan, reason="papers"))

    assert office.rules("accept_loan", at(loan)) == ["LoanNotNext"]
    assert office.ask("loan", token=office.person("51", Role.VIEWER), id=loan)["reject_reason"] == "papers"
    assert recommended(office, borrower=borrower)


@pytest.mark.parametrize(
    ("but", "rule"),
    [
        ({"on": "2022-01-11"}, "DateInFuture"),
        ({"on": "2021-10-31"}, "DateOutsideCampaign"),
        ({"place": "510104999000"}, "PlaceUnknown"),
        ({"organisation": str(uuid4())}, "OrganisationUnknown"),
        ({"amount_fen": 0}, "FieldInvalid"),
        ({"borrower": "somebody"}, "FieldInvalid"),
    ],
)
def test_a_recommendation_that_cannot_be_is_refused(office: Office, but: dict[str, Any], rule: str) -> None:
    assert office.rules("recommend_loan", an_application(**but)) == [rule]


@pytest.mark.parametrize(
    ("on", "amount_fen", "rule"),
    [
        ("2022-01-07", 8_000_000, "BeforeLastStage"),
        ("2022-01-11", 8_000_000, "DateInFuture"),
        ("2022-01-09", 8_000_001, "DisbursedOverCredit"),
    ],
)
def test_a_payment_that_cannot_be_is_refused(office: Office, on: str, amount_fen: int, rule: str) -> None:
    assert office.rules("disburse_loan", at(granted(office), on, amount_fen=amount_fen)) == [rule]


def test_a_loan_outside_the_scope_is_refused(office: Office) -> None:
    assert office.rules("recommend_loan", an_application(), scope="5103") == ["OutOfScope"]
    assert office.rules("accept_loan", at(recommended(office)), scope="5103") == ["NotFound"]


def test_only_recorders_recommend(office: Office) -> None:
    assert office.rules("recommend_loan", an_application(), role=Role.VIEWER) == ["RoleMissing"]


def test_a_borrower_has_one_loan_under_way(office: Office) -> None:
    borrower = str(uuid4())
    recommended(office, borrower=borrower)

    assert office.rules("recommend_loan", an_application(borrower=borrower)) == ["LoanUnderWay"]


def test_a_borrower_whose_loan_another_city_follows_is_refused_without_being_shown_it(office: Office) -> None:
    borrower = str(uuid4())
    recommended(office, borrower=borrower)
    elsewhere = {"place": ELSEWHERE, "organisation": organisation_id("league", "510903000000")}
    fields = an_application(borrower=borrower, **elsewhere)

    assert office.rules("recommend_loan", fields, scope="5109") == ["LoanUnderWay"]


def test_of_ten_who_recommend_one_borrower_at_once_one_wins_and_the_others_are_told_why(office: Office) -> None:
    fields = an_application()

    def recommend(_: int) -> str:
        try:
            office.call("recommend_loan", fields)
        except Refused as refused:
            return refused.refusals[0].rule
        return "recommended"

    with ThreadPoolExecutor(10) as clerks:
        said = sorted(clerks.map(recommend, range(10)))

    assert said == ["LoanUnderWay"] * 9 + ["recommended"]


def test_of_two_who_pay_out_at_once_one_wins_and_the_other_is_told_why(office: Office) -> None:
    loan = granted(office)

    def pay(_: int) -> str:
        try:
            office.call("disburse_loan", at(loan, amount_fen=8_000_000))
        except Refused as refused:
            return refused.refusals[0].rule
        return "paid"

    with ThreadPoolExecutor(2) as clerks:
        assert sorted(clerks.map(pay, range(2))) == ["LoanNotNext", "paid"]


def test_a_stage_taken_back_is_reversed_and_may_be_reached_again(office: Office) -> None:
    loan = granted(office)
    office.call("disburse_loan", at(loan, amount_fen=8_000_000))
    office.call("take_back_loan_stage", {"loan": loan, "reason": "金额填错"})
    office.call("disburse_loan", at(loan, amount_fen=7_000_000))

    assert [each[2:] for each in stages(office, loan) if each[0] == "disbursed"] == [
        (8_000_000, 1),
        (8_000_000, -1),
        (7_000_000, 1),
    ]


def test_a_recommendation_taken_back_ends_the_loan(office: Office) -> None:
    loan = recommended(office)
    office.call("take_back_loan_stage", {"loan": loan, "reason": "重复"})

    assert office.rules("accept_loan", at(loan)) == ["LoanNotNext"]
    assert office.rules("take_back_loan_stage", {"loan": loan, "reason": "重复"}) == ["LoanNotNext"]


def test_a_refusal_is_not_taken_back_once_the_borrower_has_another_loan_under_way(office: Office) -> None:
    borrower = str(uuid4())
    loan = recommended(office, borrower=borrower)
    office.call("reject_loan", at(loan, reason="papers"))
    recommended(office, borrower=borrower)

    assert office.rules("take_back_loan_stage", {"loan": loan, "reason": "误录"}) == ["LoanUnderWay"]


def test_nothing_is_taken_back_without_a_reason_or_once_the_season_has_closed(office: Office) -> None:
    loan = recommended(office)

    assert office.rules("take_back_loan_stage", {"loan": loan, "reason": "  "}) == ["FieldInvalid"]
    office.today = date(2022, 5, 1)
    assert office.rules("take_back_loan_stage", {"loan": loan, "reason": "误录"}) == ["CampaignClosed"]


def test_the_reason_for_taking_back_stays_at_home(office: Office) -> None:
    loan = recommended(office)
    office.call("take_back_loan_stage", {"loan": loan, "reason": MARKER})

    assert [row for row in office.told() if MARKER in str(row)] == []


def test_loans_are_listed_within_the_scope_all_or_by_their_stage(office: Office) -> None:
    loan = recommended(office)

    def listed(scope: str, **more: Any) -> list[str]:
        found = office.ask("loans", token=office.person(scope, Role.VIEWER), limit=1_000, **more)
        return [each["id"] for each in found]

    assert loan in listed("5101")
    assert loan in listed("51", stage="recommended", place=TOWNSHIP)
    assert loan not in listed("5101", stage="accepted")
    assert loan not in listed("5109")
