"""A folder of backups: base backups by the instant they ended, and the log since, a folder for each timeline."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from deploy.backup.refusals import AnotherCluster, Damaged, NoBackup

SITE, SUMS, PARTIAL = "site.json", "SHA256SUMS", ".partial"
SEGMENT = re.compile("[0-9A-F]{24}")


@dataclass(frozen=True)
class Manifest:
    """What a base backup is a copy of, beside PostgreSQL's own list of its files."""

    system_identifier: str
    timeline: int
    major: int
    segment_bytes: int
    namespace: str
    started_at: str
    finished_at: str
    first_lsn: str
    last_lsn: str
    keys: tuple[str, ...]
    backup_manifest_sha256: str

    def segment_of(self, lsn: str) -> str:
        """Name the segment of the log that holds a position."""
        high, low = (int(part, 16) for part in lsn.split("/"))
        return f"{self.timeline:08X}{high:08X}{low // self.segment_bytes:08X}"

    def follows(self, segment: str) -> str:
        """Name the segment after another."""
        in_a_file = 0x1_0000_0000 // self.segment_bytes
        high, low = divmod(int(segment[8:16], 16) * in_a_file + int(segment[16:], 16) + 1, in_a_file)
        return f"{segment[:8]}{high:08X}{low:08X}"


@dataclass(frozen=True)
class Base:
    """One base backup."""

    folder: Path
    manifest: Manifest

    @property
    def data(self) -> Path:
        """The copy of the data folder."""
        return self.folder / "data"

    @property
    def finished_at(self) -> datetime:
        """The earliest instant to which it can be restored."""
        return datetime.fromisoformat(self.manifest.finished_at)


@dataclass(frozen=True)
class Archive:
    """A folder of backups of one cluster."""

    folder: Path

    def bases(self) -> list[Base]:
        """List the base backups, oldest first; raises Damaged."""
        return [Base(each.parent, _read(each)) for each in sorted(self.folder.glob(f"bases/*/{SITE}"))]

    def newest(self, until: datetime | None) -> Base:
        """Choose the newest base backup that ended before an instant; raises NoBackup."""
        fit = [each for each in self.bases() if until is None or each.finished_at <= until]
        if not fit:
            raise NoBackup(f"{self.folder} holds no base backup" + (f" that ended before {until}" if until else ""))
        return fit[-1]

    def belongs_to(self, system_identifier: str) -> None:
        """Raise AnotherCluster if a backup of another cluster is here."""
        if any(each.manifest.system_identifier != system_identifier for each in self.bases()):
            raise AnotherCluster(f"{self.folder} holds backups of another cluster")

    def log(self, timeline: int) -> Path:
        """Name the folder of a timeline's log."""
        return self.folder / "wal" / f"{timeline:08X}"


def written(manifest: Manifest, folder: Path) -> None:
    """Write what a base backup is."""
    said = json.dumps(asdict(manifest), sort_keys=True)
    sealed = {"sha256": hashlib.sha256(said.encode()).hexdigest(), "manifest": json.loads(said)}
    (folder / SITE).write_text(json.dumps(sealed, indent=1), encoding="utf-8")


def _read(file: Path) -> Manifest:
    try:
        sealed = json.loads(file.read_text(encoding="utf-8"))
        manifest = Manifest(**{**sealed["manifest"], "keys": tuple(sealed["manifest"]["keys"])})
        said = json.dumps(asdict(manifest), sort_keys=True)
    except (ValueError, KeyError, TypeError) as error:
        raise Damaged(f"{file} cannot be read") from error
    if hashlib.sha256(said.encode()).hexdigest() != sealed["sha256"]:
        raise Damaged(f"{file} is not what was written")
    return manifest


def digest(file: Path) -> str:
    """Digest a file."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def segments(log: Path) -> list[str]:
    """List the whole segments of a log, in order."""
    return sorted(each.name for each in log.glob("*") if SEGMENT.fullmatch(each.name))


def sums(log: Path) -> dict[str, str]:
    """Read the digests of the whole segments, as `sha256sum -c` does."""
    file = log / SUMS
    lines = file.read_text(encoding="ascii").splitlines() if file.exists() else []
    return {name: known for known, _, name in (line.partition("  ") for line in lines)}


def seal(log: Path) -> None:
    """Note the digest of every whole segment that has none: from now on it must stay what it is."""
    fresh = sorted(set(segments(log)) - sums(log).keys())
    if not fresh:
        return
    with (log / SUMS).open("a", encoding="ascii") as file:
        file.writelines(f"{digest(log / name)}  {name}\n" for name in fresh)
        file.flush()
        os.fsync(file.fileno())


def partial(log: Path) -> Iterator[Path]:
    """Give the segment that is still being written, if there is one."""
    yield from sorted(log.glob(f"*{PARTIAL}"))[-1:]
