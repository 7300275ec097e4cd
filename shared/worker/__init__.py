"""What a service's doors are made of; only the process that serves them needs shared.green first."""

from shared.worker.act_doors import ActDoors
from shared.worker.doors import Doors, anyone, keyed, read, write
from shared.worker.fact_doors import FactDoors
from shared.worker.file_doors import FileDoors, FileKind
from shared.worker.find_doors import FindDoors
from shared.worker.sheet_doors import SheetDoors
from shared.worker.transactions import Transactions, in_process, open_desk
from shared.worker.vault_doors import VaultDoors, follow

__all__ = [
    "ActDoors",
    "Doors",
    "FactDoors",
    "FileDoors",
    "FileKind",
    "FindDoors",
    "SheetDoors",
    "Transactions",
    "VaultDoors",
    "anyone",
    "follow",
    "in_process",
    "keyed",
    "open_desk",
    "read",
    "write",
]
