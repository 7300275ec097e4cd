"""Finding: what a service has under some words, or under the first characters of an id, within the caller's scope."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Self
from uuid import UUID

from sqlalchemy import Column, ColumnElement, Select, Text, and_, func, or_
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import InstrumentedAttribute

from shared.desk import Desk
from shared.refusals import Refusal
from shared.rows import iso, lies_within

FEWEST, MOST = 2, 100
MOST_FOUND = 50

_OF_ID = re.compile(r"[0-9a-f]{4,32}\Z")

Words = InstrumentedAttribute[str]
Identifier = Column[Any] | InstrumentedAttribute[UUID]


class WordsTooFew(Refusal):
    """请至少输入 {fewest} 个字"""


@dataclass(frozen=True)
class Sought:
    """What somebody looks for: words that all must be said, and the ids that begin so, if they may begin one."""

    words: tuple[str, ...]
    ids: tuple[UUID, UUID] | None

    @classmethod
    def typed(cls, typed: str) -> Self:
        """Read what was typed; raises WordsTooFew."""
        words = tuple(typed[:MOST].split())
        if sum(map(len, words)) < FEWEST:
            raise WordsTooFew("words", fewest=FEWEST)
        begins = "".join(words).replace("-", "").lower()
        return cls(words, _ids(begins) if _OF_ID.match(begins) else None)

    def says(self, columns: tuple[Words, ...]) -> ColumnElement[bool]:
        """Say that some columns hold every word, each word in one or the other."""
        return and_(*(or_(*(each.icontains(word, autoescape=True) for each in columns)) for word in self.words))

    def begins(self, id: Identifier) -> ColumnElement[bool]:
        """Say that an id begins as was typed; its index finds it."""
        if self.ids is None:
            raise ValueError("nothing was typed that an id begins with")
        return id.between(*self.ids)


@dataclass(frozen=True)
class Findable:
    """A kind of thing that can be found: the door that shows one, what is selected, and what may be searched.

    Only words that name nobody are searched: titles, names of organisations, numbers of other systems.
    """

    name: str
    """What pages call the kind."""
    door: str
    """The door that shows one: whoever may not pass it finds none."""
    lies: Any
    """The table by whose place it lies within a scope."""
    select: Select[Any]
    """Selects its id, place, day (as on) and title, which may be nothing."""
    words: tuple[Words, ...] = ()
    indexed: ColumnElement[list[str]] | None = None
    """The pairs of neighbouring characters of those words, where an index holds them."""

    def found(self, desk: Desk, sought: Sought, limit: int) -> Iterator[dict[str, Any]]:
        """Find some, the newest first."""
        wanted = list(self._wanted(sought))
        if not wanted:
            return
        on = self.select.selected_columns["on"]
        query = self.select.where(lies_within(self.lies, desk.identity.scope), or_(*wanted))
        for row in desk.session.execute(query.order_by(on.desc(), self.lies.id).limit(limit)):
            yield shown(self.name, row)

    def _wanted(self, sought: Sought) -> Iterator[ColumnElement[bool]]:
        if self.words:
            yield and_(sought.says(self.words), *self._held(sought))
        if sought.ids:
            yield sought.begins(self.lies.id)

    def _held(self, sought: Sought) -> Iterator[ColumnElement[bool]]:
        if self.indexed is not None:
            yield from (self.indexed.contains(pairs(word)) for word in sought.words if len(word) >= FEWEST)


def pairs(words: Any) -> ColumnElement[list[str]]:
    """Give the pairs of neighbouring characters in some words, in SQL."""
    return func.bigrams(words, type_=ARRAY(Text))


def shown(name: str, row: Any) -> dict[str, Any]:
    """Show what was found: which kind, which one, where, since when, and its title."""
    return {"thing": name, "id": str(row.id), "title": row.title, "place": row.place, "on": iso(row.on)}


def _ids(begins: str) -> tuple[UUID, UUID]:
    return UUID(begins.ljust(32, "0")), UUID(begins.ljust(32, "f"))
