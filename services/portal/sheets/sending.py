"""Sends rows through the bulk doors: each call all or nothing, each row recorded whole or not at all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

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
    """What became of the rows: ids of the recorded ones by row number, flaws, and the first failure, if any."""

    recorded: dict[int, str] = field(default_factory=dict)
    flaws: list[Flaw] = field(default_factory=list)
    failure: Exception | None = None


def send(client: RpcClient, kind: Kind, rows: Sequence[Row], progress: Callable[[int], None]) -> Sent:
    """Record what is right; raises Refused where a call is refused whatever its rows say."""
    return _sent(client, kind, kind.door, rows, progress)


def rehearse(client: RpcClient, kind: Kind, rows: Sequence[Row], progress: Callable[[int], None]) -> Sent:
    """Tell what sending would record and what it would be refused, and record nothing."""
    return _sent(client, kind, kind.rehearsal, rows, progress)


def _sent(client: RpcClient, kind: Kind, door: str, rows: Sequence[Row], progress: Callable[[int], None]) -> Sent:
    parts = [rows[start : start + A_CALL] for start in range(0, len(rows), A_CALL)]
    sent = Sent()

    def one(part: Sequence[Row]) -> Sent:
        done = Sent() if sent.failure else _part_sent(client, kind, door, part)
        sent.failure = sent.failure or done.failure
        progress(len(part))
        return done

    with ThreadPoolExecutor(AT_ONCE) as calls:
        for done in calls.map(one, parts):
            sent.recorded |= done.recorded
            sent.flaws += done.flaws
    return sent


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
