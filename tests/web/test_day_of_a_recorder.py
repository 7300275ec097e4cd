"""乡镇填报员: a visit is recorded where it happened, put right, taken back, and let stand again."""

from __future__ import annotations

from playwright.sync_api import Browser

from tests.builders import LEAGUE, TOWNSHIP
from tests.journeys.live import Live
from tests.web.days import sits_down
from tests.web.staff import person

NOTE = "户主在外务工,春节后返岗"


def clerk_of(live: Live) -> str:
    """Register a recorder of a township who belongs to the county's league."""
    return person(live, "recorder", "viewer", scope=TOWNSHIP, organisation=LEAGUE)


CHOSEN = "510104017000 成都市锦江区锦官驿街道"


def test_a_recorder_records_a_visit_and_whatever_is_wrong_stands_beside_the_field(browser: Browser, live: Live) -> None:
    clerk = sits_down(browser, live, clerk_of(live))
    clerk.reads("头一天").ticks("做过了:核对自己的账号")

    clerk.goes_to("记录第一条活动", "新填走访").clicks("新编号")
    clerk.fills(地点="锦官驿街道", 牵头组织="锦江区团委", 日期="2022-02-20", 走访人数="3", 备注=NOTE)
    clerk.ticks("青年农民工", "车票购买", "子女关爱").presses("保存")

    clerk.reads("还没有保存,请更正:日期", "日期 2022-02-20 晚于今天(2022-02-10)").finds(
        走访人数="3", 备注=NOTE, 日期="2022-02-20"
    )
    clerk.fills(日期="2022-02-09").presses("保存").reads("已保存:走访", "车票购买", NOTE)
    clerk.follows("同日同地再填一条").finds(日期="2022-02-09", 地点=CHOSEN, 牵头组织="锦江区团委", 走访人数="", 备注="")


def test_a_recorder_amends_withdraws_and_undoes(browser: Browser, live: Live) -> None:
    clerk = sits_down(browser, live, clerk_of(live))
    clerk.goes_to("填报", "新填走访").clicks("新编号")
    clerk.fills(地点="锦官驿街道", 牵头组织="锦江区团委", 日期="2022-02-08", 走访人数="2").ticks(
        "困难家庭青少年"
    ).presses("保存")

    clerk.follows("更正").fills(走访人数="5").presses("保存").reads("已更正", "走访人数:2 → 5")
    clerk.unfolds("撤回这条记录").fills(撤回的理由="填错了乡镇").presses("撤回")
    clerk.reads("撤回。理由:填错了乡镇").presses("恢复(撤回后 10 分钟内)").reads("已恢复", "内容未变")

    clerk.goes_to("填报", "走访").fills(自="2022-02-08", 至="2022-02-08").presses("筛选").reads(
        "锦官驿街道", "困难家庭青少年"
    )
    assert clerk.takes_home("导出 .xlsx").startswith(b"PK")


def test_what_was_typed_survives_a_browser_that_is_closed_in_the_middle(browser: Browser, live: Live) -> None:
    clerk = sits_down(browser, live, clerk_of(live))
    clerk.goes_to("填报", "新填走访").fills(地点="锦官驿街道", 走访人数="7", 备注=NOTE)

    clerk.again().reads("已恢复上次没有保存的内容").finds(地点="锦官驿街道", 走访人数="7", 备注=NOTE)
    clerk.presses("不要了,重新填").finds(走访人数="", 备注="")
