"""A folder of its own for every start of private servers, and the sweeping of those whose owner died."""

import fcntl
import hashlib
import os
import secrets
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

OWNER, UNBORN = "owner.lock", "unborn.lock"


@contextmanager
def quarters(home: Path) -> Iterator[Path]:
    """Give a fresh folder that lives as long as this process holds it; first clear away what the dead left."""
    site = _site(home.resolve())
    _sweep(site)
    room = site / secrets.token_hex(6)
    room.mkdir(mode=0o711)
    with (room / UNBORN).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        # Under its name only once it is held: whoever sweeps meanwhile would take an open lock for a dead owner's.
        (room / UNBORN).rename(room / OWNER)
        try:
            yield room
        finally:
            shutil.rmtree(room)


def _site(home: Path) -> Path:
    """Choose where the folders stand: in `home`, unless the server's own user could not walk there."""
    site = home / "servers"
    if os.geteuid() == 0 and not all(parent.stat().st_mode & 0o001 for parent in home.parents):
        site = Path(tempfile.gettempdir()) / f"nuandong-{hashlib.sha256(bytes(home)).hexdigest()[:12]}"
    site.mkdir(parents=True, exist_ok=True, mode=0o711)
    if site.stat().st_uid != os.geteuid():
        msg = f"{site} belongs to somebody else: remove it and start again"
        raise PermissionError(msg)
    site.chmod(0o711)
    return site


def _sweep(site: Path) -> None:
    """End the processes and remove the data of owners that died without doing so."""
    for lock in site.glob(f"*/{OWNER}"):
        # An owner may leave at this moment: its lock is never made anew, and what is gone is gone.
        with suppress(BlockingIOError, FileNotFoundError), lock.open("r+") as held:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            _end_those_naming(lock.parent)
            shutil.rmtree(lock.parent)


def _end_those_naming(room: Path) -> None:
    """Kill every process whose command line names this folder: its random name is nobody else's."""
    for pid, command in commands():
        if f"{room}/" in command:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


def commands() -> Iterator[tuple[int, str]]:
    """List every process with its command line: by /proc where there is one, for small images have no ps."""
    for file in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):  # it ended meanwhile
            yield int(file.parent.name), file.read_text(errors="replace").replace("\0", " ")
    if not Path("/proc").exists():
        listing = subprocess.run(["ps", "-eo", "pid=,args="], capture_output=True, text=True, check=True).stdout
        for line in listing.splitlines():
            pid, _, command = line.strip().partition(" ")
            yield int(pid), command
