"""县级团委: the county closes a gap in its month and confirms it; its officer for children sees one name."""

from __future__ import annotations

from playwright.sync_api import Browser

from deploy.demo.world import organisation_id
from tests.builders import COUNTY
from tests.journeys.live import Live
from tests.web.afield import child, companion
from tests.web.days import sits_down
from tests.web.staff import person

PENGXI = "510921000000"


def test_a_county_closes_a_gap_and_confirms_its_part(browser: Browser, live: Live) -> None:
    league = organisation_id("league", PENGXI)
    login = person(live, "officer", "recorder", "viewer", scope=PENGXI, organisation=league)
    county = sits_down(browser, live, login)

    county.follows("遂宁市2022年2月月报待本县核对,2022-02-28 23:59 截止").reads(
        "蓬溪县", "项没有数字", "没有发现矛盾或异常"
    )
    county.goes_to("填报", "新填宣讲")
    county.fills(地点="赤城镇", 牵头组织="蓬溪县团委", 日期="2022-02-09", 时长="60", 线下受众="45").clicks("新编号")
    county.picks(场所="村").ticks("就业政策", "线下", "青年讲师团").presses("保存").reads("已保存:宣讲")

    county.goes_to("月报", "2022年2月").eventually("宣讲场次 累计 场次 1")
    county.presses("核对无误").reads("本县已于", "再次核对无误")
    county.goes_to("首页").reads_not("2022年2月月报待本县核对")


def test_the_countys_named_officer_sees_one_childs_name_once_for_a_purpose(browser: Browser, live: Live) -> None:
    case = child(live, companion(live))
    officer = sits_down(browser, live, person(live, "officer", "recorder", scope=COUNTY))

    officer.goes_to("办理", "在册儿童").reads("名册只有编号", case[:8]).reads_not("欧阳小满")
    officer.follows("查看姓名一次", beside=case[:8]).ticks("核对与更正").presses("查看一次")
    officer.reads("欧阳小满", "欧阳大满", "这一次查看已经记录")

    officer.follows("返回").reads(case[:8]).reads_not("欧阳小满")
    officer.goes_to("人员与审计", "审计").reads("查看个人信息", "核对与更正", "在册儿童名册")
