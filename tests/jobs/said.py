"""What people say at jobs' doors, and what jobs then says."""

from datetime import date
from typing import Any
from uuid import uuid4

from services.jobs import store
from shared.database import transaction
from tests.builders import COUNTY, LEAGUE, TOWNSHIP
from tests.jobs.office import Office


def a_posting(**but: Any) -> dict[str, Any]:
    return {
        "place": TOWNSHIP,
        "organisation": LEAGUE,
        "employer": str(uuid4()),
        "title": "焊工",
        "trade": "electrics",
        "workplace": "county",
        "headcount": 5,
        "opens_on": "2022-01-05",
        "closes_on": "2022-01-25",
        **but,
    }


def a_change(posting: str, revision: int = 1, **but: Any) -> dict[str, Any]:
    what = ("trade", "workplace", "headcount", "closes_on")
    return {"posting": posting, "revision": revision, **{name: a_posting()[name] for name in what}, **but}


def a_fair(*booths: dict[str, Any], **but: Any) -> dict[str, Any]:
    return {
        "place": COUNTY,
        "organisation": LEAGUE,
        "planned_on": "2022-01-20",
        "mode": "offline",
        "venue": "station",
        "organiser_kind": "labour",
        "booths": list(booths) or [{"employer": str(uuid4()), "postings": []}],
        **but,
    }


def published(office: Office, **but: Any) -> str:
    return str(office.call("publish_posting", a_posting(**but))["posting"])


def opened(office: Office, *booths: dict[str, Any], **but: Any) -> str:
    return str(office.call("open_fair", a_fair(*booths, **but))["fair"])


def verification(posting: str, on: str) -> dict[str, Any]:
    return {"posting": posting, "verified_on": on}


def closing(posting: str, reason: str = "filled", on: str | None = "2022-01-10", filled: int = 3) -> dict[str, Any]:
    return {"posting": posting, "reason": reason, "closed_on": on, "filled": filled}


def outcome(
    fair: str, *employers: str, on: str = "2022-01-20", visitors: int = 300, intents: int = 40
) -> dict[str, Any]:
    return {"fair": fair, "held_on": on, "visitors": visitors, "intents": intents, "employers": list(employers)}


def hired(fair: str, hires: int = 30, on: str = "2022-02-20") -> dict[str, Any]:
    return {"fair": fair, "confirmed_on": on, "hires": hires}


def held(office: Office) -> str:
    employer = str(uuid4())
    fair = opened(office, {"employer": employer, "postings": []})
    office.today = date(2022, 2, 20)
    office.call("hold_fair", outcome(fair, employer))
    return fair


def expire(office: Office, posting: str) -> Any:
    with transaction(office.engine) as session:
        (due,) = [each for each in store.due(session, office.now()) if str(each.subject) == posting]
    return office.ask(due.door, token=office.keeper(), id=str(due.id), fields=due.fields)


def said(office: Office, about: str) -> list[tuple[str, str, int]]:
    return [(row.type, str(row.occurred_on), row.sign) for row in office.told(about)]
