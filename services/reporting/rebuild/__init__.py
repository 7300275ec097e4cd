"""What compares reporting with its sources: mending gaps, rebuilding, reconciling, retrying what was parked."""

from services.reporting.rebuild.alone import alone
from services.reporting.rebuild.anew import EpochMoved, RebuildRefused, SwapLate, rebuild
from services.reporting.rebuild.gaps import Mender
from services.reporting.rebuild.reconcile import Difference, reconcile
from services.reporting.rebuild.retry import retry
from services.reporting.rebuild.sources import AWAY, Answer, RemoteSources, Sources

__all__ = [
    "AWAY",
    "Answer",
    "Difference",
    "EpochMoved",
    "Mender",
    "RebuildRefused",
    "RemoteSources",
    "Sources",
    "SwapLate",
    "alone",
    "rebuild",
    "reconcile",
    "retry",
]
