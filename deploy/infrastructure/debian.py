"""Bringing the binaries with apt-get, without any service of theirs ever starting."""

import fcntl
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from deploy.infrastructure.addresses import NoServersError

POLICY = Path("/usr/sbin/policy-rc.d")
NO_START = "#!/bin/sh\nexit 101\n"
TURN = Path(tempfile.gettempdir()) / f"nuandong-apt-{os.geteuid()}.lock"


def can_install() -> bool:
    """Tell whether this is a Debian we may install on: as root, or through a sudo that asks nothing."""
    return Path("/etc/debian_version").exists() and shutil.which("apt-get") is not None and _privilege() is not None


def install(packages: Sequence[str], say: Callable[[str], None]) -> None:
    """Install packages whose services stay down, now and after the next boot."""
    say(f"installing {', '.join(packages)} with apt-get")
    quiet = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", "-o", "DPkg::Lock::Timeout=300"]
    with _one_at_a_time():
        _do([*quiet, "update"])
        with _services_kept_down():
            _do([*quiet, "install", "-y", "--no-install-recommends", *packages])
        if shutil.which("systemctl"):
            _do(["systemctl", "disable", *packages], check=False)


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Wait until no other process of ours installs: the lock of `apt-get update` knows no waiting."""
    with TURN.open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        yield


@contextmanager
def _services_kept_down() -> Iterator[None]:
    """Answer "no" to every package that asks whether it may start its service; the machine's own answer comes back."""
    aside = POLICY.with_suffix(".nuandong-aside")
    if POLICY.exists():
        _do(["mv", str(POLICY), str(aside)])
    _do(["tee", str(POLICY)], text=NO_START)
    _do(["chmod", "755", str(POLICY)])
    try:
        yield
    finally:
        _do(["mv", str(aside), str(POLICY)] if aside.exists() else ["rm", str(POLICY)])


def _privilege() -> list[str] | None:
    """Find what to put before a command that only root may run."""
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    silent = sudo and subprocess.run([sudo, "-n", "true"], capture_output=True, check=False).returncode == 0
    return [sudo, "-n"] if sudo and silent else None


def _do(command: Sequence[str], text: str = "", *, check: bool = True) -> None:
    """Run one command as root; its last line is the error, should it fail."""
    done = subprocess.run([*(_privilege() or []), *command], input=text, capture_output=True, text=True, check=False)
    if check and done.returncode:
        last = (done.stderr.strip() or done.stdout.strip() or "no message").splitlines()[-1]
        raise NoServersError(f"{' '.join(command[-3:])} failed: {last}")
