"""A restore from end to end, and what it leaves behind in the past: every fact told after the instant it went to."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import orjson
from psycopg.types.multirange import Int8Multirange
from psycopg.types.range import Int8Range
from sqlalchemy import insert, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from deploy.backup.checking import Plan
from deploy.backup.restoring import PASSING, Restored, restored
from deploy.custody import disposed
from services.reporting.indicators import CATALOGUE
from services.reporting.model import Lost
from shared.database import engine, transaction
from shared.eventlog import begin_epoch_if_moved, event_log, facts_after, head, source
from shared.telemetry import alarm

PAGE = 5_000


class Outcome(NamedTuple):
    """A finished restore: what came back, how many facts of each service did not, and whether they could be listed."""

    restored: Restored
    lost: dict[str, int]
    listed: bool = True


def restore(plan: Plan, target: Path) -> Outcome:
    """Restore into an empty folder, ready for a server to start on; raises BackupRefused, and leaves nothing then.

    Going back to an instant, the log is replayed once more to its end aside, to list what was told since: as a file
    beside the folder, and in the roll-up, where `nuandong epoch` shows it.
    """
    with restored(plan, target) as here:
        if plan.until is None:
            return Outcome(here, {})
        try:
            return Outcome(here, _left_behind(plan, target, here))
        except SQLAlchemyError as error:
            # A backup of an older version, say, whose tables are not yet ours: it is restored all the same.
            alarm("restore.not_listed", error=type(error))
            return Outcome(here, {}, listed=False)


def _left_behind(plan: Plan, target: Path, here: Restored) -> dict[str, int]:
    """Replay the log to its end on a copy aside, and list what each service told after the instant."""
    aside = target.with_name(f"{target.name}.aside")
    try:
        with restored(replace(plan, until=None), aside, PASSING) as end, _listing(target) as kept:
            lost = {service: _lost(plan, service, here, end, kept) for service in CATALOGUE.services}
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return {service: facts for service, facts in lost.items() if facts}


@contextmanager
def _listing(target: Path) -> Iterator[Any]:
    with target.with_name(f"{target.name}.lost.jsonl").open("wb") as file:
        yield file


def _lost(plan: Plan, service: str, here: Restored, end: Restored, kept: Any) -> int:
    """List what one log told after the instant, and begin the epoch that goes on without it."""
    positions: list[int] = []
    with _log(plan, here, service) as now, _log(plan, end, service) as then:
        was, at = source(now, service), head(now)
        while page := facts_after(then, service, positions[-1] if positions else at, PAGE):
            positions += [event["position"] for event in page]
            kept.writelines(orjson.dumps(event) + b"\n" for event in _gone(now, page))
        begin_epoch_if_moved(now)
        followed_by = source(now, service)
    if positions:
        with _log(plan, here, "reporting") as roll_up:
            gone = Int8Multirange([Int8Range(positions[0], positions[-1] + 1)])
            roll_up.execute(insert(Lost).values(source=was, followed_by=followed_by, positions=gone))
    return len(positions)


def _gone(now: Session, page: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Leave out what was told by the instant, and numbered only after it."""
    known = set(map(str, now.scalars(select(event_log.c.fact_id).where(event_log.c.fact_id.in_(_ids(page))))))
    return (event for event in page if event["id"] not in known)


def _ids(page: list[dict[str, Any]]) -> list[str]:
    return [event["id"] for event in page]


@contextmanager
def _log(plan: Plan, cluster: Restored, service: str) -> Iterator[Session]:
    """Open a transaction on a service's restored database as the one who owns it."""
    database = f"{plan.base.manifest.namespace}_{service}"
    url = f"postgresql://{database}_owner@/{database}?host={cluster.socket}&port={cluster.port}"
    with disposed(engine(url, pool_size=1)) as opened, transaction(opened) as session:
        yield session
