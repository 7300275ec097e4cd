"""The ledger refuses to count a position twice, whoever claims it, and beside whatever else happens to it."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from shared.database import engine, transaction
from shared.ledger import claim, compact, counted_among, missing, missing_count, totals
from tests.conftest import Site

ENTER = text("SELECT set_config('search_path', 'green, public', true)")
SOURCE, OTHER = "lamps/1", "lamps/2"


@pytest.fixture(scope="session")
def _ledgers(site: Site) -> Iterator[Engine]:
    site.migrate("reporting")
    made = engine(site.database_url("reporting"))
    yield made
    made.dispose()


@pytest.fixture
def ledger(_ledgers: Engine) -> Engine:
    """Give an empty ledger."""
    with at_work(_ledgers) as session:
        session.execute(text("TRUNCATE counted"))
    return _ledgers


@contextmanager
def at_work(ledger: Engine) -> Iterator[Session]:
    with transaction(ledger) as session:
        session.execute(ENTER)
        yield session


def claimed(ledger: Engine, positions: Mapping[str, Sequence[int]]) -> bool:
    with Session(ledger) as session, session.begin() as open_transaction:
        session.execute(ENTER)
        won = claim(session, positions)
        if not won:
            open_transaction.rollback()
    return won


def rows(ledger: Engine) -> int:
    with at_work(ledger) as session:
        return int(session.scalars(text("SELECT count(*) FROM counted")).one())


def waits(future: Future[bool]) -> bool:
    time.sleep(0.3)
    return not future.done()


def test_a_position_is_claimed_once(ledger: Engine) -> None:
    assert [claimed(ledger, {SOURCE: [1, 2, 5]}), claimed(ledger, {SOURCE: [5]})] == [True, False]


def test_the_same_position_of_another_source_is_another(ledger: Engine) -> None:
    assert [claimed(ledger, {SOURCE: [1]}), claimed(ledger, {OTHER: [1]})] == [True, True]


def test_positions_are_claimed_all_or_none(ledger: Engine) -> None:
    claimed(ledger, {OTHER: [7]})

    assert not claimed(ledger, {SOURCE: [1], OTHER: [6, 7]})
    with at_work(ledger) as session:
        assert totals(session) == {OTHER: (1, 7)}


def test_postgresql_itself_refuses_an_overlap(ledger: Engine) -> None:
    claimed(ledger, {SOURCE: [1, 2, 3]})

    with pytest.raises(IntegrityError), at_work(ledger) as session:
        session.execute(text("INSERT INTO counted VALUES ('lamps/1', '{[3,4]}')"))


def test_what_is_missing_lies_below_the_head_and_is_not_set_apart(ledger: Engine) -> None:
    claimed(ledger, {SOURCE: [2, 3, 7]})

    with at_work(ledger) as session:
        assert missing(session, SOURCE, 9, apart=[8]) == [1, 4, 5, 6, 9]
        assert missing(session, SOURCE, 9, limit=2) == [1, 4]
        assert missing_count(session, SOURCE, 9, apart=[8]) == 5
        assert missing(session, OTHER, 0) == []


def test_which_of_some_positions_are_counted_is_told(ledger: Engine) -> None:
    claimed(ledger, {SOURCE: [2, 3, 7]})

    with at_work(ledger) as session:
        assert counted_among(session, SOURCE, [1, 2, 7, 8]) == {2, 7}


def test_compaction_leaves_one_row_that_holds_the_same_positions(ledger: Engine) -> None:
    for start in range(1, 200, 2):
        claimed(ledger, {SOURCE: [start]})
    with at_work(ledger) as session:
        assert compact(session) == 1
        assert (totals(session), missing(session, SOURCE, 6)) == ({SOURCE: (100, 199)}, [2, 4, 6])
    assert rows(ledger) == 1


def test_a_claim_that_meets_a_compaction_waits_for_it_and_is_refused(ledger: Engine) -> None:
    for position in range(1, 50):
        claimed(ledger, {SOURCE: [position]})
    with ThreadPoolExecutor(1) as pool:
        with at_work(ledger) as session:
            compact(session)
            late = pool.submit(claimed, ledger, {SOURCE: [49, 50]})
            assert waits(late)
        assert late.result(5) is False


def test_a_claim_beside_a_compaction_of_other_positions_is_kept(ledger: Engine) -> None:
    for position in range(1, 50):
        claimed(ledger, {SOURCE: [position]})
    with at_work(ledger) as early:
        assert claim(early, {SOURCE: [50]})
        with at_work(ledger) as session:
            compact(session)
    with at_work(ledger) as session:
        assert totals(session) == {SOURCE: (50, 50)}


def test_two_claims_of_the_same_position_wait_for_one_another_and_one_wins(ledger: Engine) -> None:
    with ThreadPoolExecutor(1) as pool:
        with at_work(ledger) as first:
            assert claim(first, {SOURCE: [1, 2]})
            second = pool.submit(claimed, ledger, {SOURCE: [2, 3]})
            assert waits(second)
        assert second.result(5) is False


def test_a_claim_takes_the_place_of_one_that_was_rolled_back(ledger: Engine) -> None:
    with ThreadPoolExecutor(1) as pool:
        with Session(ledger) as session:
            session.execute(ENTER)
            claim(session, {SOURCE: [1, 2]})
            second = pool.submit(claimed, ledger, {SOURCE: [2, 3]})
            assert waits(second)
            session.rollback()
        assert second.result(5) is True


def test_overlapping_claims_of_many_sources_do_not_deadlock(ledger: Engine) -> None:
    def claims_in_any_order(seed: int) -> int:
        chance, won, sources = random.Random(seed), 0, [SOURCE, OTHER, "posts/1", "shifts/1"]
        for number in range(1, 120):
            chance.shuffle(sources)
            won += claimed(ledger, {source: [number, number + 1000] for source in sources})
        return won

    begun = time.monotonic()
    with ThreadPoolExecutor(4) as pool:
        won = sum(pool.map(claims_in_any_order, range(4)))

    assert won == 119
    assert time.monotonic() - begun < 30


def test_no_position_is_won_twice_while_compaction_runs_beside_the_batches(ledger: Engine) -> None:
    over = Event()
    with ThreadPoolExecutor(4) as pool:
        merging = pool.submit(compacts, ledger, over)
        won = [position for some in pool.map(lambda seed: claims(ledger, seed), range(3)) for position in some]
        over.set()
        assert merging.result(10) > 0

    assert len(won) == len(set(won)) > 100
    with at_work(ledger) as session:
        assert counted_among(session, SOURCE, range(1, 400)) == set(won)


def compacts(ledger: Engine, over: Event) -> int:
    merged = 0
    while not over.is_set():
        with at_work(ledger) as session:
            merged += compact(session, rows=2)
    return merged


def claims(ledger: Engine, seed: int) -> list[int]:
    chance, won = random.Random(seed), []
    for _ in range(150):
        some = chance.sample(range(1, 400), 3)
        if claimed(ledger, {SOURCE: some}):
            won += some
    return won
