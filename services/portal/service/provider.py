"""The identity provider of the province, whose signed word portal checks itself: its pages are not believed."""

from __future__ import annotations

import json
import urllib.request
from functools import cache

import jwt
from jwt.types import Options

from services.portal.schemas.provider import ProviderAway, ProviderNotBelieved, ProviderUnknown
from shared.settings import identity_provider

PATIENCE_S = 3
ALGORITHMS = ["RS256", "PS256", "ES256", "EdDSA"]
CLOCKS_DIFFER_S = 30
"""How far the provider's clock may be off; it keeps real time, as portal's checks do."""


def subject_of(id_token: str, nonce: str) -> tuple[str, str]:
    """Tell the issuer and the subject of an ID token that was asked for with this nonce; raises a refusal."""
    provider = identity_provider()
    if provider is None:
        raise ProviderUnknown("id_token")
    required: Options = {"require": ["exp", "iat", "sub", "nonce"]}
    try:
        said = jwt.decode(
            id_token,
            _key_for(id_token, _keys_of(provider.description)),
            ALGORITHMS,
            audience=provider.client,
            issuer=provider.issuer,
            leeway=CLOCKS_DIFFER_S,
            options=required,
        )
    except (jwt.PyJWKClientConnectionError, OSError) as error:
        raise ProviderAway("id_token") from error
    except (jwt.PyJWTError, ValueError, KeyError) as error:
        raise ProviderNotBelieved("id_token") from error
    if said["nonce"] != nonce or said.get("azp", provider.client) != provider.client:
        raise ProviderNotBelieved("id_token")
    return provider.issuer, str(said["sub"])


def _key_for(id_token: str, keys: jwt.PyJWKClient) -> jwt.PyJWK:
    """Find the key that a token names, or the only one there is: a provider with one key need not name it."""
    named = jwt.get_unverified_header(id_token).get("kid")
    if named is not None:
        return keys.get_signing_key(named)
    known = keys.get_signing_keys()
    if len(known) != 1:
        raise ProviderNotBelieved("id_token")
    return known[0]


@cache
def _keys_of(where: str) -> jwt.PyJWKClient:
    with urllib.request.urlopen(where, timeout=PATIENCE_S) as answer:  # noqa: S310 - the operator's own setting
        return jwt.PyJWKClient(json.load(answer)["jwks_uri"], timeout=PATIENCE_S)
