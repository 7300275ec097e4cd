"""Keeping a site's processes running on one machine: one log, restarts with back-off, none left behind."""

import os
import selectors
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from deploy.infrastructure import stopping_like_ctrl_c
from deploy.infrastructure.programs import tied
from deploy.journal import Journal

GRACE = 9.0
TICK = 0.1
# The first restart is at once; a process that lasted this long has earned that again.
STEADY = 10.0
BACK_OFF = (0.0, 0.5, 1.0, 2.0, 4.0, 8.0)


@dataclass(frozen=True)
class Process:
    """What to run, under which name, with which whole environment."""

    name: str
    argv: Sequence[str]
    env: Mapping[str, str]


class Supervisor:
    """The processes of a site while they are supervised."""

    def __init__(self, processes: Sequence[Process], out: TextIO) -> None:
        """Take note of the processes; nothing runs yet."""
        self._children = {process.name: _Child(process) for process in processes}
        self._journal = Journal(out, self._children)
        self._pipes = selectors.DefaultSelector()
        self._stopping = threading.Event()

    def pids(self) -> dict[str, int]:
        """Tell which processes run, and as what."""
        return {name: child.popen.pid for name, child in self._children.items() if child.alive and child.popen}

    def kill(self, name: str, how: signal.Signals = signal.SIGKILL) -> None:
        """Send one process a signal, as chaos would; what exits is started again."""
        os.kill(self.pids()[name], how)

    def stop(self) -> None:
        """Ask the supervision to end."""
        self._stopping.set()

    def supervise(self) -> None:
        """Start everything and keep it running until told to stop; then stop everything."""
        try:
            while not self._stopping.is_set():
                self._tend()
                self._copy_lines(TICK)
        finally:
            self._stop_all()
            self._pipes.close()

    def _tend(self) -> None:
        """Notice who exited, and start who is due."""
        now = time.monotonic()
        for name, child in self._children.items():
            code = child.exited(now)
            if code is not None:
                self._journal.write(name, f"exited with {code}, starts again in {max(0.0, child.due - now):.1f} s")
            if child.popen is None and child.due <= now:
                self._pipes.register(child.start(now), selectors.EVENT_READ, _Lines(name))

    def _copy_lines(self, wait: float) -> None:
        """Copy what the processes said into the one log; a pipe that ended is closed."""
        for key, _ in self._pipes.select(wait):
            said = os.read(key.fd, 65536)
            for line in key.data.whole(said):
                self._journal.write(key.data.name, line)
            if not said:
                self._pipes.unregister(key.fd)
                os.close(key.fd)

    def _stop_all(self) -> None:
        """Ask everyone to leave, make those leave who do not, and read their last words."""
        for child in self._children.values():
            child.send(signal.SIGTERM)
        deadline = time.monotonic() + GRACE
        while time.monotonic() < deadline and any(child.alive for child in self._children.values()):
            self._copy_lines(TICK)
        for child in self._children.values():
            child.end()
        while self._pipes.get_map():
            self._copy_lines(TICK)


@contextmanager
def supervisor(processes: Sequence[Process], log: Path) -> Iterator[Supervisor]:
    """Supervise in the background for the length of the block; the log is appended to."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("a", encoding="utf-8") as out, _in_background(Supervisor(processes, out)) as (running, _):
        yield running


def run(processes: Sequence[Process], log: TextIO = sys.stdout) -> None:
    """Supervise in the foreground until Ctrl-C, SIGTERM or SIGHUP."""
    with suppress(KeyboardInterrupt), stopping_like_ctrl_c(), _in_background(Supervisor(processes, log)) as (_, ended):
        ended.result()


@contextmanager
def _in_background(running: Supervisor) -> Iterator[tuple[Supervisor, "Future[None]"]]:
    """Run the supervision in one thread: the kernel ties a child's life to the thread that started it."""
    with ThreadPoolExecutor(1, "supervisor") as thread:
        ended = thread.submit(running.supervise)
        try:
            yield running, ended
        finally:
            running.stop()
            ended.result()


@dataclass
class _Child:
    """One process as it lives now: its present incarnation, and when the next may start."""

    process: Process
    popen: "subprocess.Popen[bytes] | None" = None
    started: float = 0.0
    due: float = 0.0
    failures: int = 0

    @property
    def alive(self) -> bool:
        """Tell whether it runs at this moment."""
        return self.popen is not None and self.popen.poll() is None

    def start(self, now: float) -> int:
        """Start it in a process group of its own, tied to our life; give the pipe that carries its words."""
        ours, its = os.pipe()
        command = [*tied("TERM"), *self.process.argv]
        try:
            self.popen = subprocess.Popen(
                command,
                env=dict(self.process.env),
                stdin=subprocess.DEVNULL,
                stdout=its,
                stderr=its,
                process_group=0,
            )
        finally:
            os.close(its)
        self.started = now
        return ours

    def exited(self, now: float) -> int | None:
        """Notice that it exited, clear away its group, and say when it is due again."""
        if self.popen is None or self.alive:
            return None
        code = self.popen.returncode
        self.end()
        self.popen = None
        self.failures = 0 if now - self.started > STEADY else self.failures
        self.due = now + BACK_OFF[min(self.failures, len(BACK_OFF) - 1)]
        self.failures += 1
        return code

    def send(self, how: signal.Signals) -> None:
        """Send it a signal, if it runs."""
        if self.popen:
            self.popen.send_signal(how)

    def end(self) -> None:
        """Kill it and whatever it started in its group."""
        if self.popen:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self.popen.pid, signal.SIGKILL)
            self.popen.wait()


class _Lines:
    """Cuts what one process says into lines."""

    def __init__(self, name: str) -> None:
        """Begin with nothing said."""
        self.name = name
        self._begun = b""

    def whole(self, said: bytes) -> list[str]:
        """Give the lines that are complete; with nothing more said, the last one is."""
        *lines, self._begun = (self._begun + said).split(b"\n")
        if not said and self._begun:
            lines.append(self._begun)
        return [line.decode(errors="replace").rstrip() for line in lines]
