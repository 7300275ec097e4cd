"""Every SELECT of volunteers, and what its state tables say of each figure."""

from services.volunteers.store.attendance import (
    attendance_of,
    check_in,
    check_out,
    presence_of,
    roster,
    shift_of_attendance,
)
from services.volunteers.store.due import due
from services.volunteers.store.figures import FIGURES
from services.volunteers.store.held import held, kept
from services.volunteers.store.project import number_project, project_shown
from services.volunteers.store.shift import shift_shown, shifts_after
from services.volunteers.store.station import station_shown, stations_open
from services.volunteers.store.volunteer import attendances_of, volunteer_shown

__all__ = [
    "FIGURES",
    "attendance_of",
    "attendances_of",
    "check_in",
    "check_out",
    "due",
    "held",
    "kept",
    "number_project",
    "presence_of",
    "project_shown",
    "roster",
    "shift_of_attendance",
    "shift_shown",
    "shifts_after",
    "station_shown",
    "stations_open",
    "volunteer_shown",
]
