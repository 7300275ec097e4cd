"""四 创业帮扶支持: the doors of ventures, gathered."""

from __future__ import annotations

from services.jobs.service.loans import LoanDoors


class VentureDoors(LoanDoors):
    """All doors of 四."""
