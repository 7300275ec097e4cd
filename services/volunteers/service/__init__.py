"""Volunteers' doors: one method, one transaction."""

from __future__ import annotations

from services.volunteers import store
from services.volunteers.service.attendances import AttendanceDoors
from services.volunteers.service.projects import ProjectDoors
from services.volunteers.service.shifts import ShiftDoors
from services.volunteers.service.stations import StationDoors
from services.volunteers.service.volunteers import VolunteerDoors
from shared.worker import FactDoors, Transactions


class Volunteers(StationDoors, ProjectDoors, VolunteerDoors, ShiftDoors, AttendanceDoors, FactDoors):
    """五 春运志愿服务."""

    name = "volunteers"
    figures = store.FIGURES
    due = staticmethod(store.due)
    transactions = Transactions("volunteers")


__all__ = ["Volunteers"]
