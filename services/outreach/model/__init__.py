"""What outreach keeps beside its acts: aid, needs, and the entries of its registers."""

from services.outreach.model.aid import Aid, AidState, Goods
from services.outreach.model.away import AwayOrganisation
from services.outreach.model.entry import Entry
from services.outreach.model.need import Need, NeedState
from services.outreach.model.organising import SharedResource, WorkPlan
from services.outreach.model.table import Table
from shared import acts, answered, eventlog, files, frame, vault

TABLES = (
    *(Table.metadata, acts.metadata, answered.metadata, eventlog.metadata),
    *(files.metadata, frame.metadata, vault.metadata),
)

__all__ = [
    "TABLES",
    "Aid",
    "AidState",
    "AwayOrganisation",
    "Entry",
    "Goods",
    "Need",
    "NeedState",
    "SharedResource",
    "Table",
    "WorkPlan",
]
