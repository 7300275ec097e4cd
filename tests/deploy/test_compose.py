"""What docker-compose.yml promises about every container."""

import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped] # ships no types

from deploy.roster import SERVICES

ROOT = Path(__file__).parents[2]
CONTAINERS: dict[str, dict[str, Any]] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
SERVERS = ("postgres", "rabbitmq")
SERVING = {service: ["serve", service] for service in SERVICES}
KEEPING = {f"keep-{service}": ["keep", service] for service in SERVICES}
PROCESSES = {**SERVING, **KEEPING, "count": ["count"]}
LASTING = (*SERVERS, *PROCESSES, "backup")

every_container = pytest.mark.parametrize("name", CONTAINERS)
every_lasting_container = pytest.mark.parametrize("name", LASTING)


def volumes(name: str) -> list[str]:
    return [str(volume) for volume in CONTAINERS[name].get("volumes", ())]


def secrets_seen_by(name: str) -> set[str]:
    return {volume.split(":")[0] for volume in volumes(name) if volume.startswith("secrets-")}


def test_every_process_of_the_system_has_a_container_of_its_own() -> None:
    assert {name: CONTAINERS[name]["command"] for name in PROCESSES} == PROCESSES


@every_lasting_container
def test_what_lasts_is_watched_and_started_again(name: str) -> None:
    container = CONTAINERS[name]
    assert container["healthcheck"]["test"]
    assert container["restart"] == "unless-stopped"
    assert container["stop_grace_period"] == "10s"


@every_lasting_container
def test_no_look_at_a_containers_health_starts_an_interpreter(name: str) -> None:
    test = " ".join(CONTAINERS[name]["healthcheck"]["test"])
    assert not any(costly in test for costly in ("python", "nuandong", "rabbitmqctl", "diagnostics", "psql"))


@every_container
def test_every_container_is_limited(name: str) -> None:
    assert set(CONTAINERS[name]["deploy"]["resources"]["limits"]) == {"cpus", "memory", "pids"}


@every_container
def test_no_container_may_write_to_its_image_or_gain_rights(name: str) -> None:
    container = CONTAINERS[name]
    assert container["read_only"] is True
    assert container["cap_drop"] == ["ALL"]
    assert container["security_opt"] == ["no-new-privileges:true"]


def test_nothing_runs_as_root() -> None:
    assert {name: CONTAINERS[name]["user"] for name in SERVERS} == {"postgres": "postgres", "rabbitmq": "rabbitmq"}
    assert "USER nuandong" in (ROOT / "deploy" / "Dockerfile").read_text().splitlines()


@every_container
def test_ports_are_published_on_loopback_alone(name: str) -> None:
    assert all(str(port).startswith("127.0.0.1:$") for port in CONTAINERS[name].get("ports", ()))


@pytest.mark.parametrize("service", SERVICES)
def test_a_services_processes_see_their_own_secrets_and_no_others(service: str) -> None:
    assert secrets_seen_by(service) == secrets_seen_by(f"keep-{service}") == {f"secrets-{service}"}


def test_the_counter_sees_the_secrets_of_reporting_and_no_others() -> None:
    assert secrets_seen_by("count") == {"secrets-reporting"}


def test_what_streams_the_log_sees_no_key_and_no_service() -> None:
    assert CONTAINERS["backup"]["command"] == ["backup", "/backups", "--follow"]
    assert secrets_seen_by("backup") == {"secrets-backup"}


@pytest.mark.parametrize("secret", ["secrets-postgres", "secrets-rabbitmq", "secrets-migrate"])
def test_administrators_and_owners_secrets_are_seen_by_nothing_that_lasts_but_the_server_itself(secret: str) -> None:
    seen_by = {name for name in CONTAINERS if secret in secrets_seen_by(name)}
    assert seen_by <= {"admin", "setup", secret.removeprefix("secrets-")}


@every_lasting_container
def test_secrets_are_mounted_read_only(name: str) -> None:
    assert all(volume.endswith(":ro") for volume in volumes(name) if volume.startswith("secrets-"))


def test_no_password_stands_in_the_file() -> None:
    environments = [CONTAINERS[name].get("environment", {}) for name in CONTAINERS]
    assert not [key for each in environments for key in each if "PASS" in key or "SECRET" in key]


@pytest.mark.infrastructure
def test_compose_itself_accepts_the_file() -> None:
    docker = shutil.which("docker")
    if docker is None or subprocess.run([docker, "compose", "version"], capture_output=True, check=False).returncode:
        pytest.skip("NO DOCKER COMPOSE HERE: docker-compose.yml has not been read by it")
    found = subprocess.run([docker, "compose", "config", "--quiet"], cwd=ROOT, capture_output=True, check=False)
    assert found.returncode == 0, found.stderr.decode()
