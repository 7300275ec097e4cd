"""Whatever else shows a subject of a vault, sealed under that subject's data key wherever it lies."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from shared.vault.keys import Keys
from shared.vault.opening import Vault
from shared.vault.sealing import seal, unseal
from shared.vault.subjects import held, key_of


@dataclass(frozen=True)
class Contents:
    """A subject's data key, for as long as a transaction works with what it seals."""

    subject: UUID
    _key: bytes = field(repr=False)

    def seal(self, plain: bytes, where: str) -> bytes:
        """Seal what stands at table.column and row; it opens nowhere else."""
        return seal(str(self.subject), self._key, plain, where)

    def open(self, sealed: bytes, where: str) -> bytes:
        """Open what was sealed; raises Tampered."""
        return unseal({str(self.subject): self._key}, sealed, where)


def contents_of(vault: Vault, subject: UUID) -> Contents:
    """Give what seals a subject's contents; raises SubjectUnknown, AlreadyShredded."""
    return Contents(subject, key_of(vault, held(vault, subject)))


def unwrapped(keys: Keys, subject: UUID, wrapped: bytes) -> Contents:
    """Give the same to whoever checks everything that is sealed; raises Tampered."""
    return Contents(subject, keys.wrapping.unwrap(wrapped, subject))
