"""What the doors of teams outside the province accept."""

from __future__ import annotations

from shared.forms import Form, day, key, place, text


class FormAwayTeam(Form):
    """驻外志愿服务队成立; the call's id becomes the team's."""

    place = place(required=True, metadata={"label": "驻在地"})
    organisation = key(required=True, metadata={"label": "牵头组织"})
    name = text(60, required=True, metadata={"label": "服务队名称"})
    formed_on = day(required=True, metadata={"label": "成立日期"})


class DissolveAwayTeam(Form):
    """驻外志愿服务队撤销"""

    team = key(required=True, metadata={"label": "服务队编号"})
    dissolved_on = day(required=True, metadata={"label": "撤销日期"})
