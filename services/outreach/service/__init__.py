"""Outreach's doors: one method, one transaction."""

from __future__ import annotations

from typing import ClassVar

from services.outreach import store
from services.outreach.facts import FACTS
from services.outreach.model import Aid, AwayOrganisation, Need, SharedResource, WorkPlan
from services.outreach.schemas import IDENTITIES, SHEETS
from services.outreach.service.acts import DERIVE
from services.outreach.service.aid import AidDoors
from services.outreach.service.needs import NeedDoors
from services.outreach.service.registers import RegisterDoors
from shared.facts import acts_of
from shared.files import FileType
from shared.worker import ActDoors, FactDoors, FileDoors, FileKind, FindDoors, SheetDoors, Transactions

SCANS = frozenset({FileType.PDF, FileType.PNG, FileType.JPEG, FileType.OFD})


class Outreach(AidDoors, NeedDoors, RegisterDoors, ActDoors, SheetDoors, FindDoors, FileDoors, FactDoors):
    """一 宣讲, 二 走访慰问 and 工作要求."""

    name = "outreach"
    kinds = acts_of(FACTS)
    sheets = SHEETS
    sheet_tables: ClassVar = {
        "Need": Need,
        "AwayOrganisation": AwayOrganisation,
        "WorkPlan": WorkPlan,
        "SharedResource": SharedResource,
    }
    identities = IDENTITIES
    file_kinds: ClassVar = {
        "work_plan": FileKind(WorkPlan, frozenset(FileType)),
        "aid": FileKind(Aid, SCANS, sealed=True),
    }
    derive = DERIVE
    findable = store.FINDABLE
    figures = store.FIGURES
    due = staticmethod(store.due)
    transactions = Transactions("outreach")


__all__ = ["Outreach"]
