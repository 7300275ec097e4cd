"""A cluster copied, streamed and restored, and everything that is refused before anything is touched."""

from __future__ import annotations

import json
import os
import shutil
import signal
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from deploy.backup import (
    Archive,
    Base,
    checked,
    follow,
    keys_in,
    laid_out,
    prune,
    restore,
    restored,
    split,
    streaming,
    take,
)
from deploy.backup.archive import PARTIAL, SITE, segments, sums, written
from deploy.backup.checking import free
from deploy.backup.programs import program
from deploy.backup.refusals import (
    AnotherCluster,
    BackupRefused,
    ClusterRunning,
    Damaged,
    FolderInUse,
    InstantNotReached,
    KeyHalfMissing,
    KeyHalvesDiffer,
    KeysInUse,
    NoBackup,
    ProgramsMissing,
    StreamEnded,
)
from deploy.backup.restoring import PASSING
from deploy.backup.streaming import release
from deploy.infrastructure import Servers
from deploy.infrastructure.quarters import commands
from deploy.provision import backups
from deploy.provision.backups import CLUSTER, OWNER
from tests.deploy.backups import OwnCluster, home, own_cluster
from tests.eventually import eventually
from tests.journeys.commands import nuandong

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.infrastructure
own_home = pytest.fixture(scope="module", name="own_home")(home)


@dataclass(frozen=True)
class Kept:
    """A cluster with an archive: three notes, of which only the first is in the base backup."""

    cluster: OwnCluster
    base: Base
    second: datetime
    halves: tuple[Path, Path]

    @property
    def archive(self) -> Archive:
        return self.cluster.archive

    def copied(self) -> Archive:
        """Link the archive, for a test to damage: what it changes, it writes anew."""
        folder = Path(tempfile.mkdtemp(dir=self.cluster.room)) / "backups"
        shutil.copytree(self.archive.folder, folder, copy_function=os.link)
        return Archive(folder)


@pytest.fixture(scope="module")
def kept(own_home: Path) -> Iterator[Kept]:
    with own_cluster(own_home) as cluster:
        with streaming(cluster.backup_url, cluster.archive, "nuandong_backup") as (_, log):
            cluster.tell("CREATE TABLE note (said text)", "INSERT INTO note VALUES ('first')")
            base = take(cluster.backup_url, cluster.archive, keys_in(cluster.secrets), durable=False)
            cluster.tell("INSERT INTO note VALUES ('second')")
            second = datetime.now(UTC)
            time.sleep(0.05)
            cluster.tell("SELECT pg_switch_wal()", "INSERT INTO note VALUES ('third')")
            whole = base.manifest.segment_of(base.manifest.last_lsn)
            eventually("the log is received", lambda: _received(log, whole))
        halves = (cluster.room / "one", cluster.room / "other")
        split(cluster.secrets, halves)
        yield Kept(cluster, base, second, halves)


def _received(log: Path, after: str) -> bool:
    """Tell whether the third note's segment is here: it comes after the one that was switched away from."""
    return any(each.stem > after and b"third" in each.read_bytes() for each in log.glob(f"*{PARTIAL}"))


@contextmanager
def read_back(kept: Kept, until: datetime | None = None) -> Iterator[tuple[list[str], int]]:
    """Restore aside, and read the notes and the timeline."""
    target = kept.cluster.room / "restored"
    with restored(checked(kept.archive, kept.cluster.secrets, (), until), target, PASSING) as found:
        address = make_conninfo(kept.cluster.url, port=found.port)
        with psycopg.connect(address) as connection:
            notes = [said for (said,) in connection.execute("SELECT said FROM note ORDER BY 1")]
        yield notes, found.timeline
    shutil.rmtree(target)


def test_a_restore_to_the_end_brings_back_what_was_committed_after_the_base_backup_on_a_new_timeline(
    kept: Kept,
) -> None:
    with read_back(kept) as (notes, timeline):
        assert (notes, timeline) == (["first", "second", "third"], 2)


def test_a_restore_to_an_instant_brings_back_what_was_committed_until_then(kept: Kept) -> None:
    with read_back(kept, kept.second) as (notes, timeline):
        assert (notes, timeline) == (["first", "second"], 2)


def test_a_restore_stands_also_where_what_it_leaves_behind_cannot_be_listed(kept: Kept) -> None:
    target = kept.cluster.room / "unlisted"

    found, lost, listed = restore(checked(kept.archive, kept.cluster.secrets, (), kept.second), target)

    assert (found.timeline, lost, listed) == (2, {}, False)
    assert (target / "PG_VERSION").exists()
    assert not target.with_name("unlisted.aside").exists()


@pytest.mark.parametrize(
    "words",
    [("backup",), ("backup", "there", "--keys", "one", "other"), ("restore", "x", "--into", "y", "--until", "gestern")],
    ids=" ".join,
)
def test_words_that_are_off_are_a_usage_error(words: tuple[str, ...]) -> None:
    assert nuandong(*words).code == 2


def test_an_instant_behind_the_end_of_the_log_is_refused_and_leaves_nothing(kept: Kept) -> None:
    target = kept.cluster.room / "too-late"
    plan = checked(kept.archive, kept.cluster.secrets, (), datetime.now(UTC) + timedelta(days=1))
    with pytest.raises(InstantNotReached), restored(plan, target, PASSING):
        pass
    assert not target.exists()


def test_an_instant_before_the_first_base_backup_is_refused(kept: Kept) -> None:
    with pytest.raises(NoBackup):
        checked(kept.archive, kept.cluster.secrets, (), kept.base.finished_at - timedelta(days=1))


def test_a_folder_in_use_and_a_running_cluster_are_refused_and_stay_as_they_are(kept: Kept, tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("mine")
    with pytest.raises(FolderInUse):
        free(tmp_path)
    with pytest.raises(ClusterRunning):
        free(kept.cluster.room / "postgres" / "data")
    assert [each.name for each in tmp_path.iterdir()] == ["mine"]


def test_a_backup_of_another_cluster_is_refused(kept: Kept, tmp_path: Path) -> None:
    shutil.copytree(kept.cluster.secrets, tmp_path / "secrets")
    (tmp_path / "secrets" / OWNER / CLUSTER).write_text("7000000000000000000")
    with pytest.raises(AnotherCluster):
        checked(kept.archive, tmp_path / "secrets")


def test_the_log_of_another_cluster_is_refused(kept: Kept) -> None:
    archive = kept.copied()
    [open_one] = archive.log(1).glob(f"*{PARTIAL}")
    content = open_one.read_bytes()
    anew(open_one, content[:24] + bytes(8) + b"\x01" + content[33:])
    with pytest.raises(AnotherCluster):
        checked(archive, kept.cluster.secrets)


def test_a_server_that_is_another_cluster_is_not_backed_up_into_the_folder(kept: Kept, tmp_path: Path) -> None:
    with pytest.raises(AnotherCluster):
        take(kept.cluster.backup_url, Archive(tmp_path / "fresh"), (), "7000000000000000000")
    assert not (tmp_path / "fresh").exists()


def flipped(file: Path) -> None:
    """Change one byte in the middle of a file."""
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    anew(file, bytes(content))


def anew(file: Path, content: bytes) -> None:
    file.unlink()
    file.write_bytes(content)


def damaged_table(archive: Archive) -> None:
    flipped(max((archive.bases()[0].data / "base").rglob("[0-9]*"), key=lambda each: each.stat().st_size))


def missing_table(archive: Archive) -> None:
    max((archive.bases()[0].data / "base").rglob("[0-9]*"), key=lambda each: each.stat().st_size).unlink()


def damaged_list(archive: Archive) -> None:
    flipped(archive.bases()[0].data / "backup_manifest")


def damaged_segment(archive: Archive) -> None:
    flipped(archive.log(1) / segments(archive.log(1))[-1])


def missing_segment(archive: Archive) -> None:
    [open_one] = archive.log(1).glob(f"*{PARTIAL}")
    name = archive.bases()[0].manifest.follows(open_one.stem)
    open_one.rename(open_one.with_name(f"{name}{PARTIAL}"))


def damaged_description(archive: Archive) -> None:
    file = archive.bases()[0].folder / SITE
    sealed = json.loads(file.read_text())
    sealed["manifest"]["timeline"] = 7
    anew(file, json.dumps(sealed).encode())


@pytest.mark.parametrize(
    "damage",
    [damaged_table, missing_table, damaged_list, damaged_segment, missing_segment, damaged_description],
    ids=lambda each: each.__name__,
)
def test_a_damaged_backup_is_refused(kept: Kept, damage: Callable[[Archive], None]) -> None:
    archive = kept.copied()
    checked(archive, kept.cluster.secrets)
    damage(archive)
    with pytest.raises(Damaged):
        checked(archive, kept.cluster.secrets)


def test_the_role_for_backups_reads_no_table(kept: Kept) -> None:
    with psycopg.connect(kept.cluster.backup_url) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute("SELECT * FROM note")


def test_an_administrator_who_may_not_grant_replication_is_told_so(kept: Kept, tmp_path: Path) -> None:
    kept.cluster.tell("CREATE ROLE modest LOGIN CREATEROLE PASSWORD 'pw'")
    servers = Servers(make_conninfo(kept.cluster.url, user="modest", password="pw"), "amqp://nowhere", None, "given")
    said: list[str] = []
    backups.provision(servers, "elsewhere", tmp_path, said.append)
    assert ["replication" in each for each in said] == [True]
    assert list(tmp_path.iterdir()) == []
    with psycopg.connect(kept.cluster.url) as connection:
        assert not connection.execute("SELECT FROM pg_roles WHERE rolname = 'elsewhere_backup'").rowcount


def test_no_key_is_in_a_backup(kept: Kept) -> None:
    every = b"".join(each.read_bytes() for each in kept.base.data.rglob("*") if each.is_file())
    assert "children/vault.keys" in kept.base.manifest.keys
    for name, key in keys_in(kept.cluster.secrets).items():
        assert key.encode() not in every, name


def test_two_halves_give_back_every_key_and_one_alone_is_refused(kept: Kept, tmp_path: Path) -> None:
    plan = checked(kept.archive, tmp_path / "fresh", kept.halves)
    laid_out(plan.keys, tmp_path / "fresh")
    assert keys_in(tmp_path / "fresh") == keys_in(kept.cluster.secrets)
    with pytest.raises(KeyHalfMissing):
        checked(kept.archive, tmp_path / "empty", kept.halves[:1])
    with pytest.raises(KeyHalfMissing):
        checked(kept.archive, tmp_path / "empty", (kept.halves[0], tmp_path / "gone"))
    with pytest.raises(KeyHalfMissing):
        checked(kept.archive, tmp_path / "empty")


def test_a_half_alone_shows_no_key(kept: Kept) -> None:
    for folder in kept.halves:
        [file] = folder.iterdir()
        said = file.read_text()
        assert not any(key in said for key in keys_in(kept.cluster.secrets).values())


def test_halves_of_different_splits_the_same_half_twice_and_a_damaged_half_are_refused(
    kept: Kept, tmp_path: Path
) -> None:
    later = (tmp_path / "one", tmp_path / "other")
    split(kept.cluster.secrets, later)
    bad = shutil.copytree(kept.halves[1], tmp_path / "bad")
    [file] = bad.iterdir()
    flipped(file)
    for pair in ((kept.halves[0], later[1]), (kept.halves[0], kept.halves[0]), (kept.halves[0], bad)):
        with pytest.raises(KeyHalvesDiffer):
            checked(kept.archive, tmp_path / "fresh", pair)


def test_the_halves_of_another_sites_keys_are_refused(kept: Kept, tmp_path: Path) -> None:
    other = shutil.copytree(kept.cluster.secrets, tmp_path / "secrets")
    (other / OWNER / CLUSTER).write_text("7000000000000000000")
    halves = (tmp_path / "one", tmp_path / "other")
    split(other, halves)
    with pytest.raises(AnotherCluster):
        checked(kept.archive, tmp_path / "fresh", halves)


def test_other_keys_are_never_written_over(kept: Kept, tmp_path: Path) -> None:
    home = shutil.copytree(kept.cluster.secrets, tmp_path / "secrets")
    (home / "children" / "vault.index.key").write_text("00" * 32)
    with pytest.raises(KeysInUse):
        checked(kept.archive, home, kept.halves)


def test_halves_are_not_written_over_nor_laid_into_one_folder(kept: Kept, tmp_path: Path) -> None:
    for folders in (kept.halves, (tmp_path, tmp_path)):
        with pytest.raises(FolderInUse):
            split(kept.cluster.secrets, folders)
    assert list(tmp_path.iterdir()) == []


def test_programs_of_another_version_are_named() -> None:
    with pytest.raises(ProgramsMissing, match="postgresql-8"):
        program("initdb", 8)
    assert issubclass(ProgramsMissing, BackupRefused)


def test_the_operators_commands_take_split_and_restore(kept: Kept, tmp_path: Path) -> None:
    env = {"NUANDONG_SECRETS": str(kept.cluster.secrets)}
    folder, into = str(kept.cluster.room / "by-command"), str(kept.cluster.room / "by-command-restored")

    assert nuandong("backup", folder, env=env).code == 0
    assert nuandong("backup", "--keys", str(tmp_path / "a"), str(tmp_path / "b"), env=env).code == 0
    done = nuandong("restore", folder, "--into", into, "--json", env=env)
    assert done.json["timeline"] == 2
    again = nuandong("restore", folder, "--into", into, env=env)

    assert (again.code, again.err.count("\n")) == (1, 1)
    assert "is not empty" in again.err


def test_under_the_containers_rules_of_access_the_backups_role_alone_may_replicate(kept: Kept) -> None:
    room, into = kept.cluster.room, kept.cluster.room / "by-the-rules"
    rules = shutil.copyfile(ROOT / "deploy" / "postgres" / "pg_hba.conf", room / "pg_hba.conf")
    with restored(checked(kept.archive, kept.cluster.secrets), into, PASSING):
        pass

    with kept.cluster.served(into, hba_file=str(rules)) as url:
        base = take(kept.cluster.as_backup(url), Archive(room / "fresh"), (), durable=False)
        with pytest.raises(psycopg.OperationalError, match="replication"):
            psycopg.connect(make_conninfo(url, replication="true"))

    assert base.manifest.timeline == 2


def test_of_older_base_backups_and_the_log_before_them_nothing_is_kept(kept: Kept, tmp_path: Path) -> None:
    archive = kept.copied()
    newer = shutil.copytree(kept.base.folder, tmp_path / "later")
    [open_one] = archive.log(1).glob(f"*{PARTIAL}")
    manifest = replace(kept.base.manifest, first_lsn=_start_of(open_one), finished_at=datetime.now(UTC).isoformat())
    written(manifest, newer)
    newer.rename(archive.folder / "bases" / "9")

    assert prune(archive, 2) == 0
    first = kept.base.manifest.segment_of(kept.base.manifest.first_lsn)
    assert segments(archive.log(1)) == [each for each in segments(kept.archive.log(1)) if each >= first] != []
    assert prune(archive, 1) == 1
    assert [each.folder.name for each in archive.bases()] == ["9"]
    assert (segments(archive.log(1)), sums(archive.log(1)), open_one.exists()) == ([], {}, True)


def _start_of(segment: Path) -> str:
    return f"{int(segment.name[8:16], 16):X}/{int(segment.name[16:24], 16) << 24:X}"


def test_a_receiver_that_ends_by_itself_ends_the_following(kept: Kept, tmp_path: Path) -> None:
    archive = Archive(tmp_path / "followed")
    with ThreadPoolExecutor(1) as thread:
        following = thread.submit(follow, kept.cluster.backup_url, archive, "followed", Event())
        os.kill(eventually("it receives", lambda: receiver_into(archive)), signal.SIGKILL)
        with pytest.raises(StreamEnded):
            following.result()
    release(kept.cluster.backup_url, "followed")


def receiver_into(archive: Archive) -> int:
    return next((pid for pid, said in commands() if f"--directory={archive.log(1)} " in said), 0)
