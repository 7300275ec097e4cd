"""The doors by which time alone moves every child from one season into the next."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from services.children.schemas.cases import EnterSeason, LeaveSeason
from services.children.service.stays import begin_stay, end_stay, held, season_of, secret_of
from services.children.store.stays import standing_stay
from shared.desk import Desk, envelope, must_be_date
from shared.refusals import Refusal, RoleMissing
from shared.worker import Doors, write


class SeasonNotOver(Refusal):
    """该个案在 {day} 没有需要转出的往季登记"""


class StillInSeason(Refusal):
    """该个案在 {day} 还有未转出的登记"""


class SeasonDoors(Doors):
    """季末转出、新季转入: the key of each season stands for a child in that season alone."""

    @write(LeaveSeason)
    def leave_season(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Tell, once a season is over, that the key of that season stands for nobody any more."""
        _must_be_due_work(desk)
        on, case = fields["left_on"], held(desk, fields["case"])
        must_be_date(desk, on, "left_on")
        stay = standing_stay(desk.session, case.id)
        if stay is None or stay.season == season_of(desk, on):
            raise SeasonNotOver("left_on", day=on)
        end_stay(desk, stay, on, "left_on")
        return {"case": str(case.id), "left_on": str(on)}

    @write(EnterSeason)
    def enter_season(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Tell a child again, under the key of the season that begins."""
        _must_be_due_work(desk)
        on, case = fields["entered_on"], held(desk, fields["case"])
        envelope(desk, case.place, case.organisation, on)
        case.must_belong(on)
        if standing_stay(desk.session, case.id):
            raise StillInSeason("entered_on", day=on)
        begin_stay(desk, case, on, secret_of(self.transactions))
        return {"case": str(case.id), "entered_on": str(on)}


def _must_be_due_work(desk: Desk) -> None:
    if desk.identity.service is None:
        raise RoleMissing("token", roles="系统")
