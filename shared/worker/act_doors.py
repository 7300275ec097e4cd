"""The doors of acts, the same in every service that lists its kinds."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, ClassVar
from uuid import UUID

from shared import acts
from shared.database import taken_back
from shared.desk import Desk
from shared.facts import Act
from shared.forms import Form, ids_in, key, many, text
from shared.identity import Role
from shared.refusals import UnknownKind
from shared.worker.doors import Doors, keyed, read, write


class MergeActs(Form):
    """合并重复记录"""

    kind = text(100, required=True, metadata={"label": "记录类型"})
    keep = key(required=True, metadata={"label": "保留的记录"})
    others = many(key(), required=True, metadata={"label": "并入的记录"})


class TellApart(Form):
    """并非重复"""

    kind = text(100, required=True, metadata={"label": "记录类型"})
    one = key(required=True, metadata={"label": "一条"})
    other = key(required=True, metadata={"label": "另一条"})


class ActDoors(Doors):
    """Records, amends, withdraws and shows the acts of a service's kinds."""

    kinds: ClassVar[tuple[type[Act], ...]]
    derive: ClassVar[Mapping[type[Act], acts.Derive]] = MappingProxyType({})
    follow: ClassVar[Mapping[type[Act], acts.Follow]] = MappingProxyType({})

    @keyed(Role.RECORDER)
    def record(self, desk: Desk, kind: str, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Record one act."""
        named = self._kind(kind)
        return acts.record(desk, named, id, fields, **self._own(named))

    @keyed(Role.RECORDER)
    def record_many(self, desk: Desk, kind: str, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Record up to 10,000 acts, all or none."""
        named = self._kind(kind)
        return acts.record_many(desk, named, rows, **self._own(named))

    @keyed(Role.RECORDER)
    def rehearse_many(self, desk: Desk, kind: str, rows: list[dict[str, Any]]) -> None:
        """Refuse what recording these acts would be refused for, and record none."""
        named = self._kind(kind)
        with taken_back(desk.session):
            acts.record_many(desk, named, rows, **self._own(named))

    @read(Role.RECORDER)
    def recorded_among(self, desk: Desk, kind: str, ids: list[str]) -> list[UUID]:
        """Tell which of these ids acts of a kind were recorded under."""
        return acts.recorded_among(desk, self._kind(kind), ids_in(ids))

    @keyed(Role.RECORDER)
    def amend(self, desk: Desk, kind: str, id: UUID, revision: int, fields: dict[str, Any]) -> dict[str, Any]:
        """Replace what an act says, given the revision it is known in."""
        named = self._kind(kind)
        return acts.amend(desk, named, id, revision, fields, **self._own(named))

    @keyed(Role.RECORDER)
    def withdraw(self, desk: Desk, kind: str, id: UUID, reason: str) -> dict[str, Any]:
        """Take an act back."""
        return acts.withdraw(desk, self._kind(kind), id, reason)

    @keyed(Role.RECORDER)
    def reinstate(self, desk: Desk, kind: str, id: UUID) -> dict[str, Any]:
        """Take a withdrawal back within ten minutes."""
        named = self._kind(kind)
        return acts.reinstate(desk, named, id, self.derive.get(named))

    @write(MergeActs, Role.RECORDER, Role.OFFICER)
    def merge(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Keep one of several acts that are the same, and credit all their organisations with it."""
        named = self._kind(fields["kind"])
        return acts.merge(desk, named, fields["keep"], fields["others"], self.derive.get(named))

    @write(TellApart, Role.RECORDER, Role.OFFICER)
    def tell_apart(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> None:
        """Say that two acts that look alike are not the same."""
        acts.tell_apart(desk, self._kind(fields["kind"]), fields["one"], fields["other"])

    @read(*Role)
    def likely_duplicates(
        self, desk: Desk, kind: str, place: str, since: date, until: date, limit: int = 100
    ) -> list[dict[str, Any]]:
        """List the pairs of acts that look alike and that nobody has judged yet."""
        return acts.pairs_alike(desk, self._kind(kind), place, since, until, limit)

    @read(service_only=True, as_reader=True)
    def open_suspicions(self, desk: Desk, place: str, since: date, until: date) -> dict[str, int]:
        """Count, by the title of each kind, the pairs that look alike and that nobody has judged yet."""
        counted = {kind.title: acts.count_alike(desk, kind, place, since, until) for kind in self.kinds}
        return {title: pairs for title, pairs in counted.items() if pairs}

    @read(*Role)
    def look_up(self, desk: Desk, kind: str, id: UUID) -> dict[str, Any]:
        """Show an act with every revision it had."""
        return acts.look_up(desk, self._kind(kind), id)

    @read(*Role)
    def listing(
        self,
        desk: Desk,
        kind: str,
        place: str | None = None,
        since: date | None = None,
        until: date | None = None,
        after: list[str] | None = None,
        limit: int = 100,
        organisation: UUID | None = None,
        where: dict[str, str] | None = None,
        *,
        withdrawn: bool = False,
        newest: bool = False,
    ) -> list[dict[str, Any]]:
        """List acts of a kind that stand or were withdrawn, oldest or newest first, from after [occurred_on, id]."""
        start = (date.fromisoformat(after[0]), UUID(after[1])) if after else None
        wanted = acts.Wanted(place, since, until, organisation, where or {}, withdrawn, newest, start, limit)
        return acts.listing(desk, self._kind(kind), wanted)

    def _own(self, kind: type[Act]) -> dict[str, Any]:
        return {"derive": self.derive.get(kind), "follow": self.follow.get(kind)}

    def _kind(self, name: str) -> type[Act]:
        for kind in self.kinds:
            if kind.__name__ == name:
                return kind
        raise UnknownKind("kind", kind=name)
