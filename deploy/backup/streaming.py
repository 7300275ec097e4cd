"""Streaming the cluster's log into the archive as it is written, by pg_receivewal."""

from __future__ import annotations

import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event

from deploy.backup.archive import Archive, seal
from deploy.backup.cluster import running_at
from deploy.backup.programs import connecting, done, program
from deploy.backup.refusals import StreamEnded
from deploy.infrastructure.programs import last_words, running, tied

SEAL_EVERY_S = 1.0
RECEIVER_LOG = "receiver.log"


@contextmanager
def streaming(url: str, archive: Archive, slot: str | None) -> Iterator[tuple[subprocess.Popen[bytes], Path]]:
    """Receive the log for the length of the block; a slot keeps on the server what was not received yet."""
    cluster = running_at(url)
    archive.belongs_to(cluster.system_identifier)
    log = archive.log(cluster.timeline)
    log.mkdir(parents=True, exist_ok=True, mode=0o700)
    receiver, env = [program("pg_receivewal", cluster.major), "--no-password"], connecting(url)
    if slot:
        done([*receiver, "--create-slot", "--if-not-exists", f"--slot={slot}"], env, StreamEnded)
    # Told after every commit that it is on disk, the server knows how little would be lost.
    words = (f"--directory={log}", "--synchronous", "--status-interval=1", *([f"--slot={slot}"] if slot else []))
    with running([*tied("INT"), *receiver, *words], log.parent / RECEIVER_LOG, env, signal.SIGINT) as child:
        yield child, log
    seal(log)


def follow(url: str, archive: Archive, slot: str, stop: Event) -> None:
    """Stream the log until told to stop; raises StreamEnded if the receiver ends by itself."""
    with streaming(url, archive, slot) as (child, log):
        while not stop.wait(SEAL_EVERY_S):
            seal(log)
            if child.poll() is not None:
                raise StreamEnded(last_words(log.parent / RECEIVER_LOG))
