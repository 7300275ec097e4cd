"""Signs of life: each loop of a process keeps a time and a file of its own, which grow old when that loop hangs."""

from __future__ import annotations

from shared.metrics import noted_beat
from shared.settings import heartbeats_home


def beat(loop: str) -> None:
    """Say from within a loop that it goes round; where nobody looks, nothing is written."""
    noted_beat(loop)
    home = heartbeats_home()
    if home is not None:
        (home / loop).touch()
