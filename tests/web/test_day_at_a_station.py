"""站长 and 志愿者: a shift from its opening to its end, and the volunteer's own hours on paper."""

from __future__ import annotations

from uuid import uuid4

from playwright.sync_api import Browser

from tests.builders import COUNTY
from tests.journeys.live import Live
from tests.web.afield import oneself, short_shift, volunteer
from tests.web.days import passes_by, sits_down
from tests.web.staff import person

AN_HOUR_S = 3_600


def test_a_shift_is_opened_filled_swapped_served_and_attested(browser: Browser, live: Live) -> None:
    phones = [f"135{uuid4().int % 10**8:08}" for _ in range(2)]
    own, other = (volunteer(live, each) for each in phones)
    begun = short_shift(live, AN_HOUR_S)
    head = sits_down(browser, live, person(live, "recorder", "viewer", scope=COUNTY))

    head.goes_to("办理", "志愿服务班次").reads("还缺人的岗位", "开放的爱心驿站")
    head.types_address(f"/desk/shifts/{begun}").fills(志愿者=phones[0]).presses("现在签到").reads("已登记", own[:8])

    for day, somebody in (("2022-02-12", own), ("2022-02-13", other)):
        head.goes_to("办理", "志愿服务班次").follows("开设班次")
        head.fills(开始时间=f"{day}T08:00", 结束时间=f"{day}T12:00")
        head.page.get_by_label("岗位").first.select_option(label="秩序维护")
        head.page.get_by_label("需要人数").first.fill("1")
        head.presses("开设班次").reads("已办理:开设班次").follows(f"{day} 08:00")
        head.fills(志愿者=phones[0] if somebody == own else phones[1]).presses("报名").reads("已登记", somebody[:8])

    head.follows("换班", beside=other[:8]).picks(与哪个班次的人换="2022-02-12 08:00 锦官驿街道").presses("看名单")
    head.page.get_by_label(f"{own[:8]}").check()
    head.presses("换班").reads("已办理:换班", own[:8])
    assert "签到表" in head.follows("打印签到表").text("志愿服务班次签到表")
    head.page.go_back()

    live.let_pass(AN_HOUR_S)
    head.types_address(f"/desk/shifts/{begun}").reads("各岗位服务旅客人次")
    head.presses("签退", beside=own[:8]).reads("已签退")
    head.fills(秩序维护="120").presses("结班").reads("已办理:结班", "已完成")

    self = sits_down(browser, live, oneself(live, own))
    self.goes_to("办理", "我的").reads("共 1 次上岗", "接下来的班次", "秩序维护")
    paper = self.takes_in_hand("打印志愿服务记录证明").reads("志愿服务记录证明", "校验码", "谁组织谁记录")
    assert paper.prints() == 1
    stranger = passes_by(browser, live, "/verify").fills(校验码=paper.text(r"[0-9A-Z]{4}(-[0-9A-Z]{4}){3}"))
    stranger.fills(纸面上的姓名="欧阳志愿").presses("核对").reads("校验码有效", "与证明一致", "服务时长")
