"""A service's vault: who people are, sealed apart from what is done for them, and every look at it."""

from shared.vault.chain import Deed, entries_of, holds, log_head, note
from shared.vault.consents import ConsentBy, ConsentScope, consented, consents_of, give, standing_scopes, withdraw
from shared.vault.contents import Contents, contents_of, unwrapped
from shared.vault.custody import StillWrapped, findings, forget, rewrap, rewrap_rest, wrapped_before
from shared.vault.keys import INDEX, LOG, WRAPPING, Keys, WrappingKeys
from shared.vault.looks import LASTS, LookUnknown, LookUsed, Purpose, ask, use
from shared.vault.opening import Vault, begin_rotation, open_vault
from shared.vault.sealing import Tampered, fresh_key
from shared.vault.subjects import (
    AlreadyShredded,
    ShredReason,
    SubjectUnknown,
    amend,
    find,
    held,
    keep,
    move,
    overdue,
    retain,
    reveal,
    shred,
)
from shared.vault.tables import metadata, vault_look, vault_subject

__all__ = [
    "INDEX",
    "LASTS",
    "LOG",
    "WRAPPING",
    "AlreadyShredded",
    "ConsentBy",
    "ConsentScope",
    "Contents",
    "Deed",
    "Keys",
    "LookUnknown",
    "LookUsed",
    "Purpose",
    "ShredReason",
    "StillWrapped",
    "SubjectUnknown",
    "Tampered",
    "Vault",
    "WrappingKeys",
    "amend",
    "ask",
    "begin_rotation",
    "consented",
    "consents_of",
    "contents_of",
    "entries_of",
    "find",
    "findings",
    "forget",
    "fresh_key",
    "give",
    "held",
    "holds",
    "keep",
    "log_head",
    "metadata",
    "move",
    "note",
    "open_vault",
    "overdue",
    "retain",
    "reveal",
    "rewrap",
    "rewrap_rest",
    "shred",
    "standing_scopes",
    "unwrapped",
    "use",
    "vault_look",
    "vault_subject",
    "withdraw",
    "wrapped_before",
]  # fmt: skip
