"""The frame: campaigns, places, organisations and holidays, portal's own and everybody's copy."""

from shared.frame.copy import PAGE, FrameStale, apply, changes_after, current, not_older, refresh, revise, version
from shared.frame.fetching import fetched
from shared.frame.snapshot import Campaign, Frame, Holiday, Lasting, Organisation, Place
from shared.frame.tables import metadata

__all__ = [
    "PAGE",
    "Campaign",
    "Frame",
    "FrameStale",
    "Holiday",
    "Lasting",
    "Organisation",
    "Place",
    "apply",
    "changes_after",
    "current",
    "fetched",
    "metadata",
    "not_older",
    "refresh",
    "revise",
    "version",
]
