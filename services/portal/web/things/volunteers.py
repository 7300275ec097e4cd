"""What people work with in 五 春运志愿服务, beside the acts."""

from __future__ import annotations

from services.portal.web.things.thing import ENTRIES, Life, Listing, Step, Thing
from services.volunteers.schemas.away_team import DissolveAwayTeam, FormAwayTeam
from services.volunteers.schemas.project import ChangeProject, PublishProject, WithdrawProject
from services.volunteers.schemas.shift import CancelShift, CompleteShift, OpenShift, WithdrawShift
from services.volunteers.schemas.sign_up import SignUpForShift
from services.volunteers.schemas.station import ChangeStation, CloseStation, OpenStation
from services.volunteers.schemas.volunteer import ChangeVolunteer, RecruitVolunteer, ReleaseVolunteer
from shared.facts import Line

SHIFT_STATES = (("open", "尚未完成"), ("completed", "已完成"), ("cancelled", "已取消"), ("withdrawn", "已撤销"))

STATION = Thing(
    name="station",
    title="爱心驿站",
    service="volunteers",
    line=Line.TRAVEL,
    life=Life.REGISTER,
    schema=OpenStation(),
    door="open_station",
    listing=Listing("entries_by_day", {"kind": "station"}, ENTRIES, after=("opened_on", "id")),
    shows="station",
    labels={"closed_on": "关闭日期", "revision": "版次"},
    steps=(
        Step("change_station", "更正", ChangeStation, "station", changes=True),
        Step("close_station", "关闭", CloseStation, "station"),
    ),
    sheet="station",
)

PROJECT = Thing(
    name="project",
    title="志愿四川项目",
    service="volunteers",
    line=Line.TRAVEL,
    life=Life.REGISTER,
    schema=PublishProject(),
    door="publish_project",
    listing=Listing("entries_by_day", {"kind": "project"}, ENTRIES, after=("published_on", "id")),
    shows="project",
    labels={"withdrawn": "已撤回", "revision": "版次"},
    steps=(
        Step("change_project", "更正", ChangeProject, "project", changes=True),
        Step("withdraw_project", "撤回", WithdrawProject, "project"),
    ),
    sheet="project",
)

VOLUNTEER = Thing(
    name="volunteer",
    title="志愿者",
    service="volunteers",
    line=Line.TRAVEL,
    life=Life.REGISTER,
    schema=RecruitVolunteer(),
    door="recruit_volunteer",
    listing=Listing("entries_by_day", {"kind": "volunteer"}, ENTRIES, after=("recruited_on", "id")),
    shows="volunteer",
    labels={"left_on": "退出日期", "minutes": "服务时长", "revision": "版次"},
    steps=(
        Step("change_volunteer", "更正", ChangeVolunteer, "volunteer", changes=True),
        Step("release_volunteer", "退出", ReleaseVolunteer, "volunteer"),
    ),
    sheet="volunteer",
)

SHIFT = Thing(
    name="shift",
    title="班次",
    service="volunteers",
    line=Line.TRAVEL,
    life=Life.PROCESS,
    schema=OpenShift(),
    door="open_shift",
    listing=Listing(
        "shifts", filters=frozenset({"place", "since", "until"}), needs_days=True, after=None, states=SHIFT_STATES
    ),
    shows="shift",
    key="shift",
    labels={"state": "状态", "place": "地点"},
    steps=(
        Step("sign_up", "报名", SignUpForShift, "shift", frozenset({"open"})),
        Step("complete_shift", "完成", CompleteShift, "shift", frozenset({"open"})),
        Step("cancel_shift", "取消", CancelShift, "shift", frozenset({"open"})),
        Step("withdraw_shift", "撤销", WithdrawShift, "shift", frozenset({"completed"})),
    ),
    sheet="shift",
)

AWAY_TEAM = Thing(
    name="away_team",
    title="驻外志愿服务队",
    service="volunteers",
    line=Line.TRAVEL,
    life=Life.REGISTER,
    schema=FormAwayTeam(),
    door="form_away_team",
    listing=Listing("entries_by_day", {"kind": "away_team"}, ENTRIES, after=("formed_on", "id")),
    shows="away_team",
    labels={"dissolved_on": "解散日期"},
    steps=(Step("dissolve_away_team", "解散", DissolveAwayTeam, "team"),),
    sheet="away_team",
)

THINGS = (STATION, PROJECT, VOLUNTEER, SHIFT, AWAY_TEAM)
