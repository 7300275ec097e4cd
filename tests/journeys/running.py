"""The processes of a site, each under a supervisor of its own, so that a test may stop one and start it again."""

from __future__ import annotations

import signal
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from deploy.supervisor import Process, Supervisor, supervisor

SPARE = "count-2"
"""Stands ready, and runs only where a test asks for it."""


class Running:
    """Starts, stops and kills processes by their names."""

    def __init__(self, processes: Sequence[Process], log: Path) -> None:
        self.log = log
        self._known = {each.name: each for each in processes}
        self._blocks: dict[str, AbstractContextManager[Supervisor]] = {}
        self._supervisors: dict[str, Supervisor] = {}

    def start(self, *names: str) -> None:
        """Start processes, and start them again whenever they end."""
        for name in names:
            self._blocks[name] = supervisor([self._known[name]], self.log)
            self._supervisors[name] = self._blocks[name].__enter__()

    def start_usual(self) -> None:
        """Start all but the spare."""
        self.start(*(name for name in self._known if name != SPARE))

    def stop(self, *names: str) -> None:
        """Ask processes to leave, all at once, and wait until they have left."""
        with ThreadPoolExecutor(len(self._known)) as stopping:
            list(stopping.map(self._stop, names))

    def stop_all(self) -> None:
        """Stop whatever runs."""
        self.stop(*self._blocks)

    def kill(self, name: str) -> bool:
        """Kill a process outright; its supervisor starts it again. Answer whether there was one to kill."""
        alive = self.pid(name) is not None
        if alive:
            self._supervisors[name].kill(name, signal.SIGKILL)
        return alive

    def pid(self, name: str) -> int | None:
        """Tell the number of a process, None between its death and its next life."""
        return self._supervisors[name].pids().get(name)

    def alive(self) -> list[str]:
        """Name the processes that run."""
        return [name for name in self._supervisors if self.pid(name) is not None]

    @contextmanager
    def stopped(self, *names: str) -> Iterator[None]:
        """Have processes not run for the length of the block."""
        self.stop(*names)
        try:
            yield
        finally:
            self.start(*names)

    @contextmanager
    def also(self, *names: str) -> Iterator[None]:
        """Have more processes run for the length of the block; nobody looks for them after it."""
        self.start(*names)
        try:
            yield
        finally:
            self.stop(*names)
            for name in names:
                Path(self._known[name].env["NUANDONG_METRICS_TARGET"]).unlink()

    def _stop(self, name: str) -> None:
        self._supervisors.pop(name)
        self._blocks.pop(name).__exit__(None, None, None)


def of_service(service: str) -> Iterable[str]:
    """Name the processes that work on a service's database."""
    return f"serve-{service}", f"keep-{service}"
