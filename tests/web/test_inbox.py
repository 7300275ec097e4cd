"""What waits for whoever signed in."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from tests.builders import a_visit
from tests.journeys.live import Live
from tests.web.browsing import Visitor

AID = {"place": "510104017000", "source": "donation", "cash_fen": 123_400}


def proposed(live: Live, **but: Any) -> dict[str, Any]:
    fields = {"household": str(uuid4()), "batch": str(uuid4()), "organisation": a_visit()["organisation"], **AID, **but}
    answer: dict[str, Any] = live.recorder.call("outreach", "propose_aid", id=str(uuid4()), fields=fields)
    return answer


def test_what_waits_for_approval_is_listed_to_approvers_and_gone_once_approved(live: Live) -> None:
    approver, recorder = (Visitor(live.portal).signed_in(each, live.password) for each in ("approver", "recorder"))
    aid = proposed(live)

    assert "慰问待审批:1,234.00 元" in approver.get("/home").text
    assert "慰问待审批" not in recorder.get("/home").text

    live.approver.call("outreach", "approve_aid", id=str(uuid4()), fields={"aid": aid["aid"]})

    assert "慰问待审批:1,234.00 元" not in approver.get("/home").text
