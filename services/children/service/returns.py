"""父母返乡情况: the door by which it becomes known."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from services.children.schemas.returns import NoteReturn
from services.children.service.stays import held, standing_in_season
from services.children.store.returns import history, last_known, without_parents
from shared.desk import Desk, must_be_date
from shared.eventlog import tell
from shared.identity import Role
from shared.worker import Doors, read, write


class ReturnDoors(Doors):
    """父母返乡情况: noted of one parent at a time, never of a day before what is known."""

    @write(NoteReturn, Role.RECORDER)
    def note_return(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Note what became known of a child's father or mother."""
        on, case = fields["as_of"], held(desk, fields["case"])
        must_be_date(desk, on, "as_of")
        stay = standing_in_season(desk, case, on, "as_of")
        stay.must_cover(on, "as_of")
        known = last_known(desk.session, stay)
        known.must_not_follow(on)
        news = known.next_in(stay, on)
        news.learn(fields["parent"], fields["status"])
        news.source, news.recorded_by = fields["source"].value, desk.identity.person
        desk.session.add(news)
        tell(desk.session, news.noted(), news.fact_id, desk.now)
        return {"case": str(case.id), "father": news.father, "mother": news.mother}

    @read(Role.RECORDER, Role.OFFICER)
    def returns(self, desk: Desk, case: UUID) -> list[dict[str, Any]]:
        """Show what became known of a child's parents."""
        return history(desk.session, case)

    @read(Role.RECORDER, Role.OFFICER)
    def children_without_parents(
        self, desk: Desk, place: str, after: UUID | None = None, limit: int = 100
    ) -> list[dict[str, Any]]:
        """List the children of a place neither of whose parents is home, from after a case."""
        return without_parents(desk.session, place, after, limit)
