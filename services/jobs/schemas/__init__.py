"""What jobs' doors accept."""

from __future__ import annotations

from services.jobs.schemas.fairs import ConfirmHires, HoldFair, OpenFair
from services.jobs.schemas.postings import ClosePosting, PublishPosting, VerifyPosting

__all__ = ["ClosePosting", "ConfirmHires", "HoldFair", "OpenFair", "PublishPosting", "VerifyPosting"]
