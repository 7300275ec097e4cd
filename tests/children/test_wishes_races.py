"""Many at once, against PostgreSQL: a share is promised once, a wish reviewed once, and everybody else is told why."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any
from uuid import uuid4

from shared.identity import Role
from tests.children.builders import Register
from tests.children.wishing import gathered, published, told_of

CLAIMANTS = 50


def at_once(calls: list[Callable[[], dict[str, Any]]]) -> list[dict[str, Any]]:
    """Make all calls at one moment, a thread each."""
    start = Barrier(len(calls))

    def call(made: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        start.wait()
        return made()

    with ThreadPoolExecutor(len(calls)) as threads:
        return list(threads.map(call, calls))


def verdicts(answers: list[dict[str, Any]]) -> Counter[str]:
    return Counter(each["refused"][0]["rule"] if "refused" in each else next(iter(each)) for each in answers)


def claiming(register: Register, wish: str, shares: int = 1, id: str = "") -> Callable[[], dict[str, Any]]:
    doors = register.by("51")
    fields = {"wish": wish, "donor": id or str(uuid4()), "shares": shares}
    return lambda: doors.claim_wish(id=id or str(uuid4()), fields=fields)


def test_of_fifty_claimants_of_one_wish_exactly_one_wins_and_the_others_are_told_why(register: Register) -> None:
    wish = published(register)

    answers = at_once([claiming(register, wish) for _ in range(CLAIMANTS)])

    assert verdicts(answers) == {"answer": 1, "WishNotNext": CLAIMANTS - 1}
    assert {each["refused"][0]["message"] for each in answers if "refused" in each} == {
        "这个心愿已认领、待寄送,现在不能认领"
    }
    assert told_of(register, wish) == [("ShareClaimed", 1), ("WishClaimed", 1)]


def test_of_fifty_claimants_of_seven_shares_exactly_seven_win(register: Register) -> None:
    wish = published(register, shares=7)

    answers = at_once([claiming(register, wish) for _ in range(CLAIMANTS)])

    assert verdicts(answers) == {"answer": 7, "WishNotNext": CLAIMANTS - 7}
    assert told_of(register, wish) == [*[("ShareClaimed", 1)] * 7, ("WishClaimed", 1)]


def test_however_many_shares_each_wants_no_more_are_promised_than_there_are(register: Register) -> None:
    wish = published(register, shares=20)

    answers = at_once([claiming(register, wish, shares=1 + n % 4) for n in range(CLAIMANTS)])

    promised = sum(1 + n % 4 for n, each in enumerate(answers) if "answer" in each)
    assert promised == register.by().wish(id=wish)["answer"]["taken"] <= 20
    assert verdicts(answers)["failed"] == 0
    assert sum(each.data["shares"] for each in register.told() if each.type == "ShareClaimed") == promised


def test_one_claim_sent_twenty_times_at_once_is_one_claim(register: Register) -> None:
    wish, id = published(register, shares=5), str(uuid4())

    answers = at_once([claiming(register, wish, id=id)] * 20)

    assert answers == [{"answer": {"claim": id, "wish": wish, "left": 4}}] * 20
    assert told_of(register, wish) == [("ShareClaimed", 1)]


def test_of_two_approvers_at_once_one_reviews(register: Register) -> None:
    wish = gathered(register)
    reviewers = [register.by(roles=(Role.APPROVER,)) for _ in range(2)]

    def reviewing(doors: Any, verdict: str) -> Callable[[], dict[str, Any]]:
        return lambda: doors.review_wish(id=str(uuid4()), fields={"wish": wish, "verdict": verdict})

    answers = at_once([reviewing(reviewers[0], "approved"), reviewing(reviewers[1], "unsuitable")])

    assert verdicts(answers) == {"answer": 1, "WishNotNext": 1}
