"""Acts: recorded, amended and withdrawn the same way in every service."""

from shared.acts.book import amend, record, record_many, withdraw
from shared.acts.shelf import act, act_revision, listing, look_up, metadata

__all__ = ["act", "act_revision", "amend", "listing", "look_up", "metadata", "record", "record_many", "withdraw"]
