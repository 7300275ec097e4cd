"""The doors of acts: each call is all or nothing, answers a repeat as the first time, and tells what it changed."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, cast
from uuid import UUID

import orjson
from sqlalchemy import insert, select, update

from shared.acts.alike import MOST_WARNED, alike, looks_alike
from shared.acts.entry import Derive, Entry, entries, entry
from shared.acts.shelf import act, act_revision, fingerprint_of, locked
from shared.database import straight
from shared.desk import Desk, date_rules
from shared.eventlog import reverse, tell, telling, told_in, told_once
from shared.facts import Act, data_of, slots
from shared.refusals import IdAlreadyUsed, OutOfScope, Refusal, Refused

MOST_ROWS = 10_000

Follow = Callable[[Desk, Sequence[tuple[UUID, Act]]], None]
"""What a service does, in the same transaction, about acts that are newly said."""


class TooManyRows(Refusal):
    """一次最多提交 {most} 行,这里有 {given} 行"""


class StaleRevision(Refusal):
    """您依据的是第 {given} 版,现在已是第 {current} 版,请核对后再改"""


class ActWithdrawn(Refusal):
    """这条记录已撤回,不能再改"""


class ReasonMissing(Refusal):
    """撤回须写明理由"""


def record(
    desk: Desk,
    kind: type[Act],
    id: UUID,
    fields: Mapping[str, Any],
    derive: Derive | None = None,
    follow: Follow | None = None,
) -> dict[str, Any]:
    """Record one act, and name those that it looks like; the same id with the same content changes nothing."""
    said = entry(desk, kind, id, fields, derive)
    new = _put(desk, [said], follow, alike_of=kind)
    if not new:
        _refuse_reused([said], _said_before(desk, [id]), rows=False)
    twins = new[id] if new else alike(desk, kind, id)
    return {**_answer(said, 1), "likely_duplicates": twins}


def record_many(
    desk: Desk,
    kind: type[Act],
    rows: Sequence[Mapping[str, Any]],
    derive: Derive | None = None,
    follow: Follow | None = None,
) -> list[dict[str, Any]]:
    """Record up to 10,000 acts, all or none; raises Refused with every broken rule of every row."""
    if len(rows) > MOST_ROWS:
        raise TooManyRows("rows", most=MOST_ROWS, given=len(rows))
    return _record(desk, entries(desk, kind, rows, derive), follow)


def amend(
    desk: Desk,
    kind: type[Act],
    id: UUID,
    revision: int,
    fields: Mapping[str, Any],
    derive: Derive | None = None,
    follow: Follow | None = None,
) -> dict[str, Any]:
    """Replace what an act says: its old fact is reversed, the new one told; raises StaleRevision, ActWithdrawn."""
    found = locked(desk.session, kind, id)
    must_be_open(desk, found)
    said = entry(desk, kind, id, fields, derive)
    if found.revision == revision + 1 and fingerprint_of(desk.session, id, found.revision) == said.digest:
        return _answer(said, found.revision)
    if found.withdrawn_at is not None:
        raise ActWithdrawn("id")
    if found.revision != revision:
        raise StaleRevision("revision", given=revision, current=found.revision)
    reverse(desk.session, found.fact_id, desk.now)
    tell(desk.session, said.fact, said.fact_id(revision + 1), desk.now)
    desk.session.execute(update(act).where(act.c.id == id).values(_row(desk, said, revision + 1)))
    desk.session.execute(insert(act_revision).values(_revision(desk, said, revision + 1)))
    if follow:
        follow(desk, [(id, said.fact)])
    return _answer(said, revision + 1)


def withdraw(desk: Desk, kind: type[Act], id: UUID, reason: str) -> dict[str, Any]:
    """Take an act back: its fact is reversed and nothing told in its place; a repeat changes nothing."""
    if not reason.strip():
        raise ReasonMissing("reason")
    found = locked(desk.session, kind, id)
    must_be_open(desk, found)
    if found.withdrawn_at is None:
        reverse(desk.session, found.fact_id, desk.now)
        desk.session.execute(
            update(act).where(act.c.id == id).values(withdrawn_at=desk.now, withdrawn_reason=reason.strip()[:500])
        )
    return {"id": str(id), "kind": kind.__name__, "revision": found.revision, "withdrawn": True}


def _record(desk: Desk, said: list[Entry], follow: Follow | None) -> list[dict[str, Any]]:
    first = _unrepeated(said)
    taken = _put(desk, sorted(first.values(), key=lambda entry: entry.id), follow).keys()
    if len(taken) < len(first):  # the others were recorded before, or by a call that this one waited for
        known = {(id, first[id].digest) for id in taken} | _said_before(desk, first.keys() - taken)
        _refuse_reused(said, known, rows=True)
    return [_answer(each, 1) for each in said]


def _put(
    desk: Desk, said: list[Entry], follow: Follow | None, alike_of: type[Act] | None = None
) -> dict[UUID, list[str]]:
    """Write down the acts that are new; answer their ids, each with acts of its kind that it looks like if asked."""
    values = {
        "acts": _as_json(_row(desk, each, 1) for each in said),
        "revisions": _as_json(_revision(desk, each, 1) for each in said),
        **told_in([(each.fact, each.fact_id(1)) for each in said], desk.now),
    }
    with told_once():
        found = straight(desk.session, _recording(cast("Any", alike_of)), values)
        new = {row.id: row.twins for row in found}
    if new and follow:
        follow(desk, [(each.id, each.fact) for each in said if each.id in new])
    return new


def _as_json(rows: Iterable[dict[str, Any]]) -> str:
    """Write rows as one JSON array: ten thousand of them would be a hundred thousand parameters."""
    return orjson.dumps(list(rows)).decode()


@cache
def _recording(alike_of: type[Act] | None) -> str:
    """Write the SQL that records acts, their first revisions and facts in one go: an act costs mostly the way."""
    return f"""
        WITH new AS (
            INSERT INTO act AS one SELECT * FROM jsonb_populate_recordset(NULL::act, CAST(%(acts)s AS jsonb))
            ON CONFLICT DO NOTHING RETURNING id, fact_id, {_twins(alike_of) if alike_of else "NULL"} AS twins
        ), said AS (
            INSERT INTO act_revision SELECT first.*
            FROM jsonb_populate_recordset(NULL::act_revision, CAST(%(revisions)s AS jsonb)) AS first JOIN new USING (id)
        ), facts AS ({telling("JOIN new USING (fact_id)")})
        SELECT id, twins FROM new
    """  # noqa: S608 - names of declared fields


def _twins(kind: type[Act]) -> str:
    alike = f"SELECT other.id::text FROM act AS other WHERE {looks_alike(kind)}"  # noqa: S608 - as above
    return f"ARRAY({alike} ORDER BY other.id LIMIT {MOST_WARNED})"


def _unrepeated(entries: list[Entry]) -> dict[UUID, Entry]:
    first: dict[UUID, Entry] = {}
    for each in entries:
        first.setdefault(each.id, each)
    _refuse_reused(entries, {(each.id, each.digest) for each in first.values()}, rows=True)
    return first


def _said_before(desk: Desk, ids: Iterable[UUID]) -> set[tuple[UUID, str]]:
    """Tell what was said first of some acts, and what stands of them now: an export handed in again is no news."""
    said = select(act_revision.c.id, act_revision.c.fingerprint).join(act, act.c.id == act_revision.c.id)
    first_or_newest = act_revision.c.revision.in_([1, act.c.revision])
    return {(row.id, row.fingerprint) for row in desk.session.execute(said.where(act.c.id.in_(ids), first_or_newest))}


def _refuse_reused(entries: list[Entry], known: Container[tuple[UUID, str]], *, rows: bool) -> None:
    reused = [number for number, each in enumerate(entries) if (each.id, each.digest) not in known]
    if reused:
        raise Refused(_reused(reused, rows=rows))


def _reused(numbers: list[int], *, rows: bool) -> Iterator[Refusal]:
    for number in numbers:
        yield IdAlreadyUsed("id").in_row(number) if rows else IdAlreadyUsed("id")


def must_be_open(desk: Desk, found: Any) -> None:
    """Refuse an act outside the caller's scope, or of a campaign that has closed."""
    if not desk.identity.covers(found.place if found.place.startswith("51") else found.home):
        raise OutOfScope("id")
    closed = list(date_rules(desk, found.occurred_on))
    if closed:
        raise Refused(closed)


def _row(desk: Desk, entry: Entry, revision: int) -> dict[str, Any]:
    fact = entry.fact
    return {
        "id": entry.id,
        "kind": type(fact).__name__,
        "revision": revision,
        "fact_id": entry.fact_id(revision),
        "place": fact.place,
        "home": fact.home,
        "organisation": fact.organisation,
        "organiser": fact.organiser.value,
        "joint_organisations": list(fact.joint_organisations),
        "occurred_on": fact.occurred_on,
        "data": {**_declared(entry), **data_of(fact)},
        "recorded_at": desk.now,
        "recorded_by": desk.identity.person,
    }


def _declared(entry: Entry) -> dict[str, Any]:
    return {slot.name: entry.content[slot.name] for slot in slots(type(entry.fact)) if slot.asked}


def _revision(desk: Desk, entry: Entry, revision: int) -> dict[str, Any]:
    return {
        "id": entry.id,
        "revision": revision,
        "fingerprint": entry.digest,
        "content": entry.content,
        "recorded_at": desk.now,
        "recorded_by": desk.identity.person,
    }


def _answer(entry: Entry, revision: int) -> dict[str, Any]:
    return {
        "id": str(entry.id),
        "kind": type(entry.fact).__name__,
        "revision": revision,
        "fact_id": str(entry.fact_id(revision)),
    }
