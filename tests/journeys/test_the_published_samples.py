"""What two cities published of their winters, handed in as sheets, gives exactly the figures that they published."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from deploy.demo.people import await_frame
from deploy.demo.world import World, organisation_id
from deploy.infrastructure import Servers
from deploy.processes import processes
from deploy.roster import SERVICES
from deploy.seed import load_frame
from deploy.site import await_services, operator
from deploy.supervisor import supervisor
from shared import clock
from shared.rpc import RpcClient
from tests.conftest import provisioned
from tests.eventually import eventually
from tests.journeys.commands import nuandong
from tests.portal.sheets import xlsx_of

BEFORE, AFTER = "2022-01-17T07:00:00+08:00", "2022-01-25T12:00:00+08:00"
DAYS_A_SECOND = 8 * 86_400
LUZHOU, GUANGAN = "510500000000", "511600000000"
SEASON = "2021-22"
PASSWORD = "a password of the sample"

Line = dict[str, Any]


@dataclass(frozen=True)
class Office:
    """A site of its own whose time stands still until it is released, as its people see it."""

    secrets: Path
    released: Path
    rpc: RpcClient

    def hand_in(self, folder: Path, city: str, sheets: Mapping[str, Sequence[Line]], by: str = "recorder") -> None:
        """Fill in sheets and import them, one after another, as the city's recorder or approver."""
        known = {"NUANDONG_SECRETS": str(self.secrets), "NUANDONG_PASSWORD": PASSWORD}
        for title, lines in sheets.items():
            header = tuple(lines[0])
            cells = [[line[each] for each in header] for line in lines]
            sheet = xlsx_of(folder / f"{title}.xlsx", header, *cells, title=title)
            said = nuandong("import", title, str(sheet), "--as", f"{by}-{city}", env=known)
            assert (said.code, said.out) == (0, f"{len(lines)} 行已记录\n"), said.err

    def become_later(self) -> None:
        """Let the days pass that lie between plan and deed."""
        clock.release(self.released, DAYS_A_SECOND)
        told, after = clock.parse(f"{BEFORE},{self.released},{AFTER}"), datetime.fromisoformat(AFTER)
        eventually("the days have passed", lambda: told.at(time.time()) >= after, within=30)

    def figures(self, place: str) -> Mapping[str, int]:
        """Read every figure of a place in the season."""
        told = self.rpc.call("reporting", "rollup", place=place, period=SEASON)["figures"]
        return {code: each["value"] for code, each in told.items()}


@pytest.fixture(scope="module")
def office(servers: Servers, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("samples")
    released = folder / "clock"
    with provisioned(servers, folder) as site:
        site.migrate(*SERVICES)
        setting = f"{BEFORE},{released},{AFTER}"
        with supervisor(processes(site.secrets, "test", setting), folder / "log"), operator(site.secrets) as rpc:
            await_services(rpc, lambda _: None)
            load_frame(rpc)
            settle(rpc)
            yield Office(site.secrets, released, rpc)


def settle(rpc: RpcClient) -> None:
    """Register the two cities' organisations, and a recorder and an approver in each."""
    rows = [each for each in World().organisations() if each["place"] in {LUZHOU, GUANGAN}]
    known = rpc.call("portal", "add_organisations", deadline=30.0, id=uuid4(), fields={"rows": rows})
    await_frame(rpc, known["version"])
    for city in (LUZHOU, GUANGAN):
        for role in ("recorder", "approver"):
            fields = {
                "login": f"{role}-{city}",
                "password": PASSWORD,
                "name": "演示",
                "organisation": organisation_id("league", city),
                "roles": [role],
                "scope": [city],
            }
            rpc.call("portal", "add_person", deadline=30.0, id=uuid4(), fields=fields)


def in_city(city: str, **more: Any) -> Line:
    return {"编号": str(uuid4()), "地点": city, "牵头组织": organisation_id("league", city), **more}


def luzhou_plans() -> dict[str, list[Line]]:
    """Say what 泸州 planned: 21 stations, 43 shifts at them, 1,290 volunteers, and aid worth 150,500 yuan."""
    stations = [in_city(LUZHOU, 枢纽类型="公路", 枢纽编号=str(uuid4()), 启用日期="2022-01-17") for _ in range(21)]
    shifts = [
        {
            "编号": str(uuid4()),
            "驿站编号": stations[n % 21]["编号"],
            "开始时间": f"2022-01-{18 + n // 21} 09:00",
            "结束时间": f"2022-01-{18 + n // 21} 12:00",
            "岗位": "咨询引导:2;秩序维护:1",
        }
        for n in range(43)
    ]
    aid = [
        in_city(
            LUZHOU, 家庭编号=str(uuid4()), 批次=str(uuid4()), 资金来源="捐赠", 慰问品件数=1, **{"慰问品折价(元)": 500}
        )
        for _ in range(301)
    ]
    volunteers = [in_city(LUZHOU, 招募来源="高校", 招募日期="2022-01-15") for _ in range(1290)]
    return {"爱心驿站": stations, "班次": shifts, "志愿者": volunteers, "慰问申请": aid}


def luzhou_does(plans: dict[str, list[Line]]) -> dict[str, list[Line]]:
    """Say that the shifts took place and the aid was handed over."""
    return {
        "班次完成": [{"编号": str(uuid4()), "班次编号": each["编号"], "岗位": ""} for each in plans["班次"]],
        "慰问发放": [
            {"编号": str(uuid4()), "慰问编号": each["编号"], "发放日期": "2022-01-25", "签领": "已签领"}
            for each in plans["慰问申请"]
        ],
    }


def approvals(plans: dict[str, list[Line]]) -> list[Line]:
    """Approve every aid."""
    return [{"编号": str(uuid4()), "慰问编号": each["编号"]} for each in plans["慰问申请"]]


def guangan_plans() -> dict[str, list[Line]]:
    """Say what 广安 planned: a fair of 251 employers with 26,000 places to offer."""
    fair = in_city(GUANGAN, 计划举办日期="2022-01-25", 招聘会方式="线下", 招聘会场所="其他", 主办方="人社")
    headcounts = [103] * 250 + [250]
    postings = [
        in_city(
            GUANGAN, 用人单位编号=str(uuid4()), 岗位名称="普工", 工种="生产制造", 工作地="本市", 招聘人数=headcount,
            开始日期="2022-01-17", 截止日期="2022-03-31",
        )
        for headcount in headcounts
    ]  # fmt: skip
    booths = [
        {
            "编号": str(uuid4()),
            "招聘会编号": fair["编号"],
            "用人单位编号": each["用人单位编号"],
            "岗位": each["编号"],
        }
        for each in postings
    ]
    return {"岗位": postings, "专场招聘会": [fair], "招聘会展位": booths}


def guangan_does(plans: dict[str, list[Line]]) -> dict[str, list[Line]]:
    """Say how the fair went, and who was taken back to work."""
    result = {
        "编号": str(uuid4()),
        "招聘会编号": plans["专场招聘会"][0]["编号"],
        "举办日期": "2022-01-25",
        "进场人次": 19_800,
        "达成意向人数": 3_941,
        "到场用人单位": ";".join(each["用人单位编号"] for each in plans["岗位"]),
    }
    trip = in_city(GUANGAN, 日期="2022-01-25", 方向="返岗", 交通工具="专车", 车辆数=6, 人数=288)
    return {"招聘会结果": [result], "点对点返乡返岗": [trip]}


PUBLISHED = {
    LUZHOU: {"stations": 21, "shifts": 43, "volunteers_recruited": 1_290, "aid_goods_value": 15_050_000},
    GUANGAN: {
        "fair_employers": 251,
        "fair_vacancies": 26_000,
        "fair_visitors": 19_800,
        "fair_intents": 3_941,
        "trip_vehicles": 6,
        "trip_people": 288,
    },
}


def test_the_sheets_of_two_cities_give_exactly_the_figures_that_they_published(office: Office, tmp_path: Path) -> None:
    luzhou, guangan = luzhou_plans(), guangan_plans()
    office.hand_in(tmp_path, LUZHOU, luzhou)
    office.hand_in(tmp_path, GUANGAN, guangan)
    office.hand_in(tmp_path, LUZHOU, {"慰问审批": approvals(luzhou)}, by="approver")
    office.become_later()
    office.hand_in(tmp_path, LUZHOU, luzhou_does(luzhou))
    office.hand_in(tmp_path, GUANGAN, guangan_does(guangan))

    def stated() -> dict[str, dict[str, int]]:
        return {city: {code: office.figures(city)[code] for code in due} for city, due in PUBLISHED.items()}

    eventually("every figure is the published one", lambda: stated() == PUBLISHED, within=60)
    assert stated() == PUBLISHED
