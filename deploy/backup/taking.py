"""Taking a base backup of the running cluster, and letting old ones go."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict

from deploy.backup.archive import SUMS, Archive, Base, Manifest, digest, segments, sums, written
from deploy.backup.cluster import Cluster, running_at
from deploy.backup.programs import connecting, done, program
from deploy.backup.refusals import AnotherCluster, BackupRefused, Damaged

UNFINISHED = ".unfinished"


def take(url: str, archive: Archive, keys: Iterable[str], expected: str | None = None, *, durable: bool = True) -> Base:
    """Copy the whole cluster, check the copy, and only then give it its name; raises BackupRefused."""
    cluster = running_at(url)
    if expected not in {None, cluster.system_identifier}:
        raise AnotherCluster("the server is another cluster than the one this site was provisioned on")
    archive.belongs_to(cluster.system_identifier)
    fresh = archive.folder / UNFINISHED
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True, mode=0o700)
    started = datetime.now(UTC)
    _copied(url, cluster, fresh / "data", () if durable else ("--no-sync",))
    finished = datetime.now(UTC)
    written(_manifest(cluster, fresh / "data", _namespace(url), (started, finished), tuple(sorted(keys))), fresh)
    named = archive.folder / "bases" / f"{finished:%Y%m%dT%H%M%S.%fZ}"
    named.parent.mkdir(exist_ok=True, mode=0o700)
    fresh.rename(named)
    return archive.newest(None)


def _copied(url: str, cluster: Cluster, data: Path, more: Iterable[str]) -> None:
    """Copy the data folder with the log that makes it whole, and compare it with the list of its files."""
    words = ("--format=plain", "--wal-method=stream", "--checkpoint=fast", "--manifest-checksums=SHA256")
    command = [program("pg_basebackup", cluster.major), f"--pgdata={data}", *words, *more, "--no-password"]
    done(command, connecting(url), BackupRefused)
    verified(data, cluster.major)


def verified(data: Path, major: int) -> None:
    """Check every file of a copy against PostgreSQL's own list; raises Damaged."""
    done([program("pg_verifybackup", major), "--exit-on-error", str(data)], connecting(""), Damaged)


def _manifest(
    cluster: Cluster, data: Path, namespace: str, during: tuple[datetime, datetime], keys: tuple[str, ...]
) -> Manifest:
    own = data / "backup_manifest"
    [span] = json.loads(own.read_bytes())["WAL-Ranges"]
    return Manifest(
        system_identifier=cluster.system_identifier,
        timeline=span["Timeline"],
        major=cluster.major,
        segment_bytes=cluster.segment_bytes,
        namespace=namespace,
        started_at=during[0].isoformat(),
        finished_at=during[1].isoformat(),
        first_lsn=span["Start-LSN"],
        last_lsn=span["End-LSN"],
        keys=keys,
        backup_manifest_sha256=digest(own),
    )


def _namespace(url: str) -> str:
    return str(conninfo_to_dict(url)["user"]).removesuffix("_backup")


def prune(archive: Archive, keep: int) -> int:
    """Let go of all but the newest base backups, and of the log before them; answer how many went."""
    bases = archive.bases()
    gone, kept = bases[:-keep], bases[-keep:]
    for each in gone:
        shutil.rmtree(each.folder)
    firsts = {each.manifest.timeline: each.manifest.segment_of(each.manifest.first_lsn) for each in reversed(kept)}
    for log in archive.folder.glob("wal/????????"):
        _forget(log, firsts.get(int(log.name, 16), "G"))
    return len(gone)


def _forget(log: Path, first: str) -> None:
    """Let go of the segments before the first that is wanted; of a timeline without backups, of all."""
    known = sums(log)
    for name in [each for each in segments(log) if each < first]:
        (log / name).unlink()
        known.pop(name, None)
    fresh = log / f"{SUMS}.fresh"
    fresh.write_text("".join(f"{digest}  {name}\n" for name, digest in sorted(known.items())), encoding="ascii")
    fresh.replace(log / SUMS)
