"""The import contracts hold, and each of them bites when it is broken."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from shared.settings import environment

HOUSE = Path(__file__).parents[2]
LINT = (str(Path(sys.executable).parent / "lint-imports"), "--no-cache", "--config", "pyproject.toml")

PLANTED = [
    ("An action service", "services/outreach/facts.py", "import services.outreach.model"),
    ("An action service", "services/jobs/schemas/__init__.py", "import services.jobs.service"),
    ("An action service", "services/children/attic.py", ""),
    ("Reporting:", "services/reporting/store.py", "import services.reporting.service"),
    ("Portal:", "services/portal/store/people.py", "import services.portal.service"),
    ("Action services do not know one another", "services/jobs/service/__init__.py", "import services.outreach.facts"),
    (
        "Action services do not know one another",
        "services/volunteers/store/__init__.py",
        "import services.reporting.store",
    ),
    ("Reporting and portal see only", "services/reporting/service.py", "import services.jobs.store"),
    ("Portal reaches reporting by RPC only", "services/portal/service/frame.py", "import services.reporting.store"),
    ("Deploy stands on services", "shared/clock.py", "import services.outreach.facts"),
    ("Facts are plain Python", "services/volunteers/facts/__init__.py", "import sqlalchemy"),
    ("State does not know the wire", "services/children/model/cases.py", "import kombu"),
    ("Shared is floors", "shared/database.py", "import shared.acts"),
    ("Shared is floors", "shared/vault/sealing.py", "import shared.files"),
    ("Shared is floors", "shared/attic.py", ""),
    ("Only shared touches the broker and the driver", "services/reporting/store.py", "import psycopg"),
    ("The relay, the fold and the rebuild run without the service host", "shared/relay.py", "import eventlet"),
]


def lint(house: Path) -> str:
    wide = environment(COLUMNS="300")  # so that each contract has its verdict on its own line
    done = subprocess.run(LINT, cwd=house, env=wide, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    house = tmp_path_factory.mktemp("house")
    for room in ("shared", "services", "deploy"):
        shutil.copytree(HOUSE / room, house / room, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(HOUSE / "pyproject.toml", house)
    return house


def test_every_contract_is_kept(copy: Path) -> None:
    said = lint(copy)

    assert " 0 broken" in said, said


@pytest.mark.parametrize(("contract", "file", "planted"), PLANTED, ids=[f"{p[1]}: {p[2]}" for p in PLANTED])
def test_a_planted_violation_breaks_its_contract(copy: Path, contract: str, file: str, planted: str) -> None:
    path = copy / file
    before = path.read_text(encoding="utf-8") if path.exists() else None
    path.write_text(f"{before or ''}\n{planted}\n", encoding="utf-8")
    try:
        said = lint(copy)
    finally:
        path.unlink() if before is None else path.write_text(before, encoding="utf-8")

    broken = [line for line in said.splitlines() if line.startswith(contract) and "BROKEN" in line]
    assert broken or "are not listed as layers" in said or ("layer" in said.lower() and "exhaustive" in said.lower()), (
        said
    )
