"""What the doors of files accept."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError, fields, validate

from shared.files import PIECE_BYTES
from shared.forms import REQUIRED, Form, Whole, day, key, text

MOST_SAID = 500
ENCODED = PIECE_BYTES * 4 // 3 + 4
SPEECH: dict[str, Any] = {"required": REQUIRED, "null": REQUIRED, "invalid": "须为 Base64 编码"}


class Bytes(fields.Field[bytes]):
    """Bytes as they travel in JSON: in Base64, and nothing else among it."""

    default_error_messages = SPEECH

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> bytes:  # noqa: ARG002 - as marshmallow has it
        if not isinstance(value, str) or len(value) > ENCODED:
            raise self.make_error("invalid")
        try:
            return base64.b64decode(value, validate=True)
        except (binascii.Error, ValueError) as error:
            raise self.make_error("invalid") from error


def _said(label: str) -> fields.Field[Any]:
    field = text(MOST_SAID, required=True, metadata={"label": label})
    field.validators.append(validate.Regexp(r"\s*\S", error=f"须写明{label}"))
    return field


def _name(value: Any) -> None:
    if not isinstance(value, str) or len(value) > MOST_NAME:
        raise ValidationError(f"最多 {MOST_NAME} 字")


MOST_NAME = 1_000
"""How long a name may come; how much of it is kept is another matter."""


class BeginFile(Form):
    """上传附件: the call's id becomes the file's; of one that shows people, when they agreed to its being kept."""

    kind = text(50, required=True, metadata={"label": "种类"})
    thing = key(required=True, metadata={"label": "编号"})
    name = fields.String(required=True, validate=_name, error_messages=SPEECH, metadata={"label": "文件名"})
    size = Whole(2**31 - 1, required=True, metadata={"label": "大小"})
    consented_on = day(load_default=None, allow_none=True, metadata={"label": "签领人同意日期"})


class AddPiece(Form):
    """上传附件的一段, numbered from 0"""

    file = key(required=True, metadata={"label": "附件编号"})
    number = Whole(1_000, required=True, metadata={"label": "段号"})
    content = Bytes(required=True, metadata={"label": "内容"})


class FinishFile(Form):
    """附件传完: the digest of all that was sent"""

    file = key(required=True, metadata={"label": "附件编号"})
    sha256 = fields.String(
        required=True,
        validate=validate.Regexp(re.compile(r"[0-9a-f]{64}\Z"), error="须为 SHA-256 校验值"),
        error_messages=SPEECH,
        metadata={"label": "校验值"},
    )


class WithdrawFile(Form):
    """撤下附件"""

    file = key(required=True, metadata={"label": "附件编号"})
    reason = _said("撤下的理由")


class FileNamed(Form):
    """What due work says of a file"""

    file = key(required=True, metadata={"label": "附件编号"})
