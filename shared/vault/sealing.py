"""Sealing by AES-GCM in an envelope that names algorithm and key, so that both can be replaced while rows stand."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

ALGORITHM = "AES-256-GCM"
KEY_BYTES = 32
NONCE_BYTES = 12
MARK = b"|"

_CIPHERS: Mapping[str, Callable[[bytes], AESGCM]] = {ALGORITHM: AESGCM}
"""What an envelope may name; a successor such as SM4-GCM stands beside, and ALGORITHM says which seals from then on."""


class Tampered(Exception):
    """What is sealed does not open: it was changed, put into another row, or sealed under a key that is not here."""


def prefix(key_name: str) -> bytes:
    """Give the words with which every envelope sealed under a key begins."""
    return MARK.join((ALGORITHM.encode(), key_name.encode(), b""))


def seal(key_name: str, key: bytes, plain: bytes, where: str) -> bytes:
    """Seal what stands at table.column and row; it opens nowhere else."""
    head, nonce = prefix(key_name), os.urandom(NONCE_BYTES)
    return head + nonce + _CIPHERS[ALGORITHM](key).encrypt(nonce, plain, head + where.encode())


def unseal(keys: Mapping[str, bytes], sealed: bytes, where: str) -> bytes:
    """Open an envelope with the key that it names; raises Tampered."""
    try:
        algorithm, key_name, rest = sealed.split(MARK, 2)
        cipher = _CIPHERS[algorithm.decode()](keys[key_name.decode()])
        head = sealed[: -len(rest)]
        return cipher.decrypt(rest[:NONCE_BYTES], rest[NONCE_BYTES:], head + where.encode())
    except (ValueError, KeyError, InvalidTag) as error:
        raise Tampered(where) from error


def fresh_key() -> bytes:
    """Draw a key for ALGORITHM."""
    return AESGCM.generate_key(KEY_BYTES * 8)
