"""市州团委 and 团省委: a month's return, from what is missing to its printing, and the province's page of all 21."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.journeys.live import Live
from tests.web.days import Worker, sits_down
from tests.web.staff import person

SUINING, PROVINCE = "510900000000", "510000000000"
HIGHLIGHTS = "走访返乡青年农民工,帮助购票返岗。"


@pytest.fixture
def city(browser: Browser, live: Live) -> Worker:
    """Sit down as an officer of 遂宁市."""
    login = person(live, "officer", "recorder", "viewer", scope=SUINING)
    return sits_down(browser, live, login)


@pytest.fixture
def province(browser: Browser, live: Live) -> Worker:
    """Sit down as an officer of the province."""
    return sits_down(browser, live, person(live, "officer", "approver", "viewer", scope=PROVINCE))


def visited(city: Worker, day: str, household: str = "") -> str:
    """Record a visit of a day as the city does, to a new household or one that was visited before; name it."""
    city.goes_to("填报", "新填走访").clicks("新编号", times=int(not household))
    household = household or city.field("家庭编号").input_value()
    city.fills(地点="南津路街道", 牵头组织="遂宁市团委", 日期=day, 走访人数="3", 家庭编号=household)
    city.ticks("青年农民工").presses("保存")
    return household


def explained(city: Worker, reason: str) -> Worker:
    """Give one reason for every warning; what else was recorded in the city decides how many there are."""
    for each in city.page.get_by_label("情况说明").all():
        each.fill(reason)
    return city


def test_a_city_brings_its_month_home(city: Worker, province: Worker) -> None:
    visited(city, "2021-11-20", visited(city, "2021-11-20"))
    city.goes_to("首页").follows("2021年11月月报待报送,2021-11-30 23:59 截止")
    city.eventually("1 对疑似重复").reads("还没有写:亮点、问题、下一步打算", "已逾期", "待办")

    city.fills(亮点=HIGHLIGHTS).again().reads("已恢复上次没有保存的内容").finds(亮点=HIGHLIGHTS)
    city.presses("保存工作情况").reads("还没有写:问题、下一步打算")

    explained(city, " ").presses("报送团省委").reads("没有办成").finds(亮点=HIGHLIGHTS)
    explained(city, "已核实:属实").presses("报送团省委").reads("已报送", "封存", "说明:已核实:属实")

    province.goes_to("首页").follows("遂宁市 2021年11月月报待采纳").reads(HIGHLIGHTS)
    province.fills(退回原因="请补充下一步打算").presses("退回").reads("已退回")

    city.goes_to("首页").reads("退回给我").follows("2021年11月月报待报送,2021-11-30 23:59 截止")
    city.reads("退回:请补充下一步打算").fills(下一步打算="继续走访,做好返岗服务。").presses("保存工作情况")
    explained(city, "已核实:属实").presses("报送团省委").reads("已报送")
    province.goes_to("首页", "遂宁市 2021年11月月报待采纳").presses("采纳").reads("已采纳")
    assert city.again().reads("已采纳", "本市(州)干部可以提出更正").prints() >= 1
    assert city.takes_home("下载 DOCX").startswith(b"PK")

    visited(city, "2021-11-21")
    city.goes_to("月报", "2021年12月").eventually("补报").reads("封存以后才记录或更正的")


def test_the_province_sees_who_is_missing_and_reminds_all_with_one_click(province: Worker) -> None:
    province.goes_to("月报").reads("21 个市(州)的月报", "报送率", "成都市", "凉山彝族自治州", "未报送")
    province.presses(province.text(r"提醒 \d+ 个未报送的市\(州\)")).reads("已提醒", "提醒过")
    assert province.takes_home("下载 DOCX").startswith(b"PK")
    assert province.takes_home("下载 XLSX").startswith(b"PK")
