"""How commands answer: as JSON for programs, as tables for people."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

import click
from rich.console import Console
from rich.table import Table


def print_json(answer: Any) -> None:
    """Print an answer as JSON, Chinese kept readable."""
    click.echo(json.dumps(answer, ensure_ascii=False, indent=1, default=str))


def print_table(title: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Print a table; numbers stand to the right, and a pipe gets its full width."""
    table = Table(title=title, title_justify="left")
    shown = [
        ["" if cell is None else f"{cell:,}" if isinstance(cell, int) else str(cell) for cell in row] for row in rows
    ]
    for number, column in enumerate(columns):
        table.add_column(column, justify="left" if number == 0 else "right", no_wrap=number == 0, overflow="fold")
    for row in shown:
        table.add_row(*row)
    Console(width=None if Console().is_terminal else 200).print(table)
