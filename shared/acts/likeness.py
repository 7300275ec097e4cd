"""Acts that look like one and the same: listed, then merged or told apart by a person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Column, DateTime, Row, Table, Uuid, select, text
from sqlalchemy.dialects.postgresql import insert

from shared.acts.alike import looks_alike
from shared.acts.book import amend, must_be_open, withdraw
from shared.acts.entry import Derive
from shared.acts.shelf import act_revision, locked, metadata
from shared.desk import Desk
from shared.facts import Act, stem
from shared.refusals import Refusal

MOST_SHOWN = 200

act_apart = Table(
    "act_apart",
    metadata,
    Column("one", Uuid, primary_key=True),
    Column("other", Uuid, primary_key=True),
    Column("told_at", DateTime(timezone=True), nullable=False),
    Column("told_by", Uuid),
)


class NothingToMerge(Refusal):
    """要合并的记录须至少两条,且各不相同"""


def pairs_alike(
    desk: Desk, kind: type[Act], place: str, since: date, until: date, limit: int = MOST_SHOWN
) -> list[dict[str, Any]]:
    """List the pairs of acts below a place that look alike and that nobody has told apart yet, oldest first."""
    query = f"""SELECT one.id AS one, other.id AS other, one.place, one.occurred_on FROM {_pairs(kind)}
        ORDER BY one.occurred_on, one.id, other.id LIMIT :limit"""  # noqa: S608 - names of declared fields
    most = min(limit, MOST_SHOWN)
    rows = desk.session.execute(text(query), {**_asked(kind, place, since, until), "limit": most})
    return [{name: str(value) for name, value in row._asdict().items()} for row in rows]


def count_alike(desk: Desk, kind: type[Act], place: str, since: date, until: date) -> int:
    """Count the pairs that would be listed without a limit."""
    query = f"SELECT count(*) FROM {_pairs(kind)}"  # noqa: S608 - names of declared fields
    return int(desk.session.scalars(text(query), _asked(kind, place, since, until)).one())


def _pairs(kind: type[Act]) -> str:
    return f"""act AS one JOIN act AS other ON {looks_alike(kind)} AND other.id > one.id
        WHERE one.kind = :kind AND one.withdrawn_at IS NULL AND one.occurred_on BETWEEN :since AND :until
        AND one.place BETWEEN CAST(rpad(:stem, 12, '0') AS char(12)) AND CAST(rpad(:stem, 12, 'z') AS char(12))"""


def _asked(kind: type[Act], place: str, since: date, until: date) -> dict[str, Any]:
    return {"kind": kind.__name__, "since": since, "until": until, "stem": stem(place)}


def tell_apart(desk: Desk, kind: type[Act], one: UUID, other: UUID) -> None:
    """Say that two acts are not the same, so that nobody is warned of them again."""
    for each in (one, other):
        must_be_open(desk, locked(desk.session, kind, each))
    first, second = sorted((one, other))
    row = {"one": first, "other": second, "told_at": desk.now, "told_by": desk.identity.person}
    desk.session.execute(insert(act_apart).values(row).on_conflict_do_nothing())


def merge(desk: Desk, kind: type[Act], keep: UUID, others: Sequence[UUID], derive: Derive | None) -> dict[str, Any]:
    """Keep one of several acts that are the same, credit all their organisations with it, and take the others back."""
    if not others or keep in others:
        raise NothingToMerge("others")
    held = {id: locked(desk.session, kind, id) for id in sorted({keep, *others})}
    kept = held[keep]
    merged = amend(desk, kind, keep, kept.revision, _with_partners(desk, kept, list(held.values())), derive)
    for id in others:
        withdraw(desk, kind, id, f"与 {keep} 重复,已合并")
    return {**merged, "merged": sorted(map(str, others))}


def _with_partners(desk: Desk, kept: Row[Any], merged: Sequence[Row[Any]]) -> Mapping[str, Any]:
    content: dict[str, Any] = desk.session.scalars(
        select(act_revision.c.content).where(act_revision.c.id == kept.id, act_revision.c.revision == kept.revision)
    ).one()
    partners = {str(each) for row in merged for each in (row.organisation, *row.joint_organisations)}
    return {**content, "joint_organisations": sorted(partners - {str(kept.organisation)})}
