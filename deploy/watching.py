"""The watchers of a site on one machine: Prometheus, Alertmanager and the watchdog, on free loopback ports."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from deploy.infrastructure import NoServersError, debian
from deploy.infrastructure.addresses import free_port
from deploy.site import targets
from deploy.supervisor import Process, supervisor
from shared.settings import environment

PROMETHEUS, ALERTMANAGER = "prometheus", "prometheus-alertmanager"
HERE = Path(__file__).parent
PLACES = {"alertmanager": "alertmanager:9093", "watchdog": "watchdog:9401"}
"""How the files that compose uses name the others; here they stand on ports of loopback."""

NO_WATCHERS = f"no Prometheus and Alertmanager here: install {PROMETHEUS} and {ALERTMANAGER}"


@dataclass(frozen=True)
class Watchers:
    """Where the watchers answer, and how each is started."""

    prometheus: str
    alertmanager: str
    watchdog: str
    processes: tuple[Process, ...]


def require(say: Callable[[str], None]) -> None:
    """See that the two servers are here, installing them where we may; raises NoServersError."""
    missing = [each for each in (PROMETHEUS, ALERTMANAGER) if shutil.which(each) is None]
    if missing and not debian.can_install():
        raise NoServersError(NO_WATCHERS)
    if missing:
        debian.install(missing, say)


@contextmanager
def watched(home: Path, say: Callable[[str], None]) -> Iterator[Watchers]:
    """Watch a site for the length of the block."""
    require(say)
    found = watchers(home, targets(home))
    with supervisor(found.processes, log=home / "watchers.log"):
        yield found


def watchers(home: Path, watched: Path, *words: str, resend: str = "1m") -> Watchers:
    """Write the watchers' files into a folder of their own, after those of compose, and say how to start each."""
    room = home.absolute() / "watching"
    room.mkdir(parents=True, exist_ok=True)
    at = {name: f"127.0.0.1:{free_port()}" for name in ("prometheus", *PLACES)}
    _write(room, watched.absolute(), at)
    port = at["watchdog"].rpartition(":")[2]
    commands = {
        PROMETHEUS: (
            *(PROMETHEUS, f"--config.file={room}/prometheus.yml", f"--storage.tsdb.path={room}/prometheus"),
            *(f"--web.listen-address={at['prometheus']}", f"--rules.alert.resend-delay={resend}", "--log.level=warn"),
        ),
        ALERTMANAGER: (
            *(ALERTMANAGER, f"--config.file={room}/alertmanager.yml", f"--storage.path={room}/alertmanager"),
            *(f"--web.listen-address={at['alertmanager']}", "--cluster.listen-address=", "--log.level=warn"),
        ),
        "watchdog": (sys.executable, "-m", "deploy", "watchdog", "--port", port, *words),
    }
    processes = tuple(Process(name, command, environment()) for name, command in commands.items())
    return Watchers(at["prometheus"], at["alertmanager"], at["watchdog"], processes)


def _write(room: Path, watched: Path, at: dict[str, str]) -> None:
    files = {file.name: file.read_text(encoding="utf-8") for file in (HERE / "prometheus").glob("*.yml")}
    files |= {file.name: file.read_text(encoding="utf-8") for file in (HERE / "alertmanager").glob("*.yml")}
    # Containers are found by their names, the processes of one machine by the files they leave.
    head, _, _ = files["prometheus.yml"].partition("scrape_configs:")
    found = [{"job_name": "nuandong", "file_sd_configs": [{"files": [f"{watched}/*.json"]}]}]
    files["prometheus.yml"] = f"{head}scrape_configs: {json.dumps(found)}\n"
    for name, text in files.items():
        (room / name).write_text(_placed(text, at), encoding="utf-8")


def _placed(text: str, at: dict[str, str]) -> str:
    for who, place in PLACES.items():
        text = text.replace(place, at[who])
    return text
