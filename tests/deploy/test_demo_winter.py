"""A demo winter is told until its end, or until somebody presses Ctrl-C."""

from __future__ import annotations

import os
import signal
import time
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from threading import Timer

import pytest

from deploy.demo import winter
from deploy.demo.winter import Agenda, Winter, tell
from deploy.demo.world import Step
from shared.clock import Held
from shared.rpc import BrokerAway

DAY = date(2022, 1, 10)


@dataclass(frozen=True)
class Slow(Winter):
    """Clients of whom each says a thing for a tenth of a second."""

    def say(self, step: Step) -> None:  # noqa: ARG002 - whatever it is
        time.sleep(0.1)


@dataclass(frozen=True)
class Unlucky(Winter):
    """Clients whose broker is away at first."""

    tried: list[Step] = field(default_factory=list)

    def _say(self, step: Step) -> None:
        self.tried.append(step)
        if len(self.tried) < 3:
            raise BrokerAway("gone")


def agenda(folder: Path, steps: int) -> Agenda:
    """Have a story of so many steps to tell, all on one day that has come."""
    held = Held(datetime(2022, 1, 10, 4, tzinfo=UTC), folder / "clock", datetime(2022, 4, 30, tzinfo=UTC))
    return Agenda([(Step(DAY, "outreach", "record", {}, "5101"),) * steps], held, 1.0)


def test_every_step_is_said(tmp_path: Path) -> None:
    assert tell(Slow({}), agenda(tmp_path, 3), lambda: None) == 3


def test_a_step_that_nobody_answered_is_said_again_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(winter, "AGAIN_S", 0.01)
    told = Unlucky({})

    assert tell(told, agenda(tmp_path, 1), lambda: None) == 1
    assert len(told.tried) == 3
    assert {id(each) for each in told.tried} == {id(told.tried[0])}


def test_a_step_that_nobody_answers_for_long_ends_the_demo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(winter, "PATIENCE_S", 0.0)

    with pytest.raises(BrokerAway):
        tell(Unlucky({}), agenda(tmp_path, 1), lambda: None)


def test_ctrl_c_in_the_middle_does_not_wait_for_the_rest_of_the_winter(tmp_path: Path) -> None:
    said: list[None] = []
    Timer(0.5, os.kill, [os.getpid(), signal.SIGINT]).start()

    with pytest.raises(KeyboardInterrupt):
        tell(Slow({}), agenda(tmp_path, 300), lambda: said.append(None))

    assert len(said) < 300
