"""What volunteers' doors accept."""

from collections.abc import Mapping

from services.volunteers.schemas.attendance import CheckIn, CheckOut, VoidAttendance
from services.volunteers.schemas.away_team import DissolveAwayTeam, FormAwayTeam
from services.volunteers.schemas.make_up import ApproveMakeUp, AskMakeUp, LapseMakeUp, RefuseMakeUp
from services.volunteers.schemas.project import ChangeProject, PublishProject, WithdrawProject
from services.volunteers.schemas.shift import CancelShift, CompleteShift, OpenShift, RemindShift, WithdrawShift
from services.volunteers.schemas.sign_up import IfFull, LapseWaiting, SignUpForShift, SwapSignUps, WithdrawSignUp
from services.volunteers.schemas.station import ChangeStation, CloseStation, OpenStation
from services.volunteers.schemas.volunteer import ChangeVolunteer, RecruitVolunteer, ReleaseVolunteer, VolunteerIdentity
from shared.forms import Form, Sheet

SHEETS: tuple[Sheet, ...] = (
    Sheet("station", "爱心驿站", "open_station", OpenStation),
    Sheet("project", "志愿四川项目", "publish_project", PublishProject),
    Sheet("volunteer", "志愿者", "recruit_volunteer", RecruitVolunteer),
    Sheet("shift", "班次", "open_shift", OpenShift),
    Sheet("sign_up", "班次报名", "sign_up", SignUpForShift),
    Sheet("check_in", "签到", "check_in", CheckIn),
    Sheet("check_out", "签退", "check_out", CheckOut),
    Sheet("shift_completed", "班次完成", "complete_shift", CompleteShift),
    Sheet("make_up", "补录", "ask_make_up", AskMakeUp),
    Sheet("away_team", "驻外志愿服务队", "form_away_team", FormAwayTeam),
)

IDENTITIES: Mapping[str, type[Form]] = {"volunteer": VolunteerIdentity}

__all__ = [
    "IDENTITIES",
    "SHEETS",
    "ApproveMakeUp",
    "AskMakeUp",
    "CancelShift",
    "ChangeProject",
    "ChangeStation",
    "ChangeVolunteer",
    "CheckIn",
    "CheckOut",
    "CloseStation",
    "CompleteShift",
    "DissolveAwayTeam",
    "FormAwayTeam",
    "IfFull",
    "LapseMakeUp",
    "LapseWaiting",
    "OpenShift",
    "OpenStation",
    "PublishProject",
    "RecruitVolunteer",
    "RefuseMakeUp",
    "ReleaseVolunteer",
    "RemindShift",
    "SignUpForShift",
    "SwapSignUps",
    "VoidAttendance",
    "VolunteerIdentity",
    "WithdrawProject",
    "WithdrawShift",
    "WithdrawSignUp",
]
