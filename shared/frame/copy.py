"""How the frame gets from portal, its master, into every service's database and from there into memory."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping, Sequence
from typing import Any, Protocol
from weakref import WeakKeyDictionary

import orjson
from sqlalchemy import Engine, Table, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from shared.database import engine, straight, transaction
from shared.frame.snapshot import Campaign, Frame, Holiday, Organisation, Place
from shared.frame.tables import ROWS, frame_campaign, frame_holiday, frame_organisation, frame_place, frame_version
from shared.refusals import Refusal
from shared.settings import Settings

MASTER = "portal"
PAGE = 5_000
PATIENCE_S = 1.0
EMPTY = Frame(0, (), (), (), ())

_newest: WeakKeyDictionary[Engine, Frame] = WeakKeyDictionary()
_loading = threading.Lock()


class FrameStale(Refusal):
    """本服务的区划与组织资料尚未更新到第 {needed} 版,请稍后重试"""


class Asks(Protocol):
    """Whatever can ask portal."""

    def call(self, service: str, method: str, /, *, deadline: float = ..., **arguments: Any) -> Any:
        """Ask a service's door."""


def version(session: Session, beside: str = "", **values: Any) -> int:
    """Tell which version of the frame this database holds, 0 before the first; `beside` is done in the same go."""
    asked = f"SELECT coalesce((SELECT version FROM frame_version), 0){beside and f', {beside}'}"  # noqa: S608
    return int(straight(session, asked, values).one()[0])


def current(session: Session, beside: str = "", **values: Any) -> Frame:
    """Give the frame as this database holds it, read once for each version; `beside` spares a way to the database."""
    held = session.get_bind().engine
    frame = _newest.get(held, EMPTY)
    if frame.version == version(session, beside, **values):
        return frame
    with _loading:
        if _newest.get(held, EMPTY).version != version(session):
            _newest[held] = _loaded(session)
        return _newest[held]


def not_older(session: Session, needed: int) -> Frame:
    """Give the frame in a version or a later one, for which it waits a moment; raises FrameStale."""
    patient_until = time.monotonic() + PATIENCE_S
    while (frame := current(session)).version < needed:
        if time.monotonic() > patient_until:
            raise FrameStale("frame", needed=needed)
        time.sleep(0.05)
    return frame


def _loaded(session: Session) -> Frame:
    def rows(table: Table) -> list[dict[str, Any]]:
        told = [column for column in table.c if column.name != "version"]
        order = table.c.get("valid_from", table.primary_key.columns[0])
        return [dict(row) for row in session.execute(select(*told).order_by(order)).mappings()]

    return Frame(
        version(session),
        [Place(**row) for row in rows(frame_place)],
        [Organisation(**row) for row in rows(frame_organisation)],
        [Campaign(**{**row, "months": tuple(row["months"])}) for row in rows(frame_campaign)],
        [Holiday(**row) for row in rows(frame_holiday)],
    )


_CHANGED = " UNION ALL ".join(
    f"SELECT '{table.name}' AS kind, version, to_jsonb({table.name}) AS row FROM {table.name} WHERE version > :after"  # noqa: S608 - names of our own tables
    for table in ROWS
)


# The version and the rows come from one statement, and so from one snapshot: a copy told a version without all of its
# rows would never ask for the others.
_PAGE = f"""
    SELECT held.version AS told, changed.kind, changed.row
    FROM (SELECT coalesce(max(version), 0) AS version FROM frame_version) AS held LEFT JOIN (
        SELECT * FROM ({_CHANGED}) AS every ORDER BY version, kind, row::text OFFSET :offset LIMIT :limit
    ) AS changed ON true
"""  # noqa: S608 - names of our own tables


def changes_after(session: Session, after: int, offset: int = 0, limit: int = PAGE) -> dict[str, Any]:
    """Answer one page of the rows that came or changed after a version."""
    found = session.execute(text(_PAGE), {"after": after, "offset": offset, "limit": limit}).all()
    rows = [{"kind": each.kind, "row": each.row} for each in found if each.kind]
    return {"version": found[0].told, "rows": rows, "more": len(rows) == limit}


def apply(session: Session, changes: Mapping[str, Any]) -> None:
    """Take changes over into this database's copy; the same changes twice are harmless."""
    for table in ROWS:
        rows = [each["row"] for each in changes["rows"] if each["kind"] == table.name]
        if rows:
            session.execute(text(_upsert(table)), {"rows": orjson.dumps(rows).decode()})
    told = insert(frame_version).values(one=True, version=changes["version"])
    session.execute(told.on_conflict_do_update(index_elements=["one"], set_={"version": told.excluded.version}))


def _upsert(table: Table) -> str:
    keys = ", ".join(column.name for column in table.primary_key)
    rest = [column.name for column in table.c if not column.primary_key]
    told = [name for name in rest if name != "version"]
    return f"""INSERT INTO {table.name} SELECT * FROM jsonb_populate_recordset(NULL::{table.name}, CAST(:rows AS jsonb))
        ON CONFLICT ({keys}) DO UPDATE SET {", ".join(f"{name} = excluded.{name}" for name in rest)}
        WHERE ({", ".join(f"{table.name}.{name}" for name in told)})
        IS DISTINCT FROM ({", ".join(f"excluded.{name}" for name in told)})"""  # noqa: S608 - names of our own tables


def revise(session: Session, rows: Mapping[str, Sequence[Mapping[str, Any]]]) -> int:
    """Give portal's own frame its next version, in which these rows of these tables hold; the others stay."""
    held = insert(frame_version).values(one=True, version=1)
    raised = held.on_conflict_do_update(index_elements=["one"], set_={"version": frame_version.c.version + 1})
    # the row's lock keeps two revisions apart, so that no copy sees a version without all of its rows
    new = int(session.scalars(raised.returning(frame_version.c.version)).one())
    told = [{"kind": kind, "row": {**row, "version": new}} for kind, found in rows.items() for row in found]
    apply(session, {"version": new, "rows": told})
    return new


def refresh(settings: Settings, rpc: Asks) -> None:
    """Bring a service's copy up to date by asking portal, whose own frame needs no copy."""
    if settings.service == MASTER:
        return
    own = engine(settings.database_url, pool_size=1)
    try:
        with transaction(own) as session:
            held = version(session)
        changed = changes(rpc, held)
        if changed["version"] != held:
            with transaction(own) as session:
                apply(session, changed)
    finally:
        own.dispose()


def changes(rpc: Asks, after: int) -> dict[str, Any]:
    """Ask portal for every row that came or changed after a version, all of one version."""
    rows: list[dict[str, Any]] = []
    page = first = rpc.call(MASTER, "frame", after=after, offset=0, limit=PAGE)
    while True:
        if page["version"] != first["version"]:  # rows moved between pages: start again
            return changes(rpc, after)
        rows += page["rows"]
        if not page["more"]:
            return {"version": first["version"], "rows": rows}
        page = rpc.call(MASTER, "frame", after=after, offset=len(rows), limit=PAGE)
