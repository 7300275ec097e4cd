"""What stands beside a field: how it is filled in, and what is wrong with what was filled in."""

from __future__ import annotations

from collections.abc import Mapping

from marshmallow import fields, validate

from services.portal.web.forms.controls import AnyField, Control, longest, span
from shared.refusals import Refusal

CHOOSE_PLACE = "输入名称的一部分,从列表中选择"
CHOOSE_ORGANISATION = "输入组织名称的一部分,从列表中选择"

HELP: Mapping[Control, str] = {
    Control.PLACE: CHOOSE_PLACE,
    Control.PLACES: CHOOSE_PLACE,
    Control.ORGANISATION: CHOOSE_ORGANISATION,
    Control.ORGANISATIONS: CHOOSE_ORGANISATION,
    Control.KEY: "只写编号,不写姓名;新的人或物点“新编号”",
    Control.KEYS: "只写编号,不写姓名;每行一个",
    Control.WORDS: "每行一项",
    Control.CHECKS: "可选多项",
    Control.INSTANT: "北京时间",
}

OF_FIELD: Mapping[str, str] = {
    "organisation": "牵头的一个组织;其他参加的写在“联合组织”",
    "joint_organisations": "一起办的其他组织;只计一次,各组织都有记录",
    "place": "实际发生的地方:输入名称的一部分,从列表中选择",
    "occurred_on": "实际发生的那一天",
    "household": "家庭的随机编号:同一户一直用同一个;新的一户点“新编号”",
    "note": "不要写姓名、电话、证件号;不上报",
}

SHAPE = frozenset({"FieldInvalid"})
"""Refusals about how a field is written, which the page can say better in its own units."""


def help_for(name: str, field: AnyField, control: Control) -> str:
    """Say how a field is filled in: what it means, and within which bounds."""
    said = [OF_FIELD.get(name) or HELP.get(control, ""), _bounds(field, control)]
    return ";".join(each for each in said if each)


def broken(refusal: Refusal, field: AnyField, control: Control) -> str:
    """Say what is wrong with what was filled in, in the units and words of the page."""
    if refusal.rule in SHAPE and control is Control.MONEY:
        return f"须为金额:{_bounds(field, control)}"
    if refusal.rule in SHAPE and control in {Control.PLACE, Control.PLACES}:
        return f"找不到这个地点,或有几个同名的:{CHOOSE_PLACE}"
    if refusal.rule in SHAPE and control in {Control.ORGANISATION, Control.ORGANISATIONS}:
        return f"找不到这个组织:{CHOOSE_ORGANISATION}"
    return refusal.message


def _bounds(field: AnyField, control: Control) -> str:
    found = span(field)
    if found:
        least, most = found
        return f"{least / 100:,.2f} 至 {most / 100:,.2f} 元" if control is Control.MONEY else f"{least} 至 {most}"
    if control in {Control.TEXT, Control.AREA} and (most_words := longest(field)):
        return f"最多 {most_words} 字"
    if control in {Control.KEYS, Control.ORGANISATIONS, Control.CHECKS} and isinstance(field, fields.List):
        listed = next((each for each in field.validators if isinstance(each, validate.Length)), None)
        return f"最多 {listed.max} 项" if listed and control is Control.KEYS else ""
    return ""
