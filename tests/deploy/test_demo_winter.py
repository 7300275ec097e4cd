"""A demo winter is told until its end, or until somebody presses Ctrl-C."""

from __future__ import annotations

import os
import signal
import time
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from threading import Timer

import pytest

from deploy.demo.winter import Agenda, Winter, tell
from deploy.demo.world import Step
from shared.clock import Held

DAY = date(2022, 1, 10)


@dataclass(frozen=True)
class Slow(Winter):
    """Clients of whom each says a thing for a tenth of a second."""

    def say(self, step: Step) -> None:  # noqa: ARG002 - whatever it is
        time.sleep(0.1)


def agenda(folder: Path, steps: int) -> Agenda:
    """Have a story of so many steps to tell, all on one day that has come."""
    held = Held(datetime(2022, 1, 10, 4, tzinfo=UTC), folder / "clock", datetime(2022, 4, 30, tzinfo=UTC))
    return Agenda([(Step(DAY, "outreach", "record", {}, "5101"),) * steps], held, 1.0)


def test_every_step_is_said(tmp_path: Path) -> None:
    assert tell(Slow({}), agenda(tmp_path, 3), lambda: None) == 3


def test_ctrl_c_in_the_middle_does_not_wait_for_the_rest_of_the_winter(tmp_path: Path) -> None:
    said: list[None] = []
    Timer(0.5, os.kill, [os.getpid(), signal.SIGINT]).start()

    with pytest.raises(KeyboardInterrupt):
        tell(Slow({}), agenda(tmp_path, 300), lambda: said.append(None))

    assert len(said) < 300
