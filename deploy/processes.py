"""Every process of the system, as `up` starts them on one machine."""

from __future__ import annotations

import sys
from pathlib import Path

from deploy.roster import SERVICES
from deploy.supervisor import Process
from shared.settings import environment


def processes(
    secrets: Path,
    profile: str,
    clock: str | None = None,
    counters: int = 1,
    targets: Path | None = None,
    bind: str = "",
) -> list[Process]:
    """List the processes, each with the environment it needs; each says in `targets` where it can be watched.

    The portal's pages are among them where it is said at which address they `bind`.
    """
    told = {"NUANDONG_SECRETS": str(secrets), "NUANDONG_PROFILE": profile, "PYTHONUNBUFFERED": "1"}
    if clock:
        told["NUANDONG_CLOCK"] = clock

    def child(name: str) -> dict[str, str]:
        return environment(**told, **(_watched(targets / f"{name}.json") if targets else {}))

    nuandong = (sys.executable, "-m", "deploy")
    return [
        *(Process(f"serve-{each}", (*nuandong, "serve", each), child(f"serve-{each}")) for each in SERVICES),
        *(Process(f"keep-{each}", (*nuandong, "keep", each), child(f"keep-{each}")) for each in SERVICES),
        *(Process(f"count-{n}", (*nuandong, "count"), child(f"count-{n}")) for n in range(1, counters + 1)),
        *([Process("web", (*nuandong, "web", "--bind", bind), child("web"))] if bind else []),
    ]


def _watched(target: Path) -> dict[str, str]:
    target.parent.mkdir(parents=True, exist_ok=True)
    return {"NUANDONG_METRICS_PORT": "0", "NUANDONG_METRICS_TARGET": str(target)}
