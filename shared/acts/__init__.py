"""Acts: recorded, amended and withdrawn the same way in every service."""

from shared.acts.book import MOST_ROWS, Follow, TooManyRows, amend, record, record_many, withdraw
from shared.acts.entry import Derive, Derived
from shared.acts.finding import found
from shared.acts.likeness import count_alike, merge, pairs_alike, tell_apart
from shared.acts.shelf import Wanted, act, act_revision, listing, look_up, metadata, recorded_among
from shared.acts.undoing import reinstate

__all__ = [
    "MOST_ROWS",
    "Derive",
    "Derived",
    "Follow",
    "TooManyRows",
    "Wanted",
    "act",
    "act_revision",
    "amend",
    "count_alike",
    "found",
    "listing",
    "look_up",
    "merge",
    "metadata",
    "pairs_alike",
    "record",
    "record_many",
    "recorded_among",
    "reinstate",
    "tell_apart",
    "withdraw",
]
