"""The doors through which reporting fetches what a service told, and reconciles it with what its tables say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

import orjson
from sqlalchemy.orm import Session

from shared import eventlog, tally
from shared.desk import Desk
from shared.duty import Due
from shared.facts import Act
from shared.worker.doors import Doors, read

MOST_FACTS = 5_000
MOST_COUNTS = 20_000


class FactDoors(Doors):
    """Tells again what was told, and what the state tables say of each figure; for services only."""

    kinds: ClassVar[tuple[type[Act], ...]] = ()
    figures: ClassVar[Mapping[str, tuple[str, ...]]]

    @staticmethod
    def due(_session: Session, _now: datetime, /) -> Sequence[Due]:
        """List what time alone asks for: nothing, unless a service says otherwise."""
        return ()

    @read(service_only=True, as_reader=True)
    def facts(
        self, desk: Desk, after: int | None = None, positions: list[int] | None = None, limit: int = MOST_FACTS
    ) -> dict[str, Any]:
        """Tell facts again: those at some positions, or those after one."""
        most, where = min(limit, MOST_FACTS), self._where(desk)
        if positions is not None:
            found = eventlog.told_at(desk.session, where["source"], positions[:most])
        else:
            found = eventlog.told_after(desk.session, where["source"], after or 0, most)
        return {**where, "facts": [orjson.Fragment(each.body) for each in found]}

    @read(service_only=True, as_reader=True)
    def told_behind(
        self,
        desk: Desk,
        kinds: list[str],
        place_stem: str,
        since: date,
        until: date,
        where: dict[str, str] | None = None,
        after: list[str] | None = None,
        limit: int = 100,
        joint: bool = False,  # noqa: FBT001, FBT002 - doors' arguments go by name
        corrections: bool = False,  # noqa: FBT001, FBT002 - doors' arguments go by name
        beyond: list[list[int]] | None = None,
    ) -> dict[str, Any]:
        """Tell the facts that a figure counts, those it counted once, or all beyond some positions, by page."""
        asked = eventlog.Behind(
            kinds=kinds,
            place_stem=place_stem,
            since=since,
            until=until,
            where=where or {},
            joint=joint,
            after=(after[0], date.fromisoformat(after[1]), UUID(after[2])) if after else None,
            limit=min(limit, MOST_FACTS),
        )
        if beyond is not None:
            return {**self._where(desk), "facts": eventlog.facts_beyond(desk.session, self.name, asked, beyond)}
        if corrections:
            return {**self._where(desk), "corrections": eventlog.corrections_behind(desk.session, self.name, asked)}
        return {**self._where(desk), "facts": eventlog.facts_behind(desk.session, self.name, asked)}

    @read(service_only=True, as_reader=True)
    def head(self, desk: Desk) -> dict[str, Any]:
        """Tell the last position given to a fact."""
        return self._where(desk)

    @read(service_only=True, as_reader=True)
    def counts(
        self,
        desk: Desk,
        figure: str,
        offset: int = 0,
        limit: int = MOST_COUNTS,
        since: str = "",
        until: str = tally.BEHIND_ALL,
    ) -> list[dict[str, Any]]:
        """Tell one page of what the state tables say of a figure, in all places or those between two codes."""
        figures = {**self.figures, **tally.joint_figures(self.kinds)}
        return tally.counts(desk.session, figures, figure, tally.Page(offset, min(limit, MOST_COUNTS), since, until))

    @read(service_only=True)
    def due_count(self, desk: Desk) -> dict[str, int]:
        """Tell how much work is due now, by rule."""
        return dict(Counter(each.rule for each in self.due(desk.session, desk.now)))

    def _where(self, desk: Desk) -> dict[str, Any]:
        return {"source": eventlog.source(desk.session, self.name), "head": eventlog.head(desk.session)}
