"""Reporting's doors: one method, one transaction."""

from __future__ import annotations

from services.reporting import store
from services.reporting.service.behind import BehindDoors
from services.reporting.service.figures import FigureDoors
from shared.worker import Transactions


class Reporting(FigureDoors, BehindDoors):
    """The provincial roll-up and what follows from it."""

    name = "reporting"
    due = staticmethod(store.due)
    transactions = Transactions("reporting")


__all__ = ["Reporting"]
