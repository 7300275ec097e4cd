"""What waits for whoever signed in."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from shared.rpc import ServiceTokens
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


def referred(live: Live) -> str:
    """Have outreach hand somebody who seeks work on to jobs, as its keeper does."""
    id = str(uuid4())
    fields = {"need": id, "seeker": str(uuid4()), "place": "510104017000", "referred_on": "2022-02-08"}
    outreach = live.operator.under(ServiceTokens(live.settings("outreach")))
    outreach.call("jobs", "take_referral", id=id, fields={**fields, "organisation": a_visit()["organisation"]})
    return id


def test_somebody_referred_waits_for_the_recorder_who_takes_every_step_from_there(live: Live) -> None:
    recorder = Visitor(live.portal).signed_in("recorder", live.password)
    path = f"/things/referral/{referred(live)}"
    closing = {"id": str(uuid4()), "outcome": "trained", "closed_on": "2022-02-09"}

    home, shown, listed = (recorder.get(each) for each in ("/home", path, "/things/referral"))
    closed = recorder.send(f"{path}/close_referral", closing, on=f"{path}/close_referral")

    assert f'href="{path}"' in home.text
    assert "匹配岗位" in shown.text
    assert path in listed.text
    assert "转入培训" in closed.text
    assert f'href="{path}"' not in recorder.get("/home").text
    assert path in recorder.get("/things/referral?state=closed").text
    assert recorder.get("/things/referral/new").status == 404
    assert "/things/referral" in recorder.get("/desk/").text
