"""Backups of the whole cluster, restoring them to any instant, and the keys apart from both."""

from deploy.backup.archive import Archive, Base
from deploy.backup.checking import Plan, checked, free
from deploy.backup.halves import joined, keys_in, laid_out, split
from deploy.backup.refusals import BackupRefused
from deploy.backup.restore import Outcome, restore
from deploy.backup.restoring import Restored, restored
from deploy.backup.streaming import follow, streaming
from deploy.backup.taking import prune, take

__all__ = [
    "Archive",
    "BackupRefused",
    "Base",
    "Outcome",
    "Plan",
    "Restored",
    "checked",
    "follow",
    "free",
    "joined",
    "keys_in",
    "laid_out",
    "prune",
    "restore",
    "restored",
    "split",
    "streaming",
    "take",
]
