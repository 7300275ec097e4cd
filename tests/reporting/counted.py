"""A database into which a test counts by hand."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, cast

from sqlalchemy import CursorResult, Engine, text
from sqlalchemy.orm import Session

from services.reporting import store
from services.reporting.fold import Counter, Plans, plans, roll
from services.reporting.rebuild import Mender, rebuild
from shared.database import transaction
from tests.reporting.log import Log, body
from tests.reporting.sample import CATALOGUE, SERVICE

PLANS = plans(CATALOGUE)
EVERY_CELL = text("SELECT tree, unit, period, indicator, breakdown, value FROM cell WHERE value <> 0")

Cells = dict[tuple[str, str, str, str, str], int]


@dataclass
class Counted:
    """A database into which a test counts by hand."""

    engine: Engine
    plans: Plans = field(default_factory=lambda: PLANS)

    @property
    def counter(self) -> Counter:
        """Make one more counter."""
        return Counter(self.engine, self.plans)

    def count(self, *events: dict[str, Any]) -> int:
        """Count some events as one batch."""
        return self.counter.count([body(event) for event in events])

    def roll(self) -> None:
        """Roll what waits."""
        with transaction(self.engine) as session:
            store.enter_live(session)
            while roll(session):
                pass

    def mend(self, log: Log, *, idle: bool = True) -> int:
        """Mend what is missing, as two rounds of the mender do."""
        mender = Mender(self.engine, log, self.counter)
        return mender.round(idle=idle) + mender.round(idle=idle)

    def rebuild(self, log: Log, *excepted: int, **more: Any) -> None:
        """Count everything again from a log."""
        rebuild(self.engine, self.plans, log, [log.service], excepted, **more)

    def ask(self, query: str, **values: Any) -> list[Any]:
        """Ask the live schema."""
        with transaction(self.engine) as session:
            store.look_at_live(session)
            found = cast("CursorResult[Any]", session.execute(text(query), values))
            return list(found.all()) if found.returns_rows else []

    @property
    def cells(self) -> Cells:
        """Every cell that is not zero."""
        self.roll()
        return {tuple(row[:5]): int(row.value) for row in self.ask(EVERY_CELL.text)}

    def cell(self, unit: str, period: str, indicator: str, breakdown: str = "", tree: str = "p") -> int:
        """Read one cell."""
        return self.cells.get((tree, unit, period, indicator, breakdown), 0)

    @property
    def positions(self) -> int:
        """How many positions are counted."""
        [(total,)] = self.ask("SELECT coalesce(sum(upper(s) - lower(s)), 0) FROM counted, unnest(positions) AS s")
        return int(total)

    def standing(self) -> dict[str, Any]:
        """Tell how reporting stands."""
        with transaction(self.engine) as session:
            store.look_at_live(session)
            return store.status(session, [SERVICE])

    @property
    def parked(self) -> list[dict[str, Any]]:
        """What is parked."""
        with transaction(self.engine) as session:
            return store.parked(session)


def empty(session: Session) -> None:
    """Forget everything that was counted."""
    for schema in ("blue", "green"):
        store.enter(session, schema)
        session.execute(text("TRUNCATE declared, counted, epoch, parcel, member, told, cell"))
    for table in ("head", "parked", "epoch_asked", "lost", "roll", "edition", "published"):
        session.execute(text(f"DELETE FROM {table}"))  # noqa: S608 - our own names
    store.point_at(session, "blue")
