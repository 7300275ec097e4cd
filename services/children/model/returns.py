"""父母返乡情况: what is known of both parents of a child, from a day on, as long as the child stays where it is."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid5

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from services.children.facts.returns import Parent, ParentsAway, ReturnNoted, ReturnStatus
from services.children.model.stays import Stay
from services.children.model.table import Table
from shared.desk import Placed
from shared.refusals import Refusal

AWAY = frozenset({ReturnStatus.PLANNED, ReturnStatus.NOT_RETURNING, ReturnStatus.LEFT_AGAIN})


class EarlierThanKnown(Refusal):
    """已掌握 {known_on} 的返乡情况,不能再登记更早的 {day}"""


class NothingNew(Refusal):
    """与已掌握的情况相同,无须登记"""


class NotReturnedBefore(Refusal):
    """没有登记过返乡,不能登记为已再外出"""


class Returning(Placed, Table):
    """One state of knowledge: the statuses of father and mother, the day it was so, and about whom it is news."""

    __tablename__ = "parent_return"
    __table_args__ = (
        ForeignKeyConstraint(["case_id", "ordinal"], ["stay.case_id", "stay.ordinal"]),
        CheckConstraint("turn BETWEEN 1 AND 998", name="so_many_turns_in_a_stay"),
        Index("parent_return_by_place", "place", "as_of"),
    )

    case_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    ordinal: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    turn: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    child: Mapped[UUID] = mapped_column(Uuid)
    as_of: Mapped[date]
    father: Mapped[str]
    mother: Mapped[str]
    about: Mapped[str | None]
    source: Mapped[str | None]
    taken_back: Mapped[bool] = mapped_column(default=False)
    recorded_by: Mapped[UUID | None] = mapped_column(Uuid)

    @staticmethod
    def nothing(stay: Stay) -> Returning:
        """Begin with nothing known of either parent."""
        unknown = ReturnStatus.UNKNOWN.value
        return Returning(ordinal=stay.ordinal, turn=0, as_of=stay.since, father=unknown, mother=unknown)

    def next_in(self, stay: Stay, as_of: date) -> Returning:
        """Copy what is known into a stay, as the next state there."""
        return Returning(
            case_id=stay.case_id,
            ordinal=stay.ordinal,
            turn=self.turn + 1 if stay.ordinal == self.ordinal else 1,
            child=stay.child,
            as_of=as_of,
            father=self.father,
            mother=self.mother,
            **stay.where(),
        )

    def learn(self, parent: Parent, status: ReturnStatus) -> None:
        """Note what is news of a parent; raises NothingNew, NotReturnedBefore."""
        before = ReturnStatus(getattr(self, parent.value))
        if status is before:
            raise NothingNew("status")
        if status is ReturnStatus.LEFT_AGAIN and before is not ReturnStatus.RETURNED:
            raise NotReturnedBefore("status")
        setattr(self, parent.value, status.value)
        self.about = parent.value

    def must_not_follow(self, day: date) -> None:
        """Refuse news from before what is known; raises EarlierThanKnown."""
        if day < self.as_of:
            raise EarlierThanKnown("as_of", known_on=self.as_of, day=day)

    @property
    def both_away(self) -> bool:
        """Tell whether no parent is home: each is away or there is none, and one at least is away."""
        both = {self.father, self.mother}
        return bool(both & AWAY) and both <= AWAY | {ReturnStatus.ABSENT}

    def noted(self) -> ReturnNoted:
        """Say it of the child, in numbers."""
        both = (self.father, self.mother)
        return ReturnNoted(
            **self.envelope(self.as_of),
            child=self.child,
            known=int(ReturnStatus.UNKNOWN not in both),
            both_away=int(self.both_away),
            parents_away=ParentsAway.YES if self.both_away else ParentsAway.NO,
            returned=both.count(ReturnStatus.RETURNED),
        )

    @property
    def fact_id(self) -> UUID:
        """Name the fact after the key, as all that is told of a child."""
        return uuid5(self.child, f"returns/{self.ordinal}/{self.turn}")
