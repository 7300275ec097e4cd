"""A training class from enrolment to certificate, and a fair's day with two browsers at its doors."""

from __future__ import annotations

from uuid import uuid4

from playwright.sync_api import Browser, expect

from tests.builders import COUNTY
from tests.journeys.live import Live
from tests.web.afield import fair, training_class
from tests.web.days import Worker, passes_by, sits_down
from tests.web.staff import person


def test_a_class_runs_from_the_menu_to_a_certificate(browser: Browser, live: Live) -> None:
    one, _ = training_class(live)
    phones = [f"137{uuid4().int % 10**8:08}" for _ in range(2)]
    teacher = sits_down(browser, live, person(live, "recorder", "viewer", scope=COUNTY))

    teacher.goes_to("办理", "培训班").reads("培训菜单").types_address(f"/desk/classes/{one}").reads("名额 1,候补 1")
    for phone, name, turn in zip(phones, ("欧阳学员", "欧阳候补"), ("已录取", "候补"), strict=True):
        teacher.fills(手机号或学员编号=phone, 姓名=name).ticks("本人同意登记姓名和电话,用于联系与证书")
        teacher.presses("报名").reads("已报名", turn)
    teacher.follows("打印签到表").reads("电焊培训培训班签到表")
    assert teacher.prints() == 1
    teacher.page.go_back()

    teacher.follows("登记考勤").reads("到课学员").presses("登记考勤").reads("已办理:登记考勤")
    teacher.presses("结业").reads("已办理:结业", "已结业")
    teacher.follows("登记证书").ticks("结业证书").fills(证书编号="暖冬-001").presses("登记证书")
    paper = teacher.takes_in_hand("打印结业证明").reads("结业证明", "欧阳学员", "电焊培训")
    assert paper.prints() == 1
    code = paper.text(r"[0-9A-Z]{4}(-[0-9A-Z]{4}){3}")
    passes_by(browser, live, "/verify").fills(校验码=code).presses("核对").reads("培训结业证明", "电焊培训")


def test_two_browsers_count_at_a_fair_at_once(browser: Browser, live: Live) -> None:
    one, _ = fair(live)
    doors = [sits_down(browser, live, person(live, "recorder", "viewer", scope=COUNTY)) for _ in range(2)]
    for door in doors:
        door.goes_to("办理", "专场招聘会").reads("筹备中").types_address(f"/desk/fairs/{one}").follows("现场计数")

    for _ in range(3):
        for door in doors:
            door.clicks("进场人次 +1")
    doors[1].clicks("+5").page.get_by_role("button", name="达成意向 +1").click()

    totals(doors[0].clicks("进场人次 +1"), visitors="12", intents="1")
    doors[0].follows("返回招聘会,登记举办情况").finds(进场人次="12", 达成意向人数="1").presses("登记举办情况")
    doors[0].reads("已办理:登记举办情况", "进场 12 人次,达成意向 1 人")


def totals(door: Worker, **said: str) -> None:
    """See the whole fair's totals on one device."""
    for each, value in said.items():
        expect(door.page.locator(f"[data-total={each}]")).to_have_text(value, timeout=15_000)
