"""nuandong watchdog: notices when nobody watches."""

from __future__ import annotations

from pathlib import Path

import click

from deploy.hosting import stopping
from deploy.watchdog import Watchdog, robot, watch
from shared.telemetry import configure


@click.command("watchdog")
@click.option("--host", default="127.0.0.1", show_default=True, help="Where to listen for Alertmanager.")
@click.option("--port", default=9401, show_default=True, help="On which port.")
@click.option("--patience", default=180.0, show_default=True, help="After how many seconds of silence to speak up.")
@click.option(
    "--robot",
    "address",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A file with the address of a WeCom or DingTalk robot, which is told what people have to know.",
)
def command(host: str, port: int, patience: float, address: Path | None) -> None:
    """Pass alerts on to people, and tell them when the watchers are silent; best run on another machine."""
    configure("watchdog")
    tell = robot(address.read_text(encoding="ascii").strip()) if address else None
    watch(Watchdog(patience, tell), host, port, stopping())
