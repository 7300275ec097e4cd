"""部门查看者: boards from the city down to the facts behind a figure, and nothing else."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Browser

from tests.builders import CITY, COUNTY, a_lecture
from tests.eventually import eventually
from tests.journeys.live import Live
from tests.web.days import sits_down
from tests.web.staff import person


@pytest.fixture
def viewer(live: Live) -> str:
    """Register somebody who looks, of a city in which a lecture was given."""
    said = a_lecture(occurred_on="2022-02-04", audience_offline=53, note="")
    live.recorder.call("outreach", "record", deadline=20.0, kind="LectureHeld", id=str(uuid4()), fields=said)
    asked: dict[str, Any] = {"place": COUNTY, "period": "2022-02", "lines": ["publicity"]}
    eventually(
        "the lecture on the board",
        lambda: live.recorder.call("reporting", "rollup", **asked)["figures"]["lectures"]["value"],
        30.0,
    )
    return person(live, "viewer", scope=CITY)


def test_a_viewer_drills_down_from_the_city_to_the_facts(browser: Browser, live: Live, viewer: str) -> None:
    looker = sits_down(browser, live, viewer)

    looker.goes_to("看板").reads("成都市 · 看板", "截至", "所辖地区").follows("2022年2月").follows("锦江区")
    looker.goes_to("一 政策宣传宣讲").reads("走势", "线下受众人次").follows("宣讲场次明细")
    looker.reads("逐条记录", "记录已去除个人信息", "53").goes_to("更正情况").reads("没有更正过")

    looker.goes_to("看板", "同比").reads("增减幅度").goes_to("看板", "一 政策宣传宣讲", "宣讲场次走势")
    looker.reads("走势", "累计").unfolds("宣讲场次逐日数据").reads("2022年2月4日")
    assert looker.goes_to("看板").takes_home("电子表格").startswith(b"PK")


def test_a_board_fills_at_most_two_sheets_of_paper(browser: Browser, live: Live, viewer: str) -> None:
    looker = sits_down(browser, live, viewer)

    assert 1 <= looker.goes_to("看板").prints() <= 2


def test_a_viewer_is_offered_no_step_and_refused_elsewhere_in_words(browser: Browser, live: Live, viewer: str) -> None:
    looker = sits_down(browser, live, viewer)

    looker.goes_to("填报").reads_not("新填").goes_to("办理").reads_not("待审批")
    looker.types_address("/board/510900000000").reads("公开数据")
    looker.types_address("/returns/510900000000/2022-01", 403).reads("授权范围")
    looker.types_address("/people/", 403).reads("角色")
