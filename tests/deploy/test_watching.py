"""The watchers' files: alerts that fire when they should, and nothing asked for that no process measures."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped] # ships no types
from prometheus_client import Counter, Gauge, Histogram

import services.reporting.measures
import shared.metrics
from deploy.infrastructure import NoServersError
from deploy.processes import processes
from deploy.watching import require, watchers

DEPLOY = Path(__file__).parents[2] / "deploy"
RULES = DEPLOY / "prometheus" / "alerts.yml"
DASHBOARD: dict[str, Any] = json.loads((DEPLOY / "grafana" / "dashboard.json").read_text(encoding="utf-8"))
EXPRESSIONS = [each["expr"] for panel in DASHBOARD["panels"] for each in panel["targets"]]


@cache
def written(file: Path) -> dict[str, Any]:
    """Read a file of the watchers, or of containers, once for all that is asked of it."""
    read: dict[str, Any] = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return read


ALERTS = [rule for group in written(RULES)["groups"] for rule in group["rules"]]
ENDINGS = {"counter": ("_total",), "histogram": ("_bucket", "_sum", "_count"), "gauge": ("",)}
MEASURED = {
    family.name + ending
    for each in (*vars(shared.metrics).values(), *vars(services.reporting.measures).values())
    if isinstance(each, Counter | Gauge | Histogram)
    for family in each.collect()
    for ending in ENDINGS[family.type]
}


@pytest.fixture(scope="module")
def tools() -> None:
    """See that Debian's Prometheus and Alertmanager are here."""
    try:
        require(print)
    except NoServersError as error:
        pytest.skip(f"{error}: THE ALERTS HAVE NOT BEEN TESTED")


def run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(each) for each in command], capture_output=True, text=True, check=False)


@pytest.mark.infrastructure
@pytest.mark.usefixtures("tools")
def test_every_alert_fires_when_it_should_and_only_then() -> None:
    tested = run("promtool", "test", "rules", DEPLOY / "prometheus" / "alerts_test.yml")
    assert tested.returncode == 0, tested.stdout + tested.stderr


@pytest.mark.infrastructure
@pytest.mark.usefixtures("tools")
@pytest.mark.parametrize(
    ("rule", "weaker"),
    [
        ("nuandong_oldest_unrelayed_seconds) > 30", "nuandong_oldest_unrelayed_seconds) > 3000"),
        ("absent(", "present_over_time("),
        ("[5m])) > 0.01", "[5m])) > 0.5"),
        ("nuandong_parked) > 0", "nuandong_parked) >= 0"),
    ],
)
def test_an_alert_that_became_deaf_or_cries_wolf_is_caught(tmp_path: Path, rule: str, weaker: str) -> None:
    for name in ("alerts.yml", "alerts_test.yml"):
        shutil.copy(DEPLOY / "prometheus" / name, tmp_path)
    text = RULES.read_text(encoding="utf-8")
    assert rule in text
    (tmp_path / "alerts.yml").write_text(text.replace(rule, weaker), encoding="utf-8")

    assert run("promtool", "test", "rules", tmp_path / "alerts_test.yml").returncode != 0


@pytest.mark.infrastructure
@pytest.mark.usefixtures("tools")
def test_the_servers_take_their_files_under_compose_and_on_one_machine(tmp_path: Path) -> None:
    watchers(tmp_path, tmp_path / "targets")
    for prometheus in (DEPLOY / "prometheus", tmp_path / "watching"):
        assert run("promtool", "check", "config", prometheus / "prometheus.yml").returncode == 0
    for alertmanager in (DEPLOY / "alertmanager", tmp_path / "watching"):
        assert run("amtool", "check-config", alertmanager / "alertmanager.yml").returncode == 0


@pytest.mark.parametrize("alert", ALERTS, ids=lambda alert: alert["alert"])
def test_every_alert_says_how_bad_it_is_and_what_is_the_matter_and_is_tested(alert: dict[str, Any]) -> None:
    tests = written(DEPLOY / "prometheus" / "alerts_test.yml")["tests"]
    fired = {
        case["alertname"] for each in tests for case in each["alert_rule_test"] for _ in case.get("exp_alerts") or ()
    }
    assert alert["labels"]["severity"] in {"critical", "warning", "none"}
    assert alert["annotations"]["summary"]
    assert alert["alert"] in fired


@pytest.mark.parametrize("expression", [*(alert["expr"] for alert in ALERTS), *EXPRESSIONS])
def test_nothing_is_asked_for_that_no_process_measures(expression: str) -> None:
    asked = set(re.findall(r"\bnuandong_\w+", expression))
    assert asked <= MEASURED


def test_every_container_of_a_process_is_looked_for() -> None:
    config = written(DEPLOY / "prometheus" / "prometheus.yml")
    [looked_for] = config["scrape_configs"][0]["dns_sd_configs"]
    compose = written(DEPLOY.parent / "docker-compose.yml")["services"]
    measured = {"serve", "keep", "count", "web"}
    working = {name for name, each in compose.items() if measured & set(map(str, each.get("command", ())))}
    assert set(looked_for["names"]) == working
    assert str(looked_for["port"]) == compose["count"]["environment"]["NUANDONG_METRICS_PORT"]


def test_on_one_machine_every_process_says_in_a_file_of_its_own_where_it_is(tmp_path: Path) -> None:
    run = processes(tmp_path, "test", counters=2, targets=tmp_path / "targets")
    files = {each.env["NUANDONG_METRICS_TARGET"] for each in run}
    assert files == {str(tmp_path / "targets" / f"{each.name}.json") for each in run}
    assert {each.env["NUANDONG_METRICS_PORT"] for each in run} == {"0"}
