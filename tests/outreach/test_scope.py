"""What the database itself refuses about acts outside the scope that a transaction entered, whatever the code asks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine, insert, select, text
from sqlalchemy.exc import IntegrityError, ProgrammingError
from sqlalchemy.orm import Session

from services.outreach.service import Outreach
from shared.acts import act, act_revision
from shared.database import transaction
from tests.builders import ELSEWHERE, TOWNSHIP, a_visit


@pytest.fixture
def recorded(clerk: Outreach) -> UUID:
    """Record a visit in the township."""
    said = clerk.record(kind="VisitRecorded", id=str(uuid4()), fields=a_visit())
    return UUID(said["answer"]["id"])


@contextmanager
def within(database: Engine, scope: str) -> Iterator[Session]:
    """Open a transaction that is confined to a place."""
    with transaction(database) as session:
        session.execute(text("SELECT set_config('nuandong.scope', :scope, true)"), {"scope": f"{{{scope}}}"})
        yield session


def test_an_act_and_its_revisions_do_not_exist_elsewhere(database: Engine, recorded: UUID) -> None:
    for scope, seen in ((TOWNSHIP[:9], [recorded]), (ELSEWHERE[:6], [])):
        with within(database, scope) as session:
            assert session.scalars(select(act.c.id).where(act.c.id == recorded)).all() == seen
            assert session.scalars(select(act_revision.c.id).where(act_revision.c.id == recorded)).all() == seen


@pytest.mark.parametrize(
    ("revision", "refusal"), [(2, "row-level security"), (1, "act_revision_pkey")], ids=["a later one", "another first"]
)
def test_an_act_elsewhere_gets_no_revision(database: Engine, recorded: UUID, revision: int, refusal: str) -> None:
    revised = _copied(database, recorded)
    with pytest.raises((ProgrammingError, IntegrityError), match=refusal), within(database, ELSEWHERE[:6]) as session:
        session.execute(insert(act_revision).values({**revised, "revision": revision}))


def test_no_act_is_written_elsewhere(database: Engine, recorded: UUID) -> None:
    with within(database, TOWNSHIP[:9]) as session:
        row = dict(session.execute(select(act).where(act.c.id == recorded)).mappings().one())
    with pytest.raises(ProgrammingError, match="row-level security"), within(database, ELSEWHERE[:6]) as session:
        session.execute(insert(act).values({**row, "id": uuid4()}))


def _copied(database: Engine, id: UUID) -> dict[str, object]:
    with within(database, TOWNSHIP[:9]) as session:
        return dict(session.execute(select(act_revision).where(act_revision.c.id == id)).mappings().one())
