"""审批人: whatever waits for a second person's word is decided on one page."""

from __future__ import annotations

from playwright.sync_api import Browser

from tests.builders import CITY
from tests.journeys.live import Live
from tests.web.afield import child, companion, gathered_wish, proposed_aid, reported_student
from tests.web.days import sits_down
from tests.web.staff import person


def test_an_approver_finds_everything_in_the_inbox_and_decides_it(browser: Browser, live: Live) -> None:
    aid, *others = (proposed_aid(live) for _ in range(3))
    wish, student = gathered_wish(live, child(live, companion(live))), reported_student(live)
    chief = sits_down(browser, live, person(live, "approver", "viewer", scope=CITY))

    chief.reads("待我审批", "慰问待审批:500.00 元,米面油 2 件", "微心愿待审核", "返乡大学生待审查").follows(
        "微心愿待审核"
    )
    chief.presses("批准", beside=aid[:8]).reads("已办理:批准").reads_not(aid[:8])
    for other in others:
        chief.follows("不予批准", beside=other[:8]).finds(理由="").fills(理由="与上一批重复").presses("不予批准")
        chief.reads("已办理:不予批准").reads_not(other[:8])
    chief.follows("审核", beside=wish[:8]).ticks("通过").presses("审核").reads("已办理:审核").reads_not(wish[:8])
    chief.follows("审查", beside=student[:8]).ticks("通过").presses("审查").reads("已办理:审查").reads_not(student[:8])
