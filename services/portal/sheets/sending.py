"""Sends rows through the bulk doors: each call all or nothing, each row recorded whole or not at all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from uuid import UUID

from services.portal.sheets.kinds import Kind
from services.portal.sheets.rows import Flaw, Row
from shared.refusals import Refusal, Refused
from shared.rpc import BrokerAway, DeadlinePassed, RemoteFailure, RpcClient

A_CALL = 1_000
AT_ONCE = 3
"""Calls under way together: while one waits for the database, another is checked."""

DEADLINE_S = 60.0
UNSURE = (BrokerAway, DeadlinePassed, RemoteFailure)


@dataclass
class Sent:
    """What became of the rows: ids of those that were taken by row number, flaws, and the first failure, if any."""

    recorded: dict[int, str] = field(default_factory=dict)
    flaws: list[Flaw] = field(default_factory=list)
    failure: Exception | None = None
    done: int = 0
    """How many rows the doors have judged."""


def sending(client: RpcClient, kind: Kind, rows: Sequence[Row]) -> Iterator[Sent]:
    """Record what is right, and tell again and again what has become of the rows until all of them are done.

    Raises Refused where a call is refused whatever its rows say.
    """
    return _sent(client, kind, kind.door, rows)


def rehearsing(client: RpcClient, kind: Kind, rows: Sequence[Row]) -> Iterator[Sent]:
    """Tell what sending would record and what it would be refused, and record nothing."""
    return _sent(client, kind, kind.rehearsal, rows)


def known_before(client: RpcClient, kind: Kind, rows: Sequence[Row]) -> set[int]:
    """Tell by their numbers which rows were recorded before; raises Refused for whoever may record none."""
    ids = {each.number: id for each in rows if (id := _uuid(each.id))}
    parts = [list(ids.values())[start : start + A_CALL] for start in range(0, max(len(ids), 1), A_CALL)]
    found = {
        UUID(each)
        for part in parts
        for each in client.call(kind.service, kind.lookup, deadline=DEADLINE_S, kind=kind.name, ids=part)
    }
    return {number for number, id in ids.items() if id in found}


def _uuid(said: str) -> UUID | None:
    try:
        return UUID(said)
    except ValueError:
        return None


def _sent(client: RpcClient, kind: Kind, door: str, rows: Sequence[Row]) -> Iterator[Sent]:
    parts = [rows[start : start + A_CALL] for start in range(0, len(rows), A_CALL)]
    sent = Sent()
    yield sent

    def one(part: Sequence[Row]) -> Sent:
        done = Sent() if sent.failure else _part_sent(client, kind, door, part)
        sent.failure = sent.failure or done.failure
        return done

    calls = ThreadPoolExecutor(AT_ONCE)
    try:
        for part, done in zip(parts, calls.map(one, parts), strict=True):
            sent.recorded |= done.recorded
            sent.flaws += done.flaws
            sent.done += len(part)
            yield sent
    finally:  # whoever looks no longer starts no further calls
        calls.shutdown(cancel_futures=True)


def _part_sent(client: RpcClient, kind: Kind, door: str, part: Sequence[Row]) -> Sent:
    """Send rows until the door takes all that are left: those it refused are left out the next time."""
    sent, left = Sent(), list(part)
    while left:
        try:
            said = [each.as_data() for each in left]
            client.call(kind.service, door, deadline=DEADLINE_S, kind=kind.name, rows=said)
        except Refused as refused:
            wrong = _by_row(refused)
            sent.flaws += [_flaw(kind, left[n], each) for n, found in wrong.items() for each in found]
            left = [each for n, each in enumerate(left) if n not in wrong]
        except UNSURE as error:
            sent.failure = error
            return sent
        else:
            sent.recorded |= {each.number: each.id for each in left}
            left = []
    return sent


def _by_row(refused: Refused) -> dict[int, list[Refusal]]:
    wrong: dict[int, list[Refusal]] = defaultdict(list)
    for each in refused.refusals:
        if each.row is None:
            raise refused
        wrong[each.row].append(each)
    return wrong


def _flaw(kind: Kind, row: Row, refusal: Refusal) -> Flaw:
    name = refusal.field.partition(".")[0]
    label = next((each.label for each in kind.columns if each.name == name), "")
    return Flaw(row.number, label, refusal.message)
