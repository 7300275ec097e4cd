"""Children's doors: one method, one transaction."""

from __future__ import annotations

from typing import ClassVar

from services.children import store
from services.children.facts.visits import ChildVisited
from services.children.service.cases import CaseDoors
from services.children.service.claims import ClaimDoors
from services.children.service.seasons import SeasonDoors
from services.children.service.visits import children_of_visits
from services.children.service.wishes import WishDoors
from shared.worker import ActDoors, FactDoors, Transactions


class Children(CaseDoors, SeasonDoors, WishDoors, ClaimDoors, ActDoors, FactDoors):
    """六 留守儿童关爱."""

    name = "children"
    kinds = (ChildVisited,)
    derive: ClassVar = {ChildVisited: children_of_visits}
    figures = store.FIGURES
    due = staticmethod(store.due)
    transactions = Transactions("children")


__all__ = ["Children"]
