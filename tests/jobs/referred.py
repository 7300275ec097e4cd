"""What is said at the doors of referrals."""

from typing import Any
from uuid import uuid4

from tests.builders import LEAGUE, TOWNSHIP
from tests.jobs.office import Office


def a_referral(**but: Any) -> dict[str, Any]:
    return {
        "need": str(uuid4()),
        "seeker": str(uuid4()),
        "place": TOWNSHIP,
        "organisation": LEAGUE,
        "referred_on": "2022-01-10",
        **but,
    }


def taken(office: Office, **but: Any) -> str:
    id = str(uuid4())
    office.ask("take_referral", token=office.service("outreach"), id=id, fields=a_referral(**but))
    return id


def closing(referral: str, outcome: str = "given_up", on: str = "2022-01-10") -> dict[str, Any]:
    return {"referral": referral, "outcome": outcome, "closed_on": on}
