"""Aid: approved by one person, delivered by another, one for each household and batch."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine, select, text

from services.outreach.model import Aid
from services.outreach.service import Outreach
from shared.database import transaction
from shared.identity import Role
from shared.settings import Settings
from shared.worker import in_process
from tests.builders import CLERK, ELSEWHERE, LEAGUE, TOWNSHIP, a_token
from tests.conftest import Site
from tests.outreach.said import Told, new_id, rule


def a_proposal(**but: Any) -> dict[str, Any]:
    return {
        "place": TOWNSHIP,
        "organisation": LEAGUE,
        "household": str(uuid4()),
        "batch": str(uuid4()),
        "source": "donation",
        "cash_fen": 50_000,
        "goods": 2,
        "goods_value_fen": 12_000,
        **but,
    }


@pytest.fixture
def proposed(clerk: Outreach) -> str:
    return str(clerk.propose_aid(id=new_id(), fields=a_proposal())["answer"]["aid"])


@pytest.fixture
def approved(chief: Outreach, proposed: str) -> str:
    chief.approve_aid(id=new_id(), fields={"aid": proposed})
    return proposed


@pytest.fixture
def delivered(clerk: Outreach, approved: str) -> str:
    clerk.deliver_aid(id=new_id(), fields={"aid": approved, "delivered_on": "2022-01-20"})
    return approved


def test_aid_is_told_when_it_is_delivered_and_not_before(clerk: Outreach, approved: str, told: Told) -> None:
    assert told(approved) == []

    clerk.deliver_aid(id=new_id(), fields={"aid": approved, "delivered_on": "2022-01-20"})

    [(kind, _, data)] = told(approved)
    assert kind == "AidDelivered"
    assert (data["cash_fen"], data["goods"], data["goods_value_fen"], data["unsigned"]) == (50_000, 2, 12_000, 1)


def test_nobody_approves_what_they_proposed(chief: Outreach) -> None:
    aid = chief.propose_aid(id=new_id(), fields=a_proposal())["answer"]["aid"]

    assert rule(chief.approve_aid(id=new_id(), fields={"aid": aid})) == "OwnProposal"


def test_who_approved_does_not_deliver(chief: Outreach, approved: str) -> None:
    answer = chief.deliver_aid(id=new_id(), fields={"aid": approved, "delivered_on": "2022-01-20"})

    assert rule(answer) == "ApproverDelivers"


def test_a_clerk_may_not_approve(clerk: Outreach, proposed: str) -> None:
    assert rule(clerk.approve_aid(id=new_id(), fields={"aid": proposed})) == "RoleMissing"


def test_what_is_not_approved_is_not_delivered(clerk: Outreach, proposed: str) -> None:
    answer = clerk.deliver_aid(id=new_id(), fields={"aid": proposed, "delivered_on": "2022-01-20"})

    assert rule(answer) == "NotNext"


def test_what_was_delivered_is_not_delivered_again(clerk: Outreach, delivered: str, told: Told) -> None:
    answer = clerk.deliver_aid(id=new_id(), fields={"aid": delivered, "delivered_on": "2022-01-21"})

    assert rule(answer) == "NotNext"
    assert len(told(delivered)) == 1


def test_a_retried_delivery_is_answered_as_the_first_time(clerk: Outreach, approved: str, told: Told) -> None:
    call = {"id": new_id(), "fields": {"aid": approved, "delivered_on": "2022-01-20"}}

    assert clerk.deliver_aid(**call) == clerk.deliver_aid(**call)
    assert len(told(approved)) == 1


def test_a_household_gets_one_aid_in_a_batch(clerk: Outreach) -> None:
    proposal = a_proposal()
    clerk.propose_aid(id=new_id(), fields=proposal)

    assert rule(clerk.propose_aid(id=new_id(), fields=proposal)) == "AidAlreadyPlanned"


def test_an_aid_gives_something(clerk: Outreach) -> None:
    assert (
        rule(clerk.propose_aid(id=new_id(), fields=a_proposal(cash_fen=0, goods=0, goods_value_fen=0)))
        == "NothingGiven"
    )


def test_aid_is_not_delivered_in_the_future(clerk: Outreach, approved: str) -> None:
    answer = clerk.deliver_aid(id=new_id(), fields={"aid": approved, "delivered_on": "2022-02-11"})

    assert rule(answer) == "DateInFuture"


def test_signing_the_receipt_tells_that_it_is_no_longer_open(clerk: Outreach, delivered: str, told: Told) -> None:
    clerk.sign_receipt(id=new_id(), fields={"aid": delivered, "receipt_on": "2022-01-25"})

    assert [data["unsigned"] for _, _, data in told(delivered)] == [1, 0]


def test_a_signed_receipt_stays_signed(clerk: Outreach, delivered: str) -> None:
    clerk.sign_receipt(id=new_id(), fields={"aid": delivered, "receipt_on": "2022-01-25"})

    again = clerk.sign_receipt(
        id=new_id(), fields={"aid": delivered, "receipt_on": "2022-01-26", "receipt": "disputed"}
    )

    assert rule(again) == "ReceiptSigned"


def test_a_receipt_is_not_signed_before_the_aid_came(clerk: Outreach, delivered: str) -> None:
    answer = clerk.sign_receipt(id=new_id(), fields={"aid": delivered, "receipt_on": "2022-01-19"})

    assert rule(answer) == "ReceiptBeforeDelivery"


def test_two_clerks_deliver_the_same_aid_once(site: Site, known: Settings, approved: str, told: Told) -> None:
    def deliver(number: int) -> dict[str, Any]:
        clerk = in_process(Outreach, known, a_token(site, "outreach", UUID(int=100 + number)))
        fields = {"aid": approved, "delivered_on": "2022-01-20"}
        answer: dict[str, Any] = clerk.deliver_aid(id=new_id(), fields=fields)
        return answer

    with ThreadPoolExecutor(6) as clerks:
        answers = list(clerks.map(deliver, range(6)))

    assert sum("answer" in each for each in answers) == 1
    assert {rule(each) for each in answers if "refused" in each} == {"NotNext"}
    assert len(told(approved)) == 1


def test_aid_of_another_place_does_not_exist_for_a_stranger(site: Site, known: Settings, delivered: str) -> None:
    stranger = in_process(Outreach, known, a_token(site, "outreach", CLERK, scope=(ELSEWHERE[:6],)))

    assert rule(stranger.aid(id=delivered)) == "NotFound"


def test_without_a_scope_the_table_looks_empty(database: Engine, delivered: str) -> None:
    with transaction(database) as session:
        assert session.scalars(select(Aid.id)).all() == []
        session.execute(text("SELECT set_config('nuandong.scope', '{5101}', true)"))
        assert UUID(delivered) in session.scalars(select(Aid.id)).all()


def test_an_aid_may_have_several_items_of_goods(clerk: Outreach, chief: Outreach, proposed: str, told: Told) -> None:
    clerk.add_goods(id=new_id(), fields={"aid": proposed, "item": "棉被", "quantity": 3, "value_fen": 30_000})
    chief.approve_aid(id=new_id(), fields={"aid": proposed})
    clerk.deliver_aid(id=new_id(), fields={"aid": proposed, "delivered_on": "2022-01-20"})

    [(_, _, data)] = told(proposed)
    assert (data["goods"], data["goods_value_fen"]) == (5, 42_000)
    assert [each["item"] for each in clerk.aid(id=proposed)["answer"]["goods"]] == ["慰问品", "棉被"]


def test_no_goods_are_added_to_what_was_approved(clerk: Outreach, approved: str) -> None:
    more = {"aid": approved, "item": "棉被", "quantity": 3, "value_fen": 30_000}

    assert rule(clerk.add_goods(id=new_id(), fields=more)) == "NotNext"


def test_an_aid_has_fifty_items_at_most(clerk: Outreach, proposed: str) -> None:
    more = {"aid": proposed, "item": "书包", "quantity": 1, "value_fen": 1}
    answers = [clerk.add_goods(id=new_id(), fields=more) for _ in range(50)]

    assert rule(answers[-1]) == "TooManyGoods"
    assert "answer" in answers[-2]


def test_goods_that_are_worth_something_have_pieces(clerk: Outreach) -> None:
    assert rule(clerk.propose_aid(id=new_id(), fields=a_proposal(goods=0))) == "GoodsWithoutPieces"


def test_a_rejected_proposal_leaves_the_household_free_for_another(clerk: Outreach, chief: Outreach) -> None:
    proposal = a_proposal()
    aid = clerk.propose_aid(id=new_id(), fields=proposal)["answer"]["aid"]

    rejected = chief.reject_aid(id=new_id(), fields={"aid": aid, "reason": "材料不全"})

    assert rejected["answer"]["state"] == "rejected"
    assert rule(chief.approve_aid(id=new_id(), fields={"aid": aid})) == "NotNext"
    assert rule(clerk.withdraw_aid(id=new_id(), fields={"aid": aid, "reason": "x"})) == "NotNext"
    assert clerk.propose_aid(id=new_id(), fields=proposal)["answer"]["state"] == "proposed"


def test_nobody_rejects_what_they_proposed(chief: Outreach) -> None:
    aid = chief.propose_aid(id=new_id(), fields=a_proposal())["answer"]["aid"]

    assert rule(chief.reject_aid(id=new_id(), fields={"aid": aid, "reason": "x"})) == "OwnProposal"


def test_a_reason_says_something(clerk: Outreach, proposed: str) -> None:
    assert rule(clerk.withdraw_aid(id=new_id(), fields={"aid": proposed, "reason": " "})) == "FieldInvalid"


def test_withdrawing_delivered_aid_takes_back_all_that_was_told(clerk: Outreach, delivered: str, told: Told) -> None:
    for receipt, on in (("disputed", "2022-01-25"), ("signed", "2022-01-26")):
        clerk.sign_receipt(id=new_id(), fields={"aid": delivered, "receipt_on": on, "receipt": receipt})

    clerk.withdraw_aid(id=new_id(), fields={"aid": delivered, "reason": "重复登记"})

    assert sum(sign for _, sign, _ in told(delivered)) == 0
    assert len(told(delivered)) == 6


def test_a_disputed_receipt_counts_as_unsigned_until_it_is_signed(clerk: Outreach, delivered: str, told: Told) -> None:
    disputed = {"aid": delivered, "receipt_on": "2022-01-25", "receipt": "disputed"}
    clerk.sign_receipt(id=new_id(), fields=disputed)

    assert [data["unsigned"] for _, _, data in told(delivered)] == [1, 1]
    earlier = clerk.sign_receipt(id=new_id(), fields={"aid": delivered, "receipt_on": "2022-01-24"})
    assert rule(earlier) == "ReceiptBeforeLast"


def test_of_two_approvers_at_once_one_approves(site: Site, known: Settings, proposed: str) -> None:
    def approve(number: int) -> dict[str, Any]:
        chief = in_process(Outreach, known, a_token(site, "outreach", UUID(int=200 + number), Role.APPROVER))
        answer: dict[str, Any] = chief.approve_aid(id=new_id(), fields={"aid": proposed})
        return answer

    with ThreadPoolExecutor(2) as chiefs:
        answers = list(chiefs.map(approve, range(2)))

    assert sum("answer" in each for each in answers) == 1
    assert [rule(each) for each in answers if "refused" in each] == ["NotNext"]


def test_of_many_proposals_for_a_household_at_once_one_stands(site: Site, known: Settings) -> None:
    proposal = a_proposal()

    def propose(number: int) -> dict[str, Any]:
        clerk = in_process(Outreach, known, a_token(site, "outreach", UUID(int=300 + number)))
        answer: dict[str, Any] = clerk.propose_aid(id=new_id(), fields=proposal)
        return answer

    with ThreadPoolExecutor(8) as clerks:
        answers = list(clerks.map(propose, range(8)))

    assert sum("answer" in each for each in answers) == 1
    assert {rule(each) for each in answers if "refused" in each} == {"AidAlreadyPlanned"}


def test_approvers_find_what_waits_for_them_page_by_page(site: Site, known: Settings, chief: Outreach) -> None:
    place = "510104026000"
    clerk = in_process(Outreach, known, a_token(site, "outreach"))
    made = {clerk.propose_aid(id=new_id(), fields=a_proposal(place=place))["answer"]["aid"] for _ in range(3)}

    first = chief.aids(state="proposed", place=place, limit=2)["answer"]
    rest = chief.aids(state="proposed", place=place, after=first[-1]["id"])["answer"]

    assert {each["id"] for each in first + rest} == made
    assert len(first) == 2
    assert rule(chief.aids(state="lost")) == "StateUnknown"
