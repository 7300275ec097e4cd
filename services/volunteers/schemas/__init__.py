"""What volunteers' doors accept."""

from collections.abc import Mapping

from services.volunteers.schemas.attendance import CheckIn, CheckOut, VoidAttendance
from services.volunteers.schemas.away_team import DissolveAwayTeam, FormAwayTeam
from services.volunteers.schemas.project import ChangeProject, PublishProject, WithdrawProject
from services.volunteers.schemas.shift import CancelShift, CompleteShift, OpenShift
from services.volunteers.schemas.sign_up import IfFull, LapseWaiting, SignUpForShift, SwapSignUps, WithdrawSignUp
from services.volunteers.schemas.station import ChangeStation, CloseStation, OpenStation
from services.volunteers.schemas.volunteer import ChangeVolunteer, RecruitVolunteer, ReleaseVolunteer, VolunteerIdentity
from shared.forms import Form, Sheet

SHEETS: tuple[Sheet, ...] = (
    Sheet("station", "爱心驿站", "open_station", OpenStation),
    Sheet("project", "志愿四川项目", "publish_project", PublishProject),
    Sheet("volunteer", "志愿者", "recruit_volunteer", RecruitVolunteer),
    Sheet("sign_up", "班次报名", "sign_up", SignUpForShift),
    Sheet("away_team", "驻外志愿服务队", "form_away_team", FormAwayTeam),
)

IDENTITIES: Mapping[str, type[Form]] = {"volunteer": VolunteerIdentity}

__all__ = [
    "IDENTITIES",
    "SHEETS",
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
    "LapseWaiting",
    "OpenShift",
    "OpenStation",
    "PublishProject",
    "RecruitVolunteer",
    "ReleaseVolunteer",
    "SignUpForShift",
    "SwapSignUps",
    "VoidAttendance",
    "VolunteerIdentity",
    "WithdrawProject",
    "WithdrawSignUp",
]
