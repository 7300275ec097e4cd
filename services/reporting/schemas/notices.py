"""What the doors of reminders accept."""

from __future__ import annotations

import re
from typing import Any

from marshmallow import fields

from shared.facts import Code
from shared.forms import Form, code, place, text

MAILBOX = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+\Z")
ROBOT = re.compile(r"[a-z0-9][a-z0-9-]{0,39}\Z")


class ChannelKind(Code):
    """提醒渠道"""

    MAIL = "mail", "电子邮件"
    WECOM = "wecom", "企业微信群机器人"
    DINGTALK = "dingtalk", "钉钉群机器人"


def _address() -> fields.Field[Any]:
    return text(200, required=True, metadata={"label": "地址"})


def _kind() -> fields.Field[Any]:
    return code(ChannelKind, required=True, metadata={"label": "渠道"})


class SetChannel(Form):
    """登记提醒渠道: an office's mailbox, or the name under which the operator keeps a robot's webhook."""

    place = place(required=True, metadata={"label": "市(州)或省"})
    kind = _kind()
    address = _address()
    open = fields.Boolean(load_default=True, metadata={"label": "启用"})


class DrawUpNotice(Form):
    """拟发提醒"""

    kind = _kind()
    address = _address()


class RemindCity(Form):
    """催报: of every return that the city has not submitted."""

    city = place(required=True, metadata={"label": "市(州)"})
