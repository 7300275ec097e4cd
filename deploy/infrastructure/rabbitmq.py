"""A private RabbitMQ node, with its own port mapper, from the machine's own binaries."""

import os
import shutil
import signal
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from deploy.infrastructure.addresses import MANAGEMENT_DISTANCE, free_port
from deploy.infrastructure.answering import broker_answers, until
from deploy.infrastructure.programs import last_words, running, tied

# Not the wrapper on the PATH: that one changes to the package's user and its folders.
PLACES = ("/usr/lib/rabbitmq/bin", "/opt/homebrew/opt/rabbitmq/sbin", "/usr/local/opt/rabbitmq/sbin")

CONFIGURATION = """\
listeners.tcp.default = 127.0.0.1:{port}
management.tcp.ip = 127.0.0.1
management.tcp.port = {management}
default_user = nuandong
default_pass = {password}
management.rates_mode = none
log.file.level = warning
"""


def binaries() -> Path | None:
    """Find the folder of the server's own script."""
    return next((Path(place) for place in PLACES if Path(place, "rabbitmq-server").exists()), None)


@contextmanager
def rabbitmq(binary: Path, room: Path, port: int, password: str) -> Iterator[Callable[[], str]]:
    """Start a node on the data in `room`, if any; the function given waits until it answers and returns its address."""
    home = room / "rabbitmq"
    home.mkdir(exist_ok=True)
    env = _environment(binary, home, port)
    _configure(home, port, password)
    log = home / "rabbitmq.log"
    with ExitStack() as stack:
        stack.enter_context(running(_port_mapper(home, env), home / "epmd.log", env))
        # Killed outright: its data goes with the folder, and an orderly leave would take eight seconds.
        command = [*tied("KILL"), str(binary / "rabbitmq-server"), "-noinput"]
        child = stack.enter_context(running(command, log, env, stop=signal.SIGKILL))
        uri = f"amqp://nuandong:{password}@127.0.0.1:{port}/"

        def address() -> str:
            until(lambda: broker_answers(uri), lambda: child.poll() is None, lambda: last_words(log))
            return uri

        yield address


def _port_mapper(home: Path, env: dict[str, str]) -> list[str]:
    """Run epmd as our child and on our port: left to itself it becomes a daemon on 4369 and stays."""
    link = home / "epmd"  # by a name in our folder, so that a sweep knows it for ours
    link.unlink(missing_ok=True)
    link.symlink_to(shutil.which("epmd") or "/usr/bin/epmd")
    return [*tied("TERM"), str(link), "-address", "127.0.0.1", "-port", env["ERL_EPMD_PORT"]]


def _configure(home: Path, port: int, password: str) -> None:
    """Write the node's two files, and a folder that shuts out the machine's own conf.d."""
    settings = CONFIGURATION.format(port=port, management=port + MANAGEMENT_DISTANCE, password=password)
    (home / "rabbitmq.conf").write_text(settings)
    (home / "plugins").write_text("[rabbitmq_management].")
    (home / "conf.d").mkdir(exist_ok=True)


def _environment(binary: Path, home: Path, port: int) -> dict[str, str]:
    """Point every path and port of the node into its own folder and to loopback."""
    return {
        "PATH": f"{binary}:{os.defpath}:/usr/local/bin:/opt/homebrew/bin",
        "HOME": str(home),
        "LANG": "C.UTF-8",
        "ERL_EPMD_ADDRESS": "127.0.0.1",
        "ERL_EPMD_PORT": str(free_port()),
        "RABBITMQ_NODENAME": f"nuandong-{home.parent.name}@localhost",
        "RABBITMQ_NODE_PORT": str(port),
        "RABBITMQ_DIST_PORT": str(free_port()),
        "RABBITMQ_MNESIA_BASE": str(home / "data"),
        "RABBITMQ_LOG_BASE": str(home / "log"),
        "RABBITMQ_CONF_ENV_FILE": str(home / "none"),
        "RABBITMQ_CONFIG_FILE": str(home / "rabbitmq.conf"),
        "RABBITMQ_CONFIG_FILES": str(home / "conf.d"),
        "RABBITMQ_ADVANCED_CONFIG_FILE": str(home / "advanced.config"),
        "RABBITMQ_ENABLED_PLUGINS_FILE": str(home / "plugins"),
        # The script becomes the node itself instead of standing between it and us.
        "RABBITMQ_ALLOW_INPUT": "true",
        # Idle schedulers would otherwise spin and take the processor from everyone else.
        "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "+sbwt none +sbwtdcpu none +sbwtdio none"
        " -kernel inet_dist_use_interface {127,0,0,1}",
    }
