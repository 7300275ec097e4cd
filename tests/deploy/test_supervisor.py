"""What the supervisor does with processes that speak, die, linger and are abandoned."""

import io
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from deploy.journal import Journal
from deploy.supervisor import Process, supervisor
from shared.settings import environment
from tests.eventually import eventually

pytestmark = pytest.mark.infrastructure


def python(name: str, code: str) -> Process:
    return Process(name, [sys.executable, "-uc", code], environment())


SLEEPER = "import time; print('up'); time.sleep(600)"
STUBBORN = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up'); time.sleep(600)"
PARENT = "import subprocess, time; print(subprocess.Popen(['sleep', '600']).pid, 'is my child'); time.sleep(600)"


def gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


def said(log: Path, what: str) -> str:
    return eventually(f"the log says {what}", lambda: log.read_text() if what in log.read_text() else "")


def test_every_line_stands_in_one_log_under_its_name(tmp_path: Path) -> None:
    log = tmp_path / "log"
    with supervisor([python("serve-jobs", "print('hello'); " + SLEEPER), python("count", SLEEPER)], log):
        said(log, "serve-jobs | hello")
        said(log, "count      | up")


def test_a_process_that_dies_is_started_again_at_once(tmp_path: Path) -> None:
    with supervisor([python("count", SLEEPER)], tmp_path / "log") as running:
        first = eventually("it runs", lambda: running.pids().get("count"))
        running.kill("count")
        second = eventually("it runs again", lambda: running.pids().get("count", first) != first, within=1.0)
        assert second


def test_a_process_that_keeps_dying_is_started_ever_more_slowly(tmp_path: Path) -> None:
    log = tmp_path / "log"
    with supervisor([python("count", "raise SystemExit(3)")], log):
        text = said(log, "starts again in 1.0 s")
    assert "exited with 3, starts again in 0.0 s" in text
    assert "starts again in 0.5 s" in text


def test_a_process_that_will_not_leave_is_made_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("deploy.supervisor.GRACE", 0.5)
    with supervisor([python("stuck", STUBBORN)], tmp_path / "log") as running:
        said(tmp_path / "log", "up")
        pid = running.pids()["stuck"]
    assert gone(pid)


def test_what_a_dead_process_had_started_is_ended_with_it(tmp_path: Path) -> None:
    log = tmp_path / "log"
    with supervisor([python("serve", PARENT)], log) as running:
        grandchild = int(said(log, "is my child").split("|")[1].split()[0])
        running.kill("serve")
        eventually("the grandchild is gone", lambda: gone(grandchild))


def fail_beside(process: Process, log: Path, pids: dict[str, int]) -> None:
    with supervisor([process], log) as running:
        pids.update(eventually("it runs", running.pids))
        raise ZeroDivisionError


def test_a_failing_block_stops_everything_too(tmp_path: Path) -> None:
    pids: dict[str, int] = {}
    with pytest.raises(ZeroDivisionError):
        fail_beside(python("count", SLEEPER), tmp_path / "log", pids)
    assert gone(pids["count"])


FOREGROUND = """
import sys
from deploy.supervisor import Process, run
from shared.settings import environment
speaker = "import os, time; print('I am', os.getpid()); time.sleep(600)"
run([Process("count", [sys.executable, "-uc", speaker], environment())])
"""


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
def test_however_the_supervisor_ends_no_process_stays(how: signal.Signals) -> None:
    with subprocess.Popen([sys.executable, "-uc", FOREGROUND], stdout=subprocess.PIPE, text=True) as foreground:
        assert foreground.stdout
        pid = int(foreground.stdout.readline().split()[-1])
        foreground.send_signal(how)
        assert foreground.wait(15) == (-how if how == signal.SIGKILL else 0)
    eventually("its process is gone", lambda: gone(pid))


def test_colours_are_for_terminals_only() -> None:
    plain = io.StringIO()
    Journal(plain, ["count"]).write("count", "text")
    assert "\x1b" not in plain.getvalue()
