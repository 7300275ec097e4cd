"""The doors of cases: opened, moved, closed."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from services.children.model import Case, Stay
from services.children.schemas.cases import CloseCase, MoveCase, OpenCase
from services.children.service.companions import hand_over, must_serve
from services.children.service.stays import NotYetInSeason, begin_stay, carry_on, end_stay, held, season_of, secret_of
from services.children.store.cases import case_shown, cases_in, cases_unconsented
from services.children.store.stays import standing_stay
from shared.desk import Desk, envelope, must_be_date
from shared.identity import Role
from shared.refusals import Refusal
from shared.vault import standing_scopes
from shared.worker import Doors, follow, read, write


class NothingMoves(Refusal):
    """地点、组织和童伴妈妈都与现在相同,无须变更"""


class CaseDoors(Doors):
    """在册儿童: who comes onto the register, where they are, and who leaves it."""

    @write(OpenCase, Role.RECORDER)
    def open_case(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Put a child on the register of its township."""
        on = fields["opened_on"]
        must_be_date(desk, on, "opened_on")
        where = envelope(desk, fields.pop("place"), fields.pop("organisation"), on)
        case = Case(id=id, **fields, **Case.columns(where))
        case.must_belong(on)
        must_serve(desk, case.companion, on)
        desk.session.add(case)
        begin_stay(desk, case, on, secret_of(self.transactions))
        return {"case": str(id), "opened_on": str(on)}

    @write(MoveCase, Role.RECORDER)
    def move_case(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Say where a child is from now on, and who looks after it; the caller's scope covers both places."""
        on, case = fields["moved_on"], held(desk, fields["case"])
        must_be_date(desk, on, "moved_on")
        where = Case.columns(envelope(desk, fields["place"], fields["organisation"], on))
        stay = standing_stay(desk.session, case.id)
        if stay and stay.season != season_of(desk, on):
            raise NotYetInSeason("moved_on", day=on)
        if stay and stay.is_at(where) and case.companion == fields["companion"]:
            raise NothingMoves("place")
        if case.companion != fields["companion"]:
            hand_over(desk, case, must_serve(desk, fields["companion"], on).id, on, id)
        if stay is None or not stay.is_at(where):
            self._move(desk, case, stay, where, on)
        return {"case": str(case.id), "place": case.place}

    @write(CloseCase, Role.RECORDER)
    def close_case(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Take a child off the register."""
        on, case = fields["closed_on"], held(desk, fields["case"])
        must_be_date(desk, on, "closed_on")
        case.close(on, fields["reason"])
        if stay := standing_stay(desk.session, case.id):
            end_stay(desk, stay, on, "closed_on")
        return {"case": str(case.id), "closed_on": str(on)}

    @read(Role.RECORDER, Role.OFFICER)
    def case(self, desk: Desk, id: UUID) -> dict[str, Any]:
        """Show a case as it stands, and to what its guardian consents."""
        return {**case_shown(desk.session, id), "consented": standing_scopes(desk.session, id)}

    @read(Role.RECORDER, Role.OFFICER)
    def cases(self, desk: Desk, place: str, after: UUID | None = None, limit: int = 100) -> list[dict[str, Any]]:
        """List the open cases of a place, from after an id."""
        return cases_in(desk.session, place, after, limit)

    @read(Role.RECORDER, Role.OFFICER)
    def cases_unconsented(
        self, desk: Desk, place: str, on: date, after: UUID | None = None, limit: int = 100
    ) -> list[dict[str, Any]]:
        """List the open cases of a place that will be closed if a season begins on a day and nobody asks guardians."""
        return cases_unconsented(desk.session, place, on, after, limit)

    def _move(self, desk: Desk, case: Case, stay: Stay | None, where: dict[str, Any], on: date) -> None:
        if stay:
            end_stay(desk, stay, on, "moved_on")
        for name, value in where.items():
            setattr(case, name, value)
        case.must_belong(on)
        follow(self, desk, case.id, where)
        begun = begin_stay(desk, case, on, secret_of(self.transactions))
        if stay:
            carry_on(desk, stay, begun)
