"""Servers in an answering Docker engine, by testcontainers, bound to loopback and removed at the end."""

import secrets
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import docker
from docker.errors import DockerException
from docker.utils import kwargs_from_env
from testcontainers.core.config import testcontainers_config
from testcontainers.core.container import DockerContainer

from deploy.infrastructure.addresses import MANAGEMENT_DISTANCE, Servers, free_port, management_of
from deploy.infrastructure.answering import broker_answers, database_answers, until
from deploy.infrastructure.postgres import TEMPORARY
from deploy.infrastructure.quarters import quarters

POSTGRES = "postgres:17"
RABBITMQ = "rabbitmq:4-management"
ROOM = "nuandong.room"
DEFAULT_ENGINE = "unix:///var/run/docker.sock"


def ready(say: Callable[[str], None]) -> bool:
    """Tell whether an engine answers and has both images, or can pull them."""
    if not _listens():
        return False
    try:
        engine = docker.from_env(timeout=10)
        engine.ping()
    except DockerException:
        return False
    try:
        return all(_present(engine, image, say) for image in (POSTGRES, RABBITMQ))
    except DockerException:
        say("Docker answers, but cannot pull the images")
        return False
    finally:
        engine.close()


def _listens() -> bool:
    """Tell whether anybody listens at the engine's socket: docker-py leaks its own when the connection is refused."""
    engine = urlsplit(kwargs_from_env().get("base_url", DEFAULT_ENGINE))
    if engine.scheme != "unix":
        return True
    with socket.socket(socket.AF_UNIX) as probe:
        return probe.connect_ex(engine.path) == 0


def _present(engine: docker.DockerClient, image: str, say: Callable[[str], None]) -> bool:
    """Pull the image unless it is there; failing that is a DockerException."""
    if not engine.images.list(name=image):
        say(f"pulling {image}")
        engine.images.pull(image)
    return True


@contextmanager
def in_containers(home: Path, say: Callable[[str], None]) -> Iterator[Servers]:
    """Start both servers side by side as containers; stop and remove both at the end."""
    # Its reaper needs one more image and the engine's socket inside a container; we sweep by label instead.
    testcontainers_config.ryuk_disabled = True
    password = secrets.token_hex(12)
    with quarters(home) as room:
        _sweep(room.parent)
        say(f"starting {POSTGRES} and {RABBITMQ} in Docker")
        ports = free_port(), free_port()
        database, broker = _database(password, ports[0]), _broker(password, ports[1])
        with _labelled(database, room), _labelled(broker, room):
            database_url = f"postgresql://nuandong:{password}@127.0.0.1:{ports[0]}/postgres"
            broker_uri = f"amqp://nuandong:{password}@127.0.0.1:{ports[1]}/"
            _await(database, lambda: database_answers(database_url))
            _await(broker, lambda: broker_answers(broker_uri))
            yield Servers(database_url, broker_uri, management_of(broker_uri), "docker")
            say("removing the containers")


def _database(password: str, port: int) -> DockerContainer:
    """Describe the PostgreSQL container: planning and throw-away as its private sibling."""
    options = " ".join(f"-c {name}={value}" for name, value in TEMPORARY.items())
    container = DockerContainer(POSTGRES).with_command(f"postgres -c max_connections=500 {options}")
    _bind(container, {5432: port})
    return container.with_envs(POSTGRES_USER="nuandong", POSTGRES_PASSWORD=password, POSTGRES_DB="postgres")


def _broker(password: str, port: int) -> DockerContainer:
    """Describe the RabbitMQ container."""
    container = DockerContainer(RABBITMQ)
    _bind(container, {5672: port, 15672: port + MANAGEMENT_DISTANCE})
    return container.with_envs(RABBITMQ_DEFAULT_USER="nuandong", RABBITMQ_DEFAULT_PASS=password)


def _bind(container: DockerContainer, ports: dict[int, int]) -> None:
    """Publish ports on loopback alone: testcontainers' own method would publish them to the whole network."""
    bindings: dict[str, Any] = {str(inside): ("127.0.0.1", outside) for inside, outside in ports.items()}
    container.ports.update(bindings)


@contextmanager
def _labelled(container: DockerContainer, room: Path) -> Iterator[None]:
    """Run the container under the name of the folder whose lock says that its owner lives."""
    container.with_kwargs(labels={ROOM: str(room)})
    try:
        container.start()
        yield
    finally:
        container.stop()


def _await(container: DockerContainer, answers: Callable[[], None]) -> None:
    """Wait until the server in the container answers."""
    inner = container.get_wrapped_container()

    def alive() -> bool:
        inner.reload()
        return bool(inner.status == "running")

    until(answers, alive, lambda: inner.logs(tail=3).decode(errors="replace").strip().replace("\n", " / "))


def _sweep(site: Path) -> None:
    """Remove the containers of owners that died: their folder under our own site is gone."""
    engine = docker.from_env()
    for container in engine.containers.list(all=True, filters={"label": ROOM}):
        room = Path(container.labels[ROOM])
        if room.parent == site and not room.exists():
            container.remove(force=True, v=True)
    engine.close()
