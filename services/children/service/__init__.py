"""Children's doors: one method, one transaction."""

from __future__ import annotations

from typing import ClassVar

from services.children import store
from services.children.facts import FACTS
from services.children.facts.events import ChildEventHeld
from services.children.facts.family import FamilyContacted
from services.children.facts.pairings import PairingServed
from services.children.facts.visits import ChildVisited
from services.children.model import Case, Companion, House, Student
from services.children.schemas import IDENTITIES, SHEETS
from services.children.service.cases import CaseDoors
from services.children.service.charge import is_in_charge_of_child
from services.children.service.claims import ClaimDoors
from services.children.service.companions import CompanionDoors
from services.children.service.houses import HouseDoors, houses_of_events
from services.children.service.needs import NeedDoors, needs_of_visits
from services.children.service.packs import PackDoors
from services.children.service.pairings import PairingDoors, StudentDoors, children_of_services
from services.children.service.returns import ReturnDoors
from services.children.service.seasons import SeasonDoors
from services.children.service.silences import SilenceDoors
from services.children.service.visits import cases_of_contacts, children_of_visits
from services.children.service.wishes import WishDoors
from services.children.store.finding import FINDABLE
from shared.facts import acts_of
from shared.worker import ActDoors, FactDoors, FindDoors, SheetDoors, Transactions, VaultDoors


class Children(
    CaseDoors,
    SeasonDoors,
    HouseDoors,
    CompanionDoors,
    ReturnDoors,
    SilenceDoors,
    NeedDoors,
    WishDoors,
    ClaimDoors,
    PackDoors,
    StudentDoors,
    PairingDoors,
    ActDoors,
    SheetDoors,
    FindDoors,
    VaultDoors,
    FactDoors,
):
    """六 留守儿童关爱."""

    name = "children"
    kinds = acts_of(FACTS)
    sheets = SHEETS
    sheet_tables: ClassVar = {"child_home": House}
    identities = IDENTITIES
    registers: ClassVar = {"child": Case, "companion": Companion, "student": Student}
    in_charge: ClassVar = {"child": is_in_charge_of_child}
    minors = frozenset({"child"})
    derive: ClassVar = {
        ChildVisited: children_of_visits,
        FamilyContacted: cases_of_contacts,
        ChildEventHeld: houses_of_events,
        PairingServed: children_of_services,
    }
    follow: ClassVar = {ChildVisited: needs_of_visits}
    findable = FINDABLE
    figures = store.FIGURES
    due = staticmethod(store.due)
    transactions = Transactions("children")


__all__ = ["Children"]
