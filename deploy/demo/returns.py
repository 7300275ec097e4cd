"""The monthly returns of a demo winter: cities write and submit them, the province accepts them or sends them back."""

from __future__ import annotations

import time
from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any
from uuid import UUID, uuid5

from deploy.demo.world import CALL_S, DEMO, PROVINCE, Step, Story, World
from shared.facts import Distinct, Sum
from shared.refusals import Refused
from shared.rpc import RpcClient

MONTHS = ("2021-11", "2021-12", "2022-01", "2022-02", "2022-03")
CLOSING, CLOSING_ON = "2021-22", date(2022, 4, 2)
DUE_DAY = 30
OPENED_WITHIN_S = 30.0
TRIES = 5
HAPPENS = {Sum.__name__.lower(), Distinct.__name__.lower()}
NARRATIVE = {
    "highlights": "各县(市、区)按方案推进,走访、招聘与春运志愿服务有序开展。",
    "problems": "部分乡镇补录较晚。",
    "next_steps": "继续做好返岗服务和留守儿童关爱。",
}


class ReturnNotOpen(Exception):
    """A return did not open by itself in time."""


@dataclass(frozen=True)
class ReturnStep(Step):
    """A step with a return as it stands when the step is taken, as somebody who looks at it would take it."""

    of: str = field(kw_only=True)
    month: str = field(kw_only=True)
    id: UUID = field(kw_only=True)

    def say(self, client: RpcClient) -> None:
        """Look and take the step; what changes in between is looked at again."""
        for last in (*[False] * (TRIES - 1), True):
            fields = {"city": self.of, "month": self.month, **self.arguments, **self._seen(_opened(client, self))}
            try:
                client.call("reporting", self.door, deadline=CALL_S, id=self.id, fields=fields)
            except Refused:
                if last:
                    raise
            else:
                return

    def _seen(self, shown: dict[str, Any]) -> dict[str, Any]:
        if self.door != "submit_return":
            return {"revision": shown["revision"]}
        reasons = {each["rule"]: "已逐项核实" for each in shown["findings"]}
        return {"revision": shown["revision"], "nothing": _nothing_in(shown), "reasons": reasons}


def stories(world: World) -> Iterator[Story]:
    """Tell every city's five returns and its settlement; some come late, back or are corrected."""
    for number, city in enumerate(world.cities):
        for turn, month in enumerate(MONTHS):
            yield tuple(_story(city, month, number, turn))
        yield (
            _step(city, CLOSING, CLOSING_ON, "submit_return"),
            _step(city, CLOSING, CLOSING_ON + timedelta(days=1), "accept_return", PROVINCE),
        )


def _story(city: str, month: str, number: int, turn: int) -> Iterator[ReturnStep]:
    """Write and submit two days ahead, every eleventh three days late; every fifth comes back once."""
    ready = _due_on(month) + timedelta(days=3 if (number + turn) % 11 == 10 else -2)
    yield _step(city, month, ready, "write_narrative", arguments=NARRATIVE)
    yield _step(city, month, ready, "submit_return")
    if (number + turn) % 5 == 0:
        yield _step(city, month, ready + timedelta(days=1), "send_back", PROVINCE, {"reason": "请核对走访户数"})
        yield _step(city, month, ready + timedelta(days=1), "submit_return", again=1)
    yield _step(city, month, ready + timedelta(days=1), "accept_return", PROVINCE)
    if number % 10 == 4 and turn == 1:
        yield _step(city, month, ready + timedelta(days=6), "correct_return", arguments={"reason": "补入月末走访"})
        yield _step(city, month, ready + timedelta(days=6), "submit_return", again=2)
        yield _step(city, month, ready + timedelta(days=7), "accept_return", PROVINCE, again=2)


def _step(
    city: str,
    month: str,
    on: date,
    door: str,
    speaker: str = "",
    arguments: Mapping[str, Any] = MappingProxyType({}),
    again: int = 0,
) -> ReturnStep:
    id = uuid5(DEMO, f"{door} {city} {month} {again}")
    return ReturnStep(on, "reporting", door, dict(arguments), speaker or city, "officer", of=city, month=month, id=id)


def _due_on(month: str) -> date:
    year, number = map(int, month.split("-"))
    return date(year, number, min(DUE_DAY, monthrange(year, number)[1]))


def _opened(client: RpcClient, step: ReturnStep) -> dict[str, Any]:
    """Look at a return, which opens by itself when its day has come; raises ReturnNotOpen."""
    limit = time.monotonic() + OPENED_WITHIN_S
    while True:
        try:
            shown: dict[str, Any] = client.call(
                "reporting", "return_of", deadline=CALL_S, city=step.of, month=step.month
            )
        except Refused as refused:
            if time.monotonic() > limit:
                raise ReturnNotOpen(f"{step.of} {step.month}") from refused
            time.sleep(0.1)
        else:
            return shown


def _nothing_in(shown: dict[str, Any]) -> bool:
    happened = (shown["figures"][each["code"]]["value"] for each in shown["indicators"] if each["kind"] in HAPPENS)
    return not shown["carried"] and not any(happened)
