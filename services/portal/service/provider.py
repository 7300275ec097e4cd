"""The identity provider of the province, whose signed word portal checks itself: its pages are not believed."""

from __future__ import annotations

import json
import urllib.request
from functools import cache

import jwt
from jwt.types import Options

from shared.refusals import Refusal
from shared.settings import identity_provider

PATIENCE_S = 3
ALGORITHMS = ["RS256", "PS256", "ES256", "EdDSA"]


class ProviderUnknown(Refusal):
    """本系统没有接入统一身份认证"""


class ProviderAway(Refusal):
    """统一身份认证暂时没有应答,请稍后再试,或用口令登录"""


class ProviderNotBelieved(Refusal):
    """统一身份认证的凭证无效或已过期,请重新登录"""


def subject_of(id_token: str, nonce: str) -> tuple[str, str]:
    """Tell the issuer and the subject of an ID token that was asked for with this nonce; raises a refusal."""
    provider = identity_provider()
    if provider is None:
        raise ProviderUnknown("id_token")
    required: Options = {"require": ["exp", "iat", "sub", "nonce"]}
    try:
        key = _keys_of(provider.issuer).get_signing_key_from_jwt(id_token).key
        said = jwt.decode(id_token, key, ALGORITHMS, audience=provider.client, issuer=provider.issuer, options=required)
    except (jwt.PyJWKClientConnectionError, OSError) as error:
        raise ProviderAway("id_token") from error
    except (jwt.PyJWTError, ValueError) as error:
        raise ProviderNotBelieved("id_token") from error
    if said["nonce"] != nonce:
        raise ProviderNotBelieved("id_token")
    return provider.issuer, str(said["sub"])


@cache
def _keys_of(issuer: str) -> jwt.PyJWKClient:
    where = f"{issuer.rstrip('/')}/.well-known/openid-configuration"
    with urllib.request.urlopen(where, timeout=PATIENCE_S) as answer:  # noqa: S310 - the operator's own setting
        return jwt.PyJWKClient(json.load(answer)["jwks_uri"], timeout=PATIENCE_S)
