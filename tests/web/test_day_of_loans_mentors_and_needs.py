"""Loans stage by stage, a mentor with those whom he guides, and a need from its raising to its end."""

from __future__ import annotations

from uuid import uuid4

from playwright.sync_api import Browser

from tests.builders import COUNTY
from tests.journeys.live import Live
from tests.web.days import sits_down
from tests.web.staff import person

ASKED = "80,000.00 元"
WHERE = {"地点": "锦官驿街道", "牵头组织": "锦江区团委"}


def test_a_loan_goes_from_recommendation_to_disbursement(browser: Browser, live: Live) -> None:
    officer = sits_down(browser, live, person(live, "recorder", "viewer", scope=COUNTY))

    officer.goes_to("办理", "蜀青振兴贷", "推荐贷款").clicks("新编号").fills(
        **WHERE, 推荐日期="2022-01-10", 申请金额="80000"
    )
    officer.presses("推荐贷款").reads("已办理:推荐贷款", "80,000.00 元")
    officer.follows("受理", beside=ASKED).fills(受理日期="2022-01-12").presses("受理").goes_to("受理")
    officer.follows("授信", beside=ASKED).fills(授信日期="2022-01-14", 授信金额="60000").presses("授信").goes_to("授信")
    officer.follows("放款", beside=ASKED).fills(放款日期="2022-01-20", 放款金额="60000").presses("放款")
    officer.goes_to("放款").reads("推荐 2022年1月10日 80,000.00 元", "放款 2022年1月20日 60,000.00 元")


def test_a_mentor_is_registered_and_paired(browser: Browser, live: Live) -> None:
    officer = sits_down(browser, live, person(live, "recorder", "viewer", scope=COUNTY))

    officer.goes_to("办理", "1+10 带头人", "登记带头人").fills(**WHERE, 登记日期="2022-01-10").presses("登记带头人")
    officer.reads("已办理:登记带头人").goes_to(officer.text(r"(?m)^[0-9a-f]{8}\b")).reads("距 10 名还差 10 名")
    officer.follows("结对").clicks("新编号").fills(结对日期="2022-01-11").presses("结对").reads("距 10 名还差 9 名")


def test_a_need_is_raised_moved_and_met(browser: Browser, live: Live) -> None:
    what = f"屋顶漏雨,过冬前须修好 {uuid4().int % 10_000}"
    officer = sits_down(browser, live, person(live, "recorder", "viewer", scope=COUNTY))

    officer.goes_to("办理", "困难诉求", "登记诉求").fills(
        **WHERE, 责任单位="锦江区团委", 提出日期="2022-02-08", 办理期限="2022-03-01", 诉求内容=what
    )
    officer.picks(行动="二 集中走访慰问", 诉求类别="生活").presses("登记诉求").reads("已办理:登记诉求", what)
    officer.follows("转办或改期", beside=what).fills(责任单位="锦江区人社局").presses("转办或改期").reads(
        "锦江区人社局"
    )
    officer.follows("已解决", beside=what).fills(办理结果="已由社区组织修缮").presses("已解决").reads_not(what)
