"""Following a source into a new epoch: a restored backup must not pass for the log that went on without it."""

from __future__ import annotations

import time

import pytest

from services.reporting import store
from services.reporting.rebuild import EpochMoved
from shared.database import transaction
from tests.reporting.counted import Counted
from tests.reporting.log import Log
from tests.reporting.test_rebuilding import Watched, busy, calls


def restored(counted: Counted, told: int, kept: int, epoch: int = 2) -> Log:
    """Count a log that then comes back from a backup, and goes on under a new epoch."""
    log = Log()
    counted.count(*busy(log, told))
    log.begin_epoch(kept, epoch)
    return log


def test_facts_of_a_newer_epoch_are_not_counted_before_a_rebuild_is_made_for_them(counted: Counted) -> None:
    log = restored(counted, told=5, kept=3)
    new = busy(log, 1)

    assert (counted.count(*new), calls(counted)) == (0, 5)
    assert counted.standing()["epochs_asked"] == ["sample/2"]


def test_a_rebuild_follows_a_source_into_its_new_epoch_and_lists_what_was_lost(counted: Counted) -> None:
    log = restored(counted, told=5, kept=3)
    counted.count(*busy(log, 1))

    counted.rebuild(log)

    assert (calls(counted), counted.standing()["sources"][0]["source"]) == (4, "sample/2")
    assert counted.standing()["epochs_asked"] == []


def test_what_the_backup_did_not_hold_is_kept_as_a_list(counted: Counted) -> None:
    log = restored(counted, told=5, kept=3, epoch=int(time.time()))
    log.events[:] = [{**event, "loggedat": "2021-12-05T00:00:00Z"} for event in log.events]
    busy(log, 4)
    log.events[3:] = [{**event, "loggedat": "2099-12-05T00:00:00Z"} for event in log.events[3:]]

    counted.rebuild(log)

    with transaction(counted.engine) as session:
        [row] = store.lost(session)
    assert (row["source"], row["followed_by"], row["positions"]) == ("sample/1", log.source, [[4, 5]])


def test_facts_of_an_older_epoch_are_dropped(counted: Counted) -> None:
    log = Log()
    old = busy(log, 2)
    log.begin_epoch(1, 2)
    counted.rebuild(log)

    assert (counted.count(*old), calls(counted)) == (0, 1)
    assert counted.standing()["epochs_asked"] == []


def test_a_service_heard_of_for_the_first_time_is_counted_in_its_newest_epoch(counted: Counted) -> None:
    log = Log()
    old = busy(log, 2)
    log.begin_epoch(1, 2)

    assert counted.count(*old, *log.events) == 1


def test_a_source_that_begins_a_new_epoch_in_the_middle_ends_the_rebuild(counted: Counted) -> None:
    log = Watched(page=2)
    counted.count(*busy(log, 5))
    log.meanwhile = lambda: log.begin_epoch(5, 2)  # type: ignore[method-assign]

    with pytest.raises(EpochMoved):
        counted.rebuild(log)
    assert calls(counted) == 5


def test_what_was_parked_of_an_epoch_that_is_over_is_forgotten(counted: Counted) -> None:
    log = Log()
    [event] = busy(log, 1)
    counted.count({**event, "type": "Whispered"})
    log.begin_epoch(0, 2)
    busy(log, 1)

    counted.rebuild(log)

    assert counted.parked == []
