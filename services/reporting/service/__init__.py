"""Reporting's doors: one method, one transaction."""

from __future__ import annotations

from services.reporting import store
from services.reporting.service.behind import BehindDoors
from services.reporting.service.difference import DifferenceDoors
from services.reporting.service.documents import DocumentDoors
from services.reporting.service.figures import FigureDoors
from services.reporting.service.notices import NoticeDoors
from services.reporting.service.published import PublishedDoors
from services.reporting.service.return_steps import ReturnStepDoors
from services.reporting.service.returns import ReturnDoors
from services.reporting.service.seasons import SeasonDoors
from shared.worker import FactDoors, Transactions


class Reporting(
    FigureDoors,
    BehindDoors,
    ReturnDoors,
    ReturnStepDoors,
    DifferenceDoors,
    NoticeDoors,
    PublishedDoors,
    SeasonDoors,
    DocumentDoors,
    FactDoors,
):
    """The provincial roll-up and what follows from it."""

    name = "reporting"
    due = staticmethod(store.due)
    figures = store.FIGURES
    transactions = Transactions("reporting")


__all__ = ["Reporting"]
