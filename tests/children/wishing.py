"""What is said of wishes, and wishes that have come as far as a test needs them."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from shared.identity import Role
from tests.children.builders import Register

GATHERED_ON, PUBLISHED_ON = date(2021, 12, 6), date(2021, 12, 8)


def a_wish(case: UUID, **but: Any) -> dict[str, Any]:
    usual = {
        "case": str(case),
        "item": "books",
        "reason": "read",
        "value_fen": 12_000,
        "shares": 1,
        "gathered_on": str(GATHERED_ON),
    }
    return {**usual, **but}


def said(register: Register, door: str, role: Role = Role.RECORDER, scope: str = "510104", **fields: Any) -> Any:
    """Call a door with fields of its own under a new id."""
    return getattr(register.by(scope, roles=(role,)), door)(id=str(uuid4()), fields=fields)


def done(register: Register, door: str, role: Role = Role.RECORDER, scope: str = "510104", **fields: Any) -> Any:
    """Call a door that must not refuse."""
    answer = said(register, door, role, scope, **fields)
    assert "answer" in answer, answer
    return answer["answer"]


def gathered(register: Register, **but: Any) -> str:
    return str(done(register, "gather_wish", **a_wish(register.a_case(), **but))["wish"])


def published(register: Register, **but: Any) -> str:
    wish = gathered(register, **but)
    done(register, "review_wish", Role.APPROVER, wish=wish, verdict="approved")
    done(register, "publish_wish", wish=wish, published_on=str(PUBLISHED_ON))
    register.told()
    return wish


def claim(register: Register, wish: str, shares: int = 1, scope: str = "510105", **but: Any) -> str:
    fields = {"wish": wish, "donor": str(uuid4()), "shares": shares, **but}
    return str(done(register, "claim_wish", scope=scope, **fields)["claim"])


def claimed(register: Register, **but: Any) -> str:
    wish = published(register, **but)
    claim(register, wish, shares=but.get("shares", 1))
    register.told()
    return wish


def sent(register: Register, **but: Any) -> str:
    wish = claimed(register, **but)
    done(register, "send_wish", wish=wish, sent_on="2022-01-10")
    return wish


def told_of(register: Register, wish: str) -> list[tuple[str, int]]:
    """Name what was told of one wish since this was asked last."""
    return [(each.type, each.sign) for each in register.told() if each.data.get("wish") == wish]
