"""Streaming the cluster's log into the archive as it is written, by pg_receivewal."""

from __future__ import annotations

import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event

import psycopg

from deploy.backup.archive import Archive, seal
from deploy.backup.cluster import running_at
from deploy.backup.programs import connecting, program
from deploy.backup.refusals import StreamEnded
from deploy.infrastructure.programs import last_words, running, tied
from shared.heartbeat import beat

SEAL_EVERY_S = 1.0
RELEASE_EVERY_S = 0.05
RECEIVER_LOG = "receiver.log"


# Reserved at once: what the server writes before the receiver first asks is kept for it too.
_RESERVE = """
    SELECT pg_create_physical_replication_slot(%(slot)s, true)
    WHERE NOT EXISTS (SELECT FROM pg_replication_slots WHERE slot_name = %(slot)s)
"""
_RELEASE = "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE slot_name = %s AND NOT active"
_STANDS = "SELECT FROM pg_replication_slots WHERE slot_name = %s"


@contextmanager
def streaming(url: str, archive: Archive, slot: str) -> Iterator[tuple[subprocess.Popen[bytes], Path]]:
    """Receive the log for the length of the block; a slot keeps on the server what was not received yet."""
    cluster = running_at(url)
    archive.belongs_to(cluster.system_identifier)
    log = archive.log(cluster.timeline)
    log.mkdir(parents=True, exist_ok=True, mode=0o700)
    with psycopg.connect(url) as connection:
        connection.execute(_RESERVE, {"slot": slot})
    # Whoever runs us starts us again: a receiver that tries for ever by itself would hide that its slot is lost.
    words = (f"--directory={log}", f"--slot={slot}", "--synchronous", "--status-interval=1", "--no-loop")
    command = [*tied("INT"), program("pg_receivewal", cluster.major), "--no-password", *words]
    with running(command, log.parent / RECEIVER_LOG, connecting(url), signal.SIGINT) as child:
        yield child, log
    seal(log)


def follow(url: str, archive: Archive, slot: str, stop: Event) -> None:
    """Stream the log until told to stop; raises StreamEnded if the receiver ends by itself."""
    with streaming(url, archive, slot) as (child, log):
        while not stop.wait(SEAL_EVERY_S):
            beat("backup")
            seal(log)
            if child.poll() is not None:
                raise StreamEnded(last_words(log.parent / RECEIVER_LOG))


def release(url: str, slot: str) -> None:
    """Have the server keep nothing more for a receiver that is gone, as soon as it has noticed."""
    with psycopg.connect(url, autocommit=True) as connection:
        while connection.execute(_STANDS, [slot]).rowcount:
            connection.execute(_RELEASE, [slot])
            time.sleep(RELEASE_EVERY_S)
