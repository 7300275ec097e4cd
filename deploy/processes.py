"""Every process of the system, as `up` starts them on one machine."""

from __future__ import annotations

import sys
from pathlib import Path

from deploy.roster import SERVICES
from deploy.supervisor import Process
from shared.settings import environment


def processes(secrets: Path, profile: str, clock: str | None = None, counters: int = 1) -> list[Process]:
    """List the processes, each with the environment it needs."""
    told = {"NUANDONG_SECRETS": str(secrets), "NUANDONG_PROFILE": profile, "PYTHONUNBUFFERED": "1"}
    if clock:
        told["NUANDONG_CLOCK"] = clock
    child = environment(**told)
    nuandong = (sys.executable, "-m", "deploy")
    return [
        *(Process(f"serve-{each}", (*nuandong, "serve", each), child) for each in SERVICES),
        *(Process(f"keep-{each}", (*nuandong, "keep", each), child) for each in SERVICES),
        *(Process(f"count-{n}", (*nuandong, "count"), child) for n in range(1, counters + 1)),
    ]
