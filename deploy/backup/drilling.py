"""The restore drill: back the running site up, lose it, restore it aside, check everything, and leave nothing."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from threading import Event

import psycopg
from psycopg.conninfo import conninfo_to_dict

from deploy.backup import halves
from deploy.backup.archive import Archive
from deploy.backup.aside import Aside, aside, head, logged, rows, writes
from deploy.backup.checking import checked
from deploy.backup.refusals import StreamEnded
from deploy.backup.restoring import PASSING, Restored, restored
from deploy.backup.streaming import RECEIVER_LOG, release, streaming
from deploy.backup.taking import take
from deploy.custody import verified
from deploy.infrastructure.programs import last_words
from deploy.infrastructure.quarters import quarters
from deploy.provision.backups import ADDRESS, CLUSTER, OWNER
from deploy.provision.files import write
from deploy.roster import ACTION_SERVICES, SERVICES
from services.reporting.fold import plans
from services.reporting.indicators import CATALOGUE
from services.reporting.rebuild import RebuildRefused, RemoteSources, rebuild, reconcile
from shared.database import engine
from shared.settings import Settings

GOES_ON_S = 1.0
MARK_EVERY_S = 0.01
_MARK = "SELECT pg_logical_emit_message(true, 'nuandong.drill', '')"

Rows = Mapping[str, Mapping[str, int]]


@dataclass
class Drill:
    """What a drill measured and found."""

    rpo_s: float = 0.0
    rto_s: float = 0.0
    backup_s: float = 0.0
    recount_s: float = 0.0
    backup_bytes: int = 0
    timeline: int = 0
    facts: int = 0
    rows: int = 0
    epochs: dict[str, str] = field(default_factory=dict)
    findings: list[str] = field(default_factory=list)


def drill(site: Path, home: Path, say: Callable[[str], None]) -> Drill:
    """Drill with the running site whose secrets these are; raises BackupRefused."""
    found = Drill()
    with quarters(home) as room:
        archive, before, written = Archive(room / "backup"), _rows(site), _writes(site)
        say("backing up the running site")
        lost_at = _backed_up(site, archive, found)
        quiet = _unchanged(_unchanged(before, before, _rows(site)), written, _writes(site))
        halves.split(site, (room / "one", room / "other"))
        write(room / "secrets" / OWNER / CLUSTER, (site / OWNER / CLUSTER).read_text(encoding="utf-8"))
        say("restoring it aside")
        begun = time.monotonic()
        plan = checked(archive, room / "secrets", (room / "one", room / "other"))
        with restored(plan, room / "data", PASSING) as cluster:
            found.rto_s = round(time.monotonic() - begun, 3)
            _measure(found, cluster, lost_at)
            halves.laid_out(plan.keys, room / "secrets")
            say("checking what came back")
            with aside(room / "secrets", site, cluster.port) as made:
                found.findings += _checked(found, made, site, quiet)
    return found


def _backed_up(site: Path, archive: Archive, found: Drill) -> datetime:
    """Take a base backup, let the site go on, and lose it: the receiver is killed in the middle of it."""
    url, stop = Settings(OWNER, site).secret(ADDRESS), Event()
    slot = f"{conninfo_to_dict(url)['user']}_drill"
    with ExitStack() as stack, ThreadPoolExecutor(1) as thread:
        stack.callback(release, url, slot)
        receiver, log = stack.enter_context(streaming(url, archive, slot))
        begun = time.monotonic()
        base = take(url, archive, halves.keys_in(site), durable=False)
        found.backup_s = round(time.monotonic() - begun, 3)
        found.backup_bytes = sum(each.stat().st_size for each in base.data.rglob("*") if each.is_file())
        marking = thread.submit(_mark, url, stop)
        time.sleep(GOES_ON_S)
        lost_at = datetime.now(UTC)
        ended = receiver.poll() is not None
        receiver.kill()
        stop.set()
        marking.result()
    if ended:
        raise StreamEnded(last_words(log.parent / RECEIVER_LOG))
    return lost_at


def _mark(url: str, stop: Event) -> None:
    """Commit something every few milliseconds, so that what is lost can be measured on a quiet site too."""
    with psycopg.connect(url, autocommit=True) as connection:
        while not stop.wait(MARK_EVERY_S):
            connection.execute(_MARK)


def _measure(found: Drill, cluster: Restored, lost_at: datetime) -> None:
    found.timeline = cluster.timeline
    if cluster.last_commit is None:
        found.findings.append("no commit after the base backup came back")
    else:
        found.rpo_s = round(max((lost_at - cluster.last_commit).total_seconds(), 0.0), 3)


def _rows(home: Path) -> Rows:
    return {service: rows(Settings(service, home).database_url) for service in SERVICES}


def _writes(home: Path) -> Rows:
    return {service: writes(Settings(service, home).database_url) for service in SERVICES}


def _unchanged(tables: Rows, before: Rows, after: Rows) -> Rows:
    """Leave out the tables of which something is not as it was before: the site wrote into them meanwhile."""
    return {
        service: {
            table: count for table, count in found.items() if before[service].get(table) == after[service].get(table)
        }
        for service, found in tables.items()
    }


def _checked(found: Drill, made: Aside, site: Path, quiet: Rows) -> Iterator[str]:
    """List what is not as it was."""
    yield from _rows_that_differ(found, made, quiet)
    for service in CATALOGUE.services:
        yield from _log_differs(found, made, site, service)
    for service in ACTION_SERVICES:
        yield from (f"vault of {service}: {each}" for each in verified(made.settings(service))["findings"])
    yield from _counted_anew(found, made)


def _rows_that_differ(found: Drill, made: Aside, quiet: Rows) -> Iterator[str]:
    here = _rows(made.secrets)
    found.rows = sum(sum(tables.values()) for tables in here.values())
    for service, tables in quiet.items():
        for table, count in tables.items():
            if here[service].get(table) != count:
                yield f"{service}: {table} held {count} rows and now holds {here[service].get(table)}"


def _log_differs(found: Drill, made: Aside, site: Path, service: str) -> Iterator[str]:
    """Compare a log with the running one, and have it begin its new epoch."""
    here, there = made.settings(service).database_url, Settings(service, site).database_url
    numbered = head(here)
    if logged(here, numbered) != logged(there, numbered):
        yield f"{service}: the log differs from the running one before {numbered}"
    was = str(made.call(service, "head", deadline=0.0)["source"])
    found.epochs[service] = made.woken(service)
    found.facts += head(here)
    if found.epochs[service] == was:
        yield f"{service}: the restored log still passes for {was}"


def _counted_anew(found: Drill, made: Aside) -> Iterator[str]:
    """Count every figure from the restored logs, and compare each cell with the restored tables."""
    opened, sources = engine(made.settings("reporting").database_url, pool_size=4), RemoteSources(made)
    begun = time.monotonic()
    try:
        rebuild(opened, plans(CATALOGUE), sources, tuple(CATALOGUE.services))
        found.recount_s = round(time.monotonic() - begun, 3)
        for each in reconcile(opened, CATALOGUE, sources):
            yield f"{each.indicator} {' '.join(each.cell)}: counted {each.stated}, the tables say {each.tables}"
    except RebuildRefused as error:
        yield f"not counted anew: {error}"
    finally:
        opened.dispose()
