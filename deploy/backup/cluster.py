"""Which cluster a server or a data folder is: asked of the server, read from the folder's own pages."""

import struct
from dataclasses import dataclass
from pathlib import Path

import psycopg

_ASK = """
    SELECT (SELECT system_identifier::text FROM pg_control_system()),
           ('x' || left(pg_walfile_name(pg_current_wal_lsn()), 8))::bit(32)::int,
           current_setting('server_version_num')::int / 10000,
           pg_size_bytes(current_setting('wal_segment_size'))
"""
# The first eight bytes of pg_control are the cluster's number, as are eight in the first page of each log segment.
_CONTROL = struct.Struct("<Q")
_SEGMENT = struct.Struct("<HHIQI4xQ")


@dataclass(frozen=True)
class Cluster:
    """A running cluster as its backups know it."""

    system_identifier: str
    timeline: int
    major: int
    segment_bytes: int


def running_at(url: str) -> Cluster:
    """Ask a running server."""
    with psycopg.connect(url) as connection:
        [row] = connection.execute(_ASK).fetchall()
    return Cluster(*row)


def of_data(data: Path) -> str:
    """Read to which cluster a data folder belongs."""
    with (data / "global" / "pg_control").open("rb") as file:
        return str(_CONTROL.unpack(file.read(_CONTROL.size))[0])


def of_segment(segment: Path) -> str | None:
    """Read to which cluster a segment of the log belongs; None before anything was written into it."""
    with segment.open("rb") as file:
        first = file.read(_SEGMENT.size)
    if len(first) < _SEGMENT.size or not any(first):
        return None
    return str(_SEGMENT.unpack(first)[-1])
