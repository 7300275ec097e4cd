"""四 创业帮扶支持: the doors of ventures, gathered."""

from __future__ import annotations

from services.jobs.service.associations import AssociationDoors
from services.jobs.service.loans import LoanDoors
from services.jobs.service.policies import PolicyDoors


class VentureDoors(PolicyDoors, AssociationDoors, LoanDoors):
    """All doors of 四."""
