"""What is asked for when a paper is attested: digests, so that portal knows neither its code nor the name on it."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, validate

from services.portal.schemas.words import SPEECH
from shared.facts import Code
from shared.forms import Form, code, key

_DIGEST = validate.Regexp(r"[0-9a-f]{64}\Z", error="须为 SHA-256 摘要")


class AttestationKind(Code):
    """证明种类"""

    SERVICE = "service", "志愿服务记录证明"
    TRAINING = "training", "培训结业证明"


def _digest(label: str) -> fields.Field[Any]:
    return fields.String(required=True, validate=_DIGEST, error_messages=SPEECH, metadata={"label": label})


class Attest(Form):
    """出具证明: about a volunteer's service, or an enrolment's certificate."""

    kind = code(AttestationKind, required=True, metadata={"label": "证明种类"})
    about = key(required=True, metadata={"label": "对象编号"})
    digest = _digest("校验码摘要")
    name_digest = _digest("姓名摘要")
