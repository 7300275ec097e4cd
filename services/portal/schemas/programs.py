"""What the doors of programs' tokens accept."""

from __future__ import annotations

from marshmallow import validate

from services.portal.schemas.words import words
from shared.forms import Form, code, day, key, many, place
from shared.identity import Role

_TITLE = validate.Length(1, 100, error="须为 1 至 100 字")
_DIGEST = validate.Regexp(r"[0-9a-f]{64}\Z", error="须为令牌的 SHA-256 摘要")


class IssueApiToken(Form):
    """签发接口令牌: the call's id becomes the token's; whoever issues it makes the secret, and tells its digest."""

    title = words(_TITLE, "用途")
    organisation = key(required=True, metadata={"label": "所属组织"})
    roles = many(code(Role), least=1, required=True, metadata={"label": "角色"})
    scope = many(place(), least=1, required=True, metadata={"label": "授权地点"})
    expires_on = day(required=True, metadata={"label": "有效期至"})
    digest = words(_DIGEST, "令牌摘要")


class RevokeApiToken(Form):
    """吊销接口令牌"""

    token = key(required=True, metadata={"label": "令牌编号"})
