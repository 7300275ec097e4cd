"""Reading what a process offers to whoever watches."""

from __future__ import annotations

import json
import urllib.request
from pathlib import Path

from prometheus_client import REGISTRY
from prometheus_client.parser import text_string_to_metric_families

Sample = tuple[str, frozenset[tuple[str, str]]]


def measured(name: str, **labels: str) -> float | None:
    """Read one value of this process."""
    return REGISTRY.get_sample_value(name, labels)


def address(target: Path) -> str:
    """Read where a process said that it offers what it measures."""
    [group] = json.loads(target.read_text(encoding="ascii"))
    return str(group["targets"][0])


def offered(target: Path) -> dict[Sample, float]:
    """Read everything a process offers."""
    with urllib.request.urlopen(f"http://{address(target)}/metrics", timeout=5) as answer:
        families = list(text_string_to_metric_families(answer.read().decode()))
    return {(each.name, frozenset(each.labels.items())): each.value for family in families for each in family.samples}


def sample(name: str, **labels: str) -> Sample:
    """Name one value."""
    return name, frozenset(labels.items())
