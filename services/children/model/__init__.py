"""What children keeps beside its acts."""

from services.children.model.cases import Case
from services.children.model.claims import Claim, Delay, Wisher
from services.children.model.needs import VisitNeed
from services.children.model.packs import Pack, PackBatch, PackMovement
from services.children.model.pairings import Pairing, Student
from services.children.model.registers import Companion, HandOver, House
from services.children.model.returns import Returning
from services.children.model.silences import Silence
from services.children.model.stays import Stay
from services.children.model.table import Table
from services.children.model.wishes import Wish
from shared import acts, answered, eventlog, frame, vault

TABLES = (Table.metadata, acts.metadata, answered.metadata, eventlog.metadata, frame.metadata, vault.metadata)

__all__ = [
    "TABLES",
    "Case",
    "Claim",
    "Companion",
    "Delay",
    "HandOver",
    "House",
    "Pack",
    "PackBatch",
    "PackMovement",
    "Pairing",
    "Returning",
    "Silence",
    "Stay",
    "Student",
    "Table",
    "VisitNeed",
    "Wish",
    "Wisher",
]
