"""Everything that must be right before a restore touches anything."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from pathlib import Path

from deploy.backup import halves
from deploy.backup.archive import Archive, Base, digest, partial, segments, sums
from deploy.backup.cluster import of_data, of_segment
from deploy.backup.refusals import AnotherCluster, ClusterRunning, Damaged, FolderInUse, KeyHalfMissing
from deploy.backup.taking import verified
from deploy.provision.backups import CLUSTER, OWNER


@dataclass(frozen=True)
class Plan:
    """What is restored: a base backup, the log that follows it, up to when, and the keys, if they come along."""

    base: Base
    log: Sequence[Path]
    until: datetime | None
    keys: Mapping[str, str] = field(repr=False)


def checked(archive: Archive, home: Path, key_folders: Sequence[Path] = (), until: datetime | None = None) -> Plan:
    """Check a backup, its log and its keys; raises BackupRefused, and has written nothing."""
    base = archive.newest(until)
    keys = halves.joined(key_folders, base.manifest.system_identifier) if key_folders else {}
    _of_this_site(base, home, keys)
    if keys:
        halves.in_the_way(keys, home)
    if missing := [name for name in base.manifest.keys if name not in keys and not (home / name).exists()]:
        raise KeyHalfMissing(f"{home / missing[0]} is not there: name both halves of the keys with --keys")
    _whole(base)
    return Plan(base, _log(archive, base), until, keys)


def _of_this_site(base: Base, home: Path, keys: Mapping[str, str]) -> None:
    """Raise AnotherCluster unless the backup is of the cluster that this site's secrets, or its keys, belong to."""
    cluster = home / OWNER / CLUSTER
    if cluster.exists() and cluster.read_text(encoding="utf-8").strip() != base.manifest.system_identifier:
        raise AnotherCluster(f"the backup is of another cluster than the one whose secrets lie in {home}")
    if not cluster.exists() and not keys:
        raise KeyHalfMissing(f"{home} knows no cluster: name both halves of the keys with --keys")


def _whole(base: Base) -> None:
    """Raise Damaged unless every file of the base backup is what was written."""
    own = base.data / "backup_manifest"
    if not own.exists() or digest(own) != base.manifest.backup_manifest_sha256:
        raise Damaged(f"{own} is not what was written")
    if of_data(base.data) != base.manifest.system_identifier:
        raise AnotherCluster(f"{base.data} is of another cluster than {base.folder} says")
    verified(base.data, base.manifest.major)


def _log(archive: Archive, base: Base) -> list[Path]:
    """List the log since the base backup, the segment being written last; raises Damaged, AnotherCluster."""
    log, first = archive.log(base.manifest.timeline), base.manifest.segment_of(base.manifest.last_lsn)
    whole = [log / name for name in segments(log) if name >= first]
    open_ones = [each for each in partial(log) if each.stem > (whole[-1].name if whole else "") and each.stem >= first]
    found = [*whole, *open_ones]
    _without_a_hole([first, *(each.name[:24] for each in found if each.name[:24] != first)], base)
    _as_sealed(whole, sums(log))
    if strange := [each for each in found if of_segment(each) not in {None, base.manifest.system_identifier}]:
        raise AnotherCluster(f"{strange[0]} is the log of another cluster")
    return found


def _without_a_hole(names: Sequence[str], base: Base) -> None:
    for before, after in pairwise(names):
        if base.manifest.follows(before) != after:
            raise Damaged(f"the log misses {base.manifest.follows(before)}")


def _as_sealed(whole: Sequence[Path], known: Mapping[str, str]) -> None:
    """Raise Damaged if a sealed segment changed, or one before it was never sealed."""
    last = max(known, default="")
    for each in whole:
        if each.name <= last and known.get(each.name) != digest(each):
            raise Damaged(f"{each} is not what was written")


def free(target: Path) -> None:
    """Raise ClusterRunning or FolderInUse unless the folder is empty."""
    if _served(target / "postmaster.pid"):
        raise ClusterRunning(f"a server runs on {target}: stop it, and restore into an empty folder")
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise FolderInUse(f"{target} is not empty: move it away, or restore into another folder")


def _served(lock: Path) -> bool:
    """Tell whether the process still runs that a data folder's lock file names."""
    with suppress(FileNotFoundError, ValueError, ProcessLookupError):
        os.kill(int(lock.read_text(encoding="ascii").split()[0]), 0)
        return True
    return False
