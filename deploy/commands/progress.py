"""How long work shows that it goes on: as bars on a terminal, as a line for each tenth elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

Show = Callable[[str, int, int], None]
"""Shows of a piece of work how much of how much is done."""


@contextmanager
def shown() -> Iterator[Show]:
    """Give what shows how far the work of the block is, on standard error."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield _by_tenths()
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console) as bars:
        yield _as_bars(bars)


def unshown(_work: str, _done: int, _total: int) -> None:
    """Show nothing, where a program reads along."""


def _as_bars(bars: Progress) -> Show:
    known: dict[str, TaskID] = {}

    def show(work: str, done: int, total: int) -> None:
        if work not in known:
            known[work] = bars.add_task(work, total=total)
        bars.update(known[work], completed=done, total=total)

    return show


def _by_tenths() -> Show:
    reached: dict[str, int] = {}

    def show(work: str, done: int, total: int) -> None:
        tenth = done * 10 // total if total else 10
        if tenth > reached.get(work, 0):
            reached[work] = tenth
            click.echo(f"{work}: {done:,} of {total:,}", err=True)

    return show
