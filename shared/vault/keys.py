"""The keys of a service's vault, which lie in files that its own processes alone read."""

from __future__ import annotations

import hmac
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from uuid import UUID

import orjson

from shared.settings import Settings
from shared.vault.sealing import KEY_BYTES, fresh_key, prefix, seal, unseal

WRAPPING, INDEX, LOG = "vault.keys", "vault.index.key", "vault.log.key"


class KeyFileWrong(Exception):
    """A key file of the vault does not hold what it must."""


@dataclass(frozen=True)
class WrappingKeys:
    """The keys that wrap data keys, by name; the last wraps from now on, the others only open what they wrapped."""

    named: Mapping[str, bytes] = field(repr=False)

    @property
    def current(self) -> str:
        """Name the key that wraps."""
        return list(self.named)[-1]

    def with_another(self) -> WrappingKeys:
        """Add a key, which wraps from now on."""
        number = int(self.current.removeprefix("k")) + 1 if self.named else 1
        return WrappingKeys({**self.named, f"k{number}": fresh_key()})

    def newest(self) -> WrappingKeys:
        """Leave every key but the last behind."""
        return WrappingKeys({self.current: self.named[self.current]})

    def written(self) -> str:
        """Write the file that holds them."""
        return orjson.dumps({name: key.hex() for name, key in self.named.items()}).decode()

    def wrap(self, data_key: bytes, subject: UUID) -> bytes:
        """Wrap the data key of a subject."""
        return seal(self.current, self.named[self.current], data_key, _data_key_of(subject))

    def unwrap(self, wrapped: bytes, subject: UUID) -> bytes:
        """Unwrap the data key of a subject; raises Tampered."""
        return unseal(self.named, wrapped, _data_key_of(subject))

    def prefix(self) -> bytes:
        """Give the words with which every data key begins that the last key wrapped."""
        return prefix(self.current)


def _data_key_of(subject: UUID) -> str:
    return f"vault_subject.data_key:{subject}"


@dataclass(frozen=True)
class Keys:
    """One service's keys: read where they are needed, so that a rotated file is seen at once."""

    settings: Settings

    @cached_property
    def wrapping(self) -> WrappingKeys:
        """Read the keys that wrap."""
        try:
            named = orjson.loads(self.settings.secret(WRAPPING))
            keys = {name: bytes.fromhex(key) for name, key in named.items()}
        except (ValueError, AttributeError, TypeError) as error:
            raise KeyFileWrong(f"{WRAPPING} of {self.settings.service} must hold keys by name") from error
        if not keys or {len(each) for each in keys.values()} != {KEY_BYTES}:
            raise KeyFileWrong(f"{WRAPPING} of {self.settings.service} must hold keys of {KEY_BYTES} bytes")
        return WrappingKeys(keys)

    def blind(self, name: str, value: str) -> bytes:
        """Digest a value under the index's own key, so that equal ones are found without being read."""
        plain = unicodedata.normalize("NFKC", value).strip().upper()
        return hmac.digest(self._key(INDEX), f"{name}:{plain}".encode(), "sha256")

    def chained(self, before: bytes, entry: bytes) -> bytes:
        """Digest an entry of the log with the digest before it, under the log's own key."""
        return hmac.digest(self._key(LOG), before + entry, "sha256")

    def _key(self, name: str) -> bytes:
        key = bytes.fromhex(self.settings.secret(name))
        if len(key) < KEY_BYTES:
            raise KeyFileWrong(f"{name} of {self.settings.service} must hold at least {KEY_BYTES} bytes")
        return key
