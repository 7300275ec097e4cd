"""One PostgreSQL and one RabbitMQ for all workers of a run, started beside it while they collect their tests."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from deploy.infrastructure import NoServersError, Servers
from deploy.infrastructure.programs import last_words, tied

PATIENCE_S = 600.0
"""The servers may have to be installed first."""

LEAVE_WITHIN_S = 60.0


def start(folder: Path) -> Callable[[], None]:
    """Begin to start both servers, whose addresses will lie in the folder; give what stops them."""
    command = [*tied("INT"), sys.executable, "-m", "deploy.infrastructure"]
    with (folder / "addresses").open("wb") as out, (folder / "said").open("wb") as said:
        child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=said, process_group=0)

    def stop() -> None:
        child.send_signal(signal.SIGINT)
        child.wait(LEAVE_WITHIN_S)

    return stop


def awaited(folder: Path) -> Servers:
    """Wait for the addresses in the folder; raises NoServersError with why there are none."""
    latest = time.monotonic() + PATIENCE_S
    while not (told := (folder / "addresses").read_text(encoding="utf-8")).endswith("\n"):
        said = last_words(folder / "said")
        if "Error" in said or time.monotonic() > latest:
            raise NoServersError(said)
        time.sleep(0.2)
    return Servers(**json.loads(told))
