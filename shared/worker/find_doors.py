"""The door of finding, the same in every service that says what of it can be found."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from sqlalchemy import text

from shared import acts
from shared.desk import Desk
from shared.facts import Act
from shared.finding import MOST_FOUND, Findable, Sought
from shared.identity import Role
from shared.refusals import Refused
from shared.worker.doors import Doors, read

_SOON = text("SET LOCAL statement_timeout = 1500")  # whoever asked waits two seconds for all services together


class FindDoors(Doors):
    """Finds things by their titles, and everything by the first characters of its id."""

    kinds: ClassVar[tuple[type[Act], ...]] = ()
    findable: ClassVar[tuple[Findable, ...]] = ()

    @read(*Role)
    def find(self, desk: Desk, words: str, limit: int = 10) -> list[dict[str, Any]]:
        """Find up to so many of each kind within the caller's scope; raises WordsTooFew."""
        sought, most = Sought.typed(words), max(1, min(limit, MOST_FOUND))
        desk.session.execute(_SOON)
        found = list(acts.found(desk, self.kinds, sought, most))
        for each in self._shown_to(desk):
            found += each.found(desk, sought, most)
        return found

    def _shown_to(self, desk: Desk) -> Iterator[Findable]:
        """Give the kinds whose own door lets the caller pass."""
        for each in self.findable:
            try:
                getattr(type(self), each.door).terms.check(desk.identity, self.name)
            except Refused:
                continue
            yield each
