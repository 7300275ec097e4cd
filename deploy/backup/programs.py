"""PostgreSQL's own programs for copying, streaming and checking, and how they are told where to connect."""

import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict

from deploy.backup.refusals import ProgramsMissing
from deploy.infrastructure.postgres import ENVIRONMENT

PLACE = "/usr/lib/postgresql/{major}/bin"
# By the environment: what stands on a command line, every process list shows.
TOLD = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD", "sslmode": "PGSSLMODE"}


def program(name: str, major: int) -> str:
    """Find a program of one major version of PostgreSQL; raises ProgramsMissing."""
    by_habit = Path(PLACE.format(major=major)) / name
    if by_habit.exists():
        return str(by_habit)
    on_path = shutil.which(name)
    if on_path is None or _major(on_path) != major:
        raise ProgramsMissing(f"{name} of PostgreSQL {major} is not on this machine: install postgresql-{major}")
    return on_path


def _major(path: str) -> int:
    said = subprocess.run([path, "--version"], capture_output=True, text=True, check=True).stdout
    found = re.search(r"PostgreSQL\)? (\d+)", said)
    return int(found[1]) if found else 0


def connecting(url: str) -> dict[str, str]:
    """Tell PostgreSQL's programs where to connect, and as whom."""
    known = conninfo_to_dict(url)
    return {**ENVIRONMENT, **{name: str(known[key]) for key, name in TOLD.items() if known.get(key)}}


def done(command: Sequence[str], env: dict[str, str], refused: type[Exception]) -> None:
    """Run a program to its end; what it calls an error, or else its last words, is ours, should it fail."""
    ended = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    if ended.returncode:
        said = (ended.stderr.strip() or ended.stdout.strip() or "no message").splitlines()
        error = next((line for line in said if "error:" in line), said[-1])
        raise refused(f"{Path(command[0]).name}: {error.partition('error:')[2].strip() or error}")
