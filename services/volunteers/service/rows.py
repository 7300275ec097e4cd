"""The rows that doors work on: within the caller's scope, and held until the transaction ends."""

from __future__ import annotations

from typing import TypeVar
from uuid import UUID

from services.volunteers import store
from services.volunteers.model import Attendance, AwayTeam, MakeUp, Project, Shift, SignUp, Station, Volunteer
from shared.desk import Desk, must_cover

Row = TypeVar("Row", Attendance, AwayTeam, MakeUp, Project, Shift, SignUp, Station, Volunteer)


def row_of(desk: Desk, kind: type[Row], id: UUID) -> Row:
    """Find a row within the caller's scope and hold it; raises NotFound, OutOfScope."""
    found = store.held(desk.session, kind, id)
    must_cover(desk, found)
    return found
