"""Volunteers' doors: one method, one transaction."""

from __future__ import annotations

from typing import ClassVar

from services.volunteers import store
from services.volunteers.facts import FACTS
from services.volunteers.model import AwayTeam, Project, Station, Volunteer
from services.volunteers.schemas import IDENTITIES, SHEETS
from services.volunteers.service.attendances import AttendanceDoors
from services.volunteers.service.away_teams import AwayTeamDoors
from services.volunteers.service.make_ups import MakeUpDoors
from services.volunteers.service.open_shifts import OpenShiftDoors
from services.volunteers.service.projects import ProjectDoors
from services.volunteers.service.shifts import ShiftDoors
from services.volunteers.service.sign_ups import SignUpDoors
from services.volunteers.service.stations import StationDoors
from services.volunteers.service.volunteers import VolunteerDoors
from shared.facts import acts_of
from shared.worker import ActDoors, FactDoors, FindDoors, SheetDoors, Transactions, VaultDoors


class Volunteers(
    StationDoors,
    ProjectDoors,
    VolunteerDoors,
    ShiftDoors,
    SignUpDoors,
    AttendanceDoors,
    MakeUpDoors,
    OpenShiftDoors,
    AwayTeamDoors,
    ActDoors,
    SheetDoors,
    FindDoors,
    VaultDoors,
    FactDoors,
):
    """五 春运志愿服务."""

    name = "volunteers"
    kinds = acts_of(FACTS)
    sheets = SHEETS
    sheet_tables: ClassVar = {"station": Station, "project": Project, "volunteer": Volunteer, "away_team": AwayTeam}
    identities = IDENTITIES
    registers: ClassVar = {"volunteer": Volunteer}
    findable = store.FINDABLE
    figures = store.FIGURES
    due = staticmethod(store.due)
    transactions = Transactions("volunteers")


__all__ = ["Volunteers"]
