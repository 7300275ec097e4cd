"""Running a server as a child that never outlives us."""

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

GRACE = 8.0


def tied(stop: str, user: str | None = None) -> list[str]:
    """Prefix a command so that the kernel sends `stop` when we die, and so that it runs as `user` where we are root."""
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        return []
    become = [f"--reuid={user}", f"--regid={user}", "--init-groups"] if user and os.geteuid() == 0 else []
    return [setpriv, *become, f"--pdeathsig={stop}", "--"]


@contextmanager
def running(
    command: Sequence[str], log: Path, env: Mapping[str, str], stop: signal.Signals = signal.SIGTERM
) -> Iterator["subprocess.Popen[bytes]"]:
    """Keep a program running beside the block, in a process group of its own: Ctrl-C is ours to pass on."""
    with log.open("ab") as out:
        child = subprocess.Popen(
            command, env=dict(env), stdin=subprocess.DEVNULL, stdout=out, stderr=out, cwd=log.parent, process_group=0
        )
    try:
        yield child
    finally:
        _end(child, stop)


def _end(child: "subprocess.Popen[bytes]", stop: signal.Signals) -> None:
    """Ask the child to stop, and make its whole group stop if it does not."""
    child.send_signal(stop)
    try:
        child.wait(GRACE)
    except subprocess.TimeoutExpired:
        os.killpg(child.pid, signal.SIGKILL)
        child.wait()


def last_words(log: Path) -> str:
    """Quote the end of a server's log in one line."""
    return " / ".join(log.read_text(errors="replace").strip().splitlines()[-3:])
