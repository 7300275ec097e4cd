"""Why the word of an identity provider was not taken: said by portal, and by the pages that carry it there."""

from __future__ import annotations

from shared.refusals import Refusal


class ProviderUnknown(Refusal):
    """本系统没有接入统一身份认证"""


class ProviderAway(Refusal):
    """统一身份认证暂时没有应答,请稍后再试,或用口令登录"""


class ProviderNotBelieved(Refusal):
    """统一身份认证的凭证无效或已过期,请重新登录"""
