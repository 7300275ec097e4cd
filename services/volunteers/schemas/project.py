"""What the doors of projects accept."""

from __future__ import annotations

from marshmallow import validate

from services.volunteers.schemas.reason import reason
from shared.forms import Form, Whole, day, key, place, text

NUMBER = r"[0-9A-Za-z][0-9A-Za-z-]{3,39}\Z"


class ProjectTerms(Form):
    """What a project is, as said when it is published and when it is put right."""

    number = text(40, required=True, metadata={"label": "志愿四川项目编号"})
    number.validators.append(validate.Regexp(NUMBER, error="须为 4 至 40 位字母、数字或短横"))
    published_on = day(required=True, metadata={"label": "发布日期"})
    starts_on = day(required=True, metadata={"label": "开始日期"})
    ends_on = day(required=True, metadata={"label": "结束日期"})


class PublishProject(ProjectTerms):
    """志愿四川项目登记; the call's id becomes the project's."""

    place = place(required=True, metadata={"label": "地点"})
    organisation = key(required=True, metadata={"label": "牵头组织"})


class ChangeProject(ProjectTerms):
    """志愿四川项目更正"""

    project = key(required=True, metadata={"label": "项目编号"})
    revision = Whole(10_000, 1, required=True, metadata={"label": "所依据的版次"})


class WithdrawProject(Form):
    """志愿四川项目撤回"""

    project = key(required=True, metadata={"label": "项目编号"})
    reason = reason()
