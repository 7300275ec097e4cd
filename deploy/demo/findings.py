"""What a demo winter came to: the provincial roll-up, how soon acts became visible, and whether every cell is right."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from deploy.commands.rollup_ import figure_of, header_of
from deploy.counting import counting
from deploy.demo.world import PROVINCE
from deploy.roster import SOURCES
from services.reporting import store
from services.reporting.indicators import CATALOGUE
from services.reporting.rebuild import reconcile
from shared.clock import Held
from shared.database import transaction
from shared.rpc import RpcClient
from shared.settings import Settings

SEASON = "2021-22"
SETTLED_WITHIN_S = 180
CORE = (
    "lectures", "visits", "households_visited", "aid_cash", "postings", "open_vacancies", "fairs",
    "stations", "shifts", "service_minutes", "children_registered", "child_visits", "child_visit_coverage",
)  # fmt: skip


class NotSettled(Exception):
    """What was told was not counted in time."""


@dataclass(frozen=True)
class Findings:
    """The end of a demo winter."""

    acts: int
    facts: int
    counted: int
    seconds: float
    visible_lag_ms: dict[str, int | None]
    differences: int
    rolled: dict[str, Any]

    @property
    def reconciled(self) -> bool:
        """Whether every cell equals what the services' own tables say."""
        return self.differences == 0 and self.counted == self.facts

    @property
    def columns(self) -> list[str]:
        """Head the table of the core indicators."""
        shown = {each["code"]: each for each in self.rolled["indicators"]}
        return ["市(州)", *(header_of(shown[code]) for code in CORE)]

    @property
    def rows(self) -> list[list[Any]]:
        """List the province and its 21 cities."""
        units = {each["code"]: each["unit"] for each in self.rolled["indicators"]}
        places = [self.rolled, *self.rolled["children"]]
        return [
            [each["place"]["name"], *(figure_of(each["figures"][code], units[code]) for code in CORE)]
            for each in places
        ]

    def as_json(self) -> dict[str, Any]:
        """Give what a program reads."""
        return {
            "acts": self.acts,
            "facts": self.facts,
            "counted": self.counted,
            "seconds": round(self.seconds, 2),
            "acts_per_second": round(self.acts / self.seconds, 1),
            "visible_lag_ms": self.visible_lag_ms,
            "reconciled": self.reconciled,
            "rollup": [
                {"place": each["place"], "figures": each["figures"]} for each in (self.rolled, *self.rolled["children"])
            ],
        }


def settled(rpc: RpcClient, held: Held) -> None:
    """Wait until the season is over, nothing is due and everything told is counted and rolled; raises NotSettled."""
    limit = time.monotonic() + SETTLED_WITHIN_S
    while not (held.at(time.time()) >= held.until and _nothing_due(rpc) and all_counted(rpc)):
        if time.monotonic() > limit:
            raise NotSettled(f"not everything was counted within {SETTLED_WITHIN_S} s: see `nuandong status`")
        time.sleep(0.25)


def _nothing_due(rpc: RpcClient) -> bool:
    return not any(rpc.call(service, "due_count", deadline=10.0) for service in SOURCES)


def all_counted(rpc: RpcClient) -> bool:
    """Tell whether everything that services told is counted and rolled."""
    heads = {service: rpc.call(service, "head", deadline=10.0)["head"] for service in SOURCES}
    fresh = rpc.call("reporting", "freshness", deadline=10.0)
    counted = {each["service"]: each["counted"] for each in fresh["sources"]}
    return heads == counted and not fresh["waiting"]["facts"]


def findings(rpc: RpcClient, reporting: Settings, acts: int, began: float, seconds: float) -> Findings:
    """Gather what the winter came to; `began` in real seconds since 1970."""
    facts = sum(rpc.call(service, "head", deadline=10.0)["head"] for service in SOURCES)
    fresh = rpc.call("reporting", "freshness", deadline=10.0)
    with counting(reporting) as opened:
        differences = reconcile(opened.engine, CATALOGUE, opened.sources)
        with transaction(opened.engine) as session:
            lag = store.lag(session, datetime.fromtimestamp(began, UTC))
    return Findings(
        acts=acts,
        facts=facts,
        counted=sum(each["counted"] for each in fresh["sources"]),
        seconds=seconds,
        visible_lag_ms={"p50": lag.p50, "p99": lag.p99},
        differences=len(differences),
        rolled=rpc.call("reporting", "rollup", deadline=10.0, place=PROVINCE, period=SEASON),
    )
