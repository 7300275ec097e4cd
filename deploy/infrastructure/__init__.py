"""PostgreSQL and RabbitMQ for whoever needs them: given, in Docker, or private on this machine."""

import signal
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from importlib.util import find_spec
from pathlib import Path

from deploy.infrastructure import debian, postgres, rabbitmq
from deploy.infrastructure.addresses import NoServersError, Servers
from deploy.infrastructure.given import given
from deploy.infrastructure.private import private

__all__ = ["NoServersError", "Servers", "from_binaries", "servers", "stopping_like_ctrl_c"]

THREE_WAYS = (
    "no PostgreSQL and RabbitMQ here: set DATABASE_URL and AMQP_URI, or start a Docker engine, "
    "or install postgresql and rabbitmq-server"
)
STOPS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@contextmanager
def servers(
    home: Path = Path(".local"),
    say: Callable[[str], None] = print,
    given_addresses: tuple[str | None, str | None] = (None, None),
) -> Iterator[Servers]:
    """Have both servers for the length of the block; what was started for it is stopped after it, whatever happens."""
    brought = given(*given_addresses)
    with stopping_like_ctrl_c(), nullcontext(brought) if brought else _started(home, say) as found:
        yield found


def _started(home: Path, say: Callable[[str], None]) -> AbstractContextManager[Servers]:
    """Choose the first way of starting servers that this machine offers."""
    if find_spec("testcontainers"):
        from deploy.infrastructure import containers  # noqa: PLC0415 -- a tool of development; the image goes without

        if containers.ready(say):
            return containers.in_containers(home, say)
    return from_binaries(home, say)


def from_binaries(home: Path, say: Callable[[str], None]) -> AbstractContextManager[Servers]:
    """Start private servers from the machine's own binaries, which are installed first where we may."""
    found = {"postgresql": postgres.binaries(), "rabbitmq-server": rabbitmq.binaries()}
    missing = [package for package, place in found.items() if place is None]
    if missing and not debian.can_install():
        raise NoServersError(THREE_WAYS)
    if missing:
        debian.install(missing, say)
    database, broker = postgres.binaries(), rabbitmq.binaries()
    if database is None or broker is None:
        raise NoServersError(THREE_WAYS)
    return private(database, broker, home, say)


@contextmanager
def stopping_like_ctrl_c() -> Iterator[None]:
    """Let every way of being told to stop unwind the block, so that what it started is stopped."""
    # Under nohup the end of the terminal is no request to stop.
    asked = [each for each in STOPS if each != signal.SIGHUP or signal.getsignal(each) != signal.SIG_IGN]
    before = {number: signal.signal(number, signal.default_int_handler) for number in asked}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
