"""Restoring a checked backup: copy, replay the log to the instant asked for, and begin a new timeline."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from deploy.backup.checking import Plan, free
from deploy.backup.programs import program
from deploy.backup.refusals import BackupRefused, Damaged, InstantNotReached
from deploy.infrastructure.addresses import free_port
from deploy.infrastructure.postgres import ENVIRONMENT, SERVER_USER
from deploy.infrastructure.programs import last_words, running, tied

LOOK_EVERY_S = 0.1
NOT_REACHED = "recovery ended before configured recovery target was reached"
_LAST = re.compile(r"last completed transaction was at log time (.+)$", re.MULTILINE)
_TIMELINE = re.compile(r"selected new timeline ID: (\d+)")

# By the socket everybody is let in as whoever they say: it lies in a folder that only the server's user opens.
ACCESS = "local all all trust\nhost all all 127.0.0.1/32 scram-sha-256\n"
FILES = {"config_file": "postgresql.conf", "hba_file": "pg_hba.conf", "ident_file": "pg_ident.conf"}
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "lc_messages": "C",
    "archive_mode": "off",
    "max_wal_size": "2GB",
    # Nobody looks in before the end, so that no setting need be as large as the lost server's.
    "hot_standby": "off",
    # The log lies in the folder already, checked; nothing is fetched.
    "restore_command": "false",
    "recovery_target_timeline": "current",
    "recovery_target_action": "promote",
}

# Where the folder does not outlive the block, what is written into it need not outlive the machine's power.
PASSING = {"fsync": "off"}


@dataclass(frozen=True)
class Restored:
    """A restored cluster: where it answers, its new timeline, and the last commit that it holds."""

    socket: Path
    port: int
    timeline: int
    last_commit: datetime | None


@contextmanager
def restored(plan: Plan, target: Path, more: Mapping[str, str] | None = None) -> Iterator[Restored]:
    """Restore into an empty folder, and have the server run on it for the length of the block."""
    server = program("postgres", plan.base.manifest.major)
    free(target)
    existed = target.exists()
    try:
        _laid_out(plan, target)
        with _serving(server, target, {**_asked(plan.until), **(more or {})}) as found:
            yield found
    except (BackupRefused, OSError):
        shutil.rmtree(target)
        if existed:
            target.mkdir(mode=0o700)
        raise


def _laid_out(plan: Plan, target: Path) -> None:
    """Copy the base backup and the log after it into the folder, for the user the server runs as."""
    shutil.copytree(plan.base.data, target, dirs_exist_ok=True)
    for segment in plan.log:
        shutil.copyfile(segment, target / "pg_wal" / segment.name[:24])
    (target / "recovery.signal").touch()
    target.chmod(0o700)
    _owned(target, *target.rglob("*"))


def _owned(*files: Path) -> None:
    """Give files to the user the server runs as."""
    if os.geteuid() == 0:
        for each in files:
            shutil.chown(each, SERVER_USER, SERVER_USER)


def _asked(until: datetime | None) -> dict[str, str]:
    return {"recovery_target_time": until.astimezone(UTC).isoformat(" ")} if until else {}


@contextmanager
def _serving(server: str, data: Path, settings: Mapping[str, str]) -> Iterator[Restored]:
    """Run a server under settings of our own, on loopback alone, until it has left recovery."""
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="nuandong-") as folder:
        room = Path(folder)
        room.chmod(0o711)
        for name in FILES.values():
            (room / name).write_text(ACCESS if name == "pg_hba.conf" else "")
            (room / name).chmod(0o644)
        socket = room / "socket"
        socket.mkdir(mode=0o700)
        _owned(socket)
        files = {name: room / each for name, each in FILES.items()}
        options = {**files, "unix_socket_directories": socket, "port": port, **SETTINGS, **settings}
        command = [*tied("INT", SERVER_USER), server, "-D", str(data)]
        log = room / "postgresql.log"
        words = [f"--{name}={value}" for name, value in options.items()]
        with running([*command, *words], log, ENVIRONMENT, signal.SIGINT) as child:
            _await_the_end(child, log, server, port)
            yield _found(log.read_text(errors="replace"), socket, port)


def _await_the_end(child: subprocess.Popen[bytes], log: Path, server: str, port: int) -> None:
    """Wait, however long the log is, until the server takes connections; raises InstantNotReached, Damaged."""
    ready = [str(Path(server).with_name("pg_isready")), "--quiet", "--host=127.0.0.1", f"--port={port}"]
    while subprocess.run(ready, env=ENVIRONMENT, check=False).returncode:
        if child.poll() is not None:
            if NOT_REACHED in log.read_text(errors="replace"):
                raise InstantNotReached("the log of this backup ends before that instant")
            raise Damaged(f"the server did not come up on the backup: {last_words(log)}")
        time.sleep(LOOK_EVERY_S)


def _found(log: str, socket: Path, port: int) -> Restored:
    last, timeline = _LAST.search(log), _TIMELINE.search(log)
    at = datetime.fromisoformat(last[1].replace(" UTC", "+00:00")) if last else None
    return Restored(socket, port, int(timeline[1]) if timeline else 0, at)
