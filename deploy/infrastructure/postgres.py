"""A private PostgreSQL from the machine's own binaries."""

import os
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from deploy.infrastructure.addresses import NoServersError
from deploy.infrastructure.answering import database_answers, until
from deploy.infrastructure.programs import last_words, running, tied

# PostgreSQL refuses to run as root; Debian's package brings this user.
SERVER_USER = "postgres"
ENVIRONMENT = {"PATH": os.defpath, "LC_ALL": "C", "PGTZ": "UTC"}
# The data dies with the folder, so a crash of the machine need not be survived: fsync would only cost.
THROW_AWAY = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off", "shared_buffers": "256MB"}

# As for a site in containers (deploy/postgres/postgresql.conf): with the planner's own idea of disks, it would read
# whole tables where the key is cheaper, and would compile statements for longer than they run.
PLANNING = {"random_page_cost": "1.1", "effective_cache_size": "1GB", "work_mem": "8MB", "jit": "off"}
TEMPORARY = THROW_AWAY | PLANNING
SETTINGS = TEMPORARY | {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "500",
    "max_wal_size": "2GB",
    "timezone": "UTC",
}


def binaries() -> Path | None:
    """Find the folder of initdb and postgres: Debian keeps them off the PATH, newest version last."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    on_path = shutil.which("initdb")
    return found[-1].parent if found else Path(on_path).resolve().parent if on_path else None


@contextmanager
def postgres(binary: Path, room: Path, port: int, password: str) -> Iterator[Callable[[], str]]:
    """Start a server in `room`; the function given waits until it answers and returns its address."""
    data = _initialised(binary, room, password)
    options = [f"--{name}={value}" for name, value in SETTINGS.items()]
    command = [*tied("INT", SERVER_USER), str(binary / "postgres"), "-D", str(data), f"--port={port}", *options]
    url = f"postgresql://nuandong:{password}@127.0.0.1:{port}/postgres"
    log = data.parent / "postgresql.log"
    # SIGINT is PostgreSQL's fast shutdown: it does not wait for clients to leave.
    with running(command, log, ENVIRONMENT, stop=signal.SIGINT) as child:

        def address() -> str:
            until(lambda: database_answers(url), lambda: child.poll() is None, lambda: last_words(log))
            return url

        yield address


def _initialised(binary: Path, room: Path, password: str) -> Path:
    """Make an empty cluster owned by the user the server runs as."""
    home = room / "postgres"
    home.mkdir(mode=0o700)
    secret = home / "password"
    secret.write_text(password)
    if os.geteuid() == 0:
        shutil.chown(home, SERVER_USER, SERVER_USER)
        shutil.chown(secret, SERVER_USER, SERVER_USER)
    command = [str(binary / "initdb"), "-D", str(home / "data"), "-U", "nuandong", f"--pwfile={secret}"]
    choices = ["--auth=scram-sha-256", "--encoding=UTF8", "--locale=C", "--no-sync"]
    done = subprocess.run(
        [*tied("KILL", SERVER_USER), *command, *choices],
        env=ENVIRONMENT,
        cwd=home,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise NoServersError(f"initdb failed: {' / '.join(done.stderr.strip().splitlines()[-3:])}")
    return home / "data"
