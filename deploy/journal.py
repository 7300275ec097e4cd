"""One readable log of many processes: time, name, line."""

import time
from collections.abc import Iterable
from itertools import cycle
from typing import TextIO

COLOURS = (36, 33, 32, 35, 34, 96, 93, 92, 95, 94)


class Journal:
    """Writes every process's lines into one stream, aligned, and in a colour each where a person looks on."""

    def __init__(self, out: TextIO, names: Iterable[str]) -> None:
        """Measure the names once, so that all lines stand in columns."""
        self._out = out
        names = list(names)
        self._width = max(map(len, names), default=0)
        self._colours = dict(zip(names, cycle(COLOURS), strict=False)) if out.isatty() else {}

    def write(self, name: str, line: str) -> None:
        """Write one line of one process."""
        head = f"{time.strftime('%H:%M:%S')} {name:<{self._width}} |"
        colour = self._colours.get(name)
        self._out.write(f"\x1b[{colour}m{head}\x1b[0m {line}\n" if colour else f"{head} {line}\n")
        self._out.flush()
