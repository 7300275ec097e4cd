"""Keys: to sign with for every service and the operator, and those of each action service's vault."""

import json
import secrets
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from deploy.provision.files import kept, write
from deploy.roster import ACTION_SERVICES, SERVICES
from shared import vault

SIGNERS = (*SERVICES, "web", "operator")


def provision(home: Path) -> None:
    """Give every signer its key and all the public ones, vaults, portal, children and the pages keys of their own."""
    trusted = {signer: _public(kept(home / signer / "signing.key", _private())) for signer in SIGNERS}
    for signer in SIGNERS:
        write(home / signer / "trusted.json", json.dumps(trusted, indent=1))
    for service in ACTION_SERVICES:
        kept(home / service / vault.WRAPPING, vault.WrappingKeys({}).with_another().written())
        kept(home / service / vault.INDEX, secrets.token_hex(32))
        kept(home / service / vault.LOG, secrets.token_hex(32))
    kept(home / "portal" / "factor.keys", vault.WrappingKeys({}).with_another().written())
    kept(home / "portal" / "sheets.key", secrets.token_hex(32))
    kept(home / "web" / "cookie.key", secrets.token_hex(32))
    kept(home / "children" / "pseudonym.key", secrets.token_hex(32))


def _private() -> str:
    """Make an Ed25519 key as PEM."""
    key = Ed25519PrivateKey.generate()
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


def _public(private: str) -> str:
    """Give the public half of a private key, both as PEM."""
    key = load_pem_private_key(private.encode(), password=None)
    return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
