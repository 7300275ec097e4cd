"""A process that is asked to stop stops, whatever hangs in it."""

import signal
import subprocess
import sys
import time

HANGING = """
import time
from deploy import hosting
hosting.STOPPED_WITHIN_S = 1
hosting.stopping()
print("ready", flush=True)
while True:
    time.sleep(60)
"""


def test_what_hangs_after_it_was_told_to_stop_is_ended_by_the_kernel() -> None:
    with subprocess.Popen([sys.executable, "-c", HANGING], stdout=subprocess.PIPE, text=True) as hanging:
        assert hanging.stdout is not None
        assert hanging.stdout.readline() == "ready\n"
        told_at = time.monotonic()
        hanging.send_signal(signal.SIGTERM)

        assert hanging.wait(10) == -signal.SIGALRM
        assert time.monotonic() - told_at >= 0.9
