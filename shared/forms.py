"""What doors accept: marshmallow fields that speak Chinese, and the schema that follows from a declared act."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import Any, cast
from uuid import UUID

import orjson
from marshmallow import Schema, ValidationError, fields, missing, validate

from shared.facts import PLACE_PATTERN, Act, Count, Day, Note, Slot, slots
from shared.refusals import FieldInvalid, FieldMissing, FieldUnknown, Refusal, Refused

MOST_KEYS = 500
"""How many people one act may name by their keys."""

REQUIRED = "必填"
UNKNOWN = "未知"
NO_MARKUP = re.compile(r"[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*")
PHONE = re.compile(r"(1\d{10}|0\d{2,3}-?\d{7,8})\Z")
CITIZEN = re.compile(r"[1-9]\d{16}[\dXx]\Z")


class Whole(fields.Integer):
    """A whole number between two bounds; 12.0 and "12" are numbers, 12.5 and true are not."""

    def __init__(self, most: int, least: int = 0, **more: Any) -> None:
        """Bound the number."""
        bounds = validate.Range(least, most, error=f"须为 {least} 至 {most} 之间的整数")
        super().__init__(validate=bounds, error_messages=_speech(invalid="须为整数"), **more)

    def _validated(self, value: Any) -> int:
        if isinstance(value, bool) or (isinstance(value, float) and not value.is_integer()):
            raise self.make_error("invalid")
        return super()._validated(value)


def _speech(**more: str) -> dict[str, Any]:
    return {"required": REQUIRED, "null": REQUIRED, "invalid": "格式不正确", **more}


def key(**more: Any) -> fields.Field[Any]:
    """Accept a uuid."""
    return fields.UUID(error_messages=_speech(invalid_uuid="须为 UUID 编号"), **more)


def day(**more: Any) -> fields.Field[Any]:
    """Accept a date as YYYY-MM-DD."""
    return fields.Date("iso", error_messages=_speech(invalid="须为日期,如 2021-12-05"), **more)


def instant(**more: Any) -> fields.Field[Any]:
    """Accept an instant with its offset, as ISO 8601."""
    return fields.AwareDateTime(
        "iso", error_messages=_speech(invalid="须为带时区的时间,如 2022-01-17T08:00:00+08:00"), **more
    )


def place(**more: Any) -> fields.Field[Any]:
    """Accept a place's code."""
    pattern = validate.Regexp(re.compile(PLACE_PATTERN.pattern + r"\Z"), error="须为 12 位区划代码")
    return fields.String(validate=pattern, error_messages=_speech(), **more)


def text(most: int, **more: Any) -> fields.Field[Any]:
    """Accept free text up to a length, without control characters."""
    rules = [
        validate.Length(max=most, error=f"最多 {most} 字"),
        validate.Regexp(re.compile(NO_MARKUP.pattern + r"\Z"), error="含有不可见的控制字符"),
    ]
    return fields.String(validate=rules, error_messages=_speech(), **more)


def phone(**more: Any) -> fields.Field[Any]:
    """Accept a mobile or landline number of the mainland."""
    rule = validate.Regexp(PHONE, error="须为 11 位手机号码,或带区号的固定电话")
    return fields.String(validate=rule, error_messages=_speech(), **more)


def citizen_number(**more: Any) -> fields.Field[Any]:
    """Accept a citizen's number whose last digit checks the others (GB 11643)."""
    return fields.String(validate=_adds_up, error_messages=_speech(), **more)


def _adds_up(number: str) -> None:
    weighed = (
        sum(int(digit) * 2 ** (17 - at) for at, digit in enumerate(number[:17])) if CITIZEN.match(number) else None
    )
    if weighed is None or number[17].upper() != "10X98765432"[weighed % 11]:
        raise ValidationError("须为 18 位公民身份号码,且校验码正确")


def code(choices: type[Enum], **more: Any) -> fields.Field[Any]:
    """Accept one code of a closed list."""
    allowed = "、".join(str(each.value) for each in choices)
    return fields.Enum(
        choices, by_value=fields.String, error_messages=_speech(unknown=f"须为下列之一:{allowed}"), **more
    )


def many(inner: fields.Field[Any], most: int = 50, least: int = 0, **more: Any) -> fields.Field[Any]:
    """Accept a list of different values, from none to 50 of them unless told."""
    span = validate.Length(least, most, error=f"须为 {least} 至 {most} 项" if least else f"最多 {most} 项")
    rules: list[Callable[[Any], Any]] = [span, _all_different]
    return fields.List(inner, validate=rules, error_messages=_speech(invalid="须为列表"), **more)


def _all_different(values: list[Any]) -> None:
    if len(set(values)) < len(values):
        raise ValidationError("有重复的项")


ENVELOPE_FIELDS: Mapping[str, fields.Field[Any]] = {
    "place": place(required=True, metadata={"label": "地点"}),
    "organisation": key(required=True, metadata={"label": "牵头组织"}),
    "joint_organisations": many(key(), load_default=list, metadata={"label": "联合组织"}),
    "occurred_on": day(required=True, metadata={"label": "日期"}),
}


def _field_of(slot: Slot) -> fields.Field[Any]:
    presence: dict[str, Any] = {"load_default": slot.default} if slot.optional else {"required": True}
    presence["metadata"] = {"label": slot.label}
    if slot.many:
        if slot.type is UUID:
            return many(key(), MOST_KEYS, **presence)
        return many(code(slot.type), least=int(not slot.optional), **presence)
    return _single(slot, {**presence, "allow_none": slot.optional and slot.default is None})


def _single(slot: Slot, presence: dict[str, Any]) -> fields.Field[Any]:
    match slot.mark:
        case Count(most=most, least=least):
            return Whole(most, least, **presence)
        case Note(most=most):
            return text(most, **presence)
        case Day():
            return day(**presence)
    if isinstance(slot.type, type) and issubclass(slot.type, Enum):
        return code(slot.type, **presence)
    return key(**presence)


class Form(Schema):
    """What a door accepts: named fields and no others."""

    error_messages = {"unknown": UNKNOWN, "type": "须为按名填写的各项"}  # noqa: RUF012 - marshmallow merges it over the classes


@dataclass(frozen=True)
class Sheet:
    """Entries of a register, or enrolments, that people may hand in as a sheet: a row for each call of a door."""

    kind: str
    title: str
    door: str
    form: type[Form]


def schema_of(kind: type[Act]) -> Schema:
    """Derive what a kind of act accepts from its declaration."""
    return _schema_of(cast("Any", kind))


@cache
def _schema_of(kind: Any) -> Schema:
    declared = {slot.name: _field_of(slot) for slot in slots(kind) if slot.asked}
    schema: type[Schema] = Form.from_dict({**ENVELOPE_FIELDS, **declared}, name=kind.__name__)
    return schema()


def refusals_of(errors: Mapping[Any, Any], labels: Mapping[str, str], path: str = "") -> Iterable[Refusal]:
    """Turn marshmallow's messages into one refusal for each field, which names it by its label."""
    for name, found in errors.items():
        where = f"{path}.{name}" if path else str(name)
        if isinstance(found, Mapping):
            yield from refusals_of(found, labels, where)
        elif REQUIRED in found:
            yield FieldMissing(where, label=labels.get(where, where))
        elif UNKNOWN in found:
            yield FieldUnknown(where)
        else:
            yield FieldInvalid(where, label=labels.get(where, where), reason=";".join(map(str, found)))


def load(schema: Schema, content: Any) -> dict[str, Any]:
    """Load content through a schema; raises Refused with one refusal for each wrong field."""
    try:
        return cast("dict[str, Any]", schema.load(content))
    except ValidationError as error:
        labels = {name: str(field.metadata.get("label", name)) for name, field in schema.fields.items()}
        messages = cast("dict[str, Any]", error.messages if isinstance(error.messages, dict) else {"": error.messages})
        raise Refused(refusals_of(messages, labels)) from error


Seen = dict[tuple[str, str], Any]
"""What words mean under a field: most words of a bulk call stand in many of its rows."""


def load_row(schema: Schema, row: Any, seen: Seen) -> dict[str, Any]:
    """Load one row of many as `load` does; words that an earlier row brought are not worked out again."""
    if isinstance(row, Mapping) and row.keys() <= schema.fields.keys():
        with suppress(ValidationError):  # whatever is wrong, load says it for all fields
            values = {name: _value(name, field, row.get(name, missing), seen) for name, field in schema.fields.items()}
            return {name: value for name, value in values.items() if value is not missing}
    return load(schema, row)


def _value(name: str, field: fields.Field[Any], said: Any, seen: Seen) -> Any:
    if not isinstance(said, str):
        return field.deserialize(said)
    if (name, said) not in seen:
        seen[name, said] = field.deserialize(said)
    return seen[name, said]


def id_in(row: Mapping[str, Any]) -> UUID:
    """Read the id that the caller chose for a row of a bulk call; raises FieldMissing, FieldInvalid."""
    if "id" not in row:
        raise FieldMissing("id")
    try:
        return UUID(str(row["id"]))
    except ValueError as error:
        raise FieldInvalid("id", reason="须为 UUID 编号") from error


def ids_in(said: Iterable[str]) -> list[UUID]:
    """Read ids that a caller names; raises FieldInvalid."""
    return [id_in({"id": each}) for each in said]


def fingerprint(content: Mapping[str, Any]) -> str:
    """Digest loaded content, so that a repeated id can be told from a reused one."""
    canonical = orjson.dumps(content, default=_plain, option=orjson.OPT_SORT_KEYS)
    return hashlib.sha256(canonical).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, tuple | set | frozenset):
        return sorted(value)
    raise TypeError(type(value).__name__)
