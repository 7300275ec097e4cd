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
from services.volunteers.store.finding import FINDABLE
from services.volunteers.store.hours import hours_to_check
from services.volunteers.store.make_up import make_up_asked, make_up_shown, make_ups_asked, shift_of_make_up
from services.volunteers.store.open_shift import posts_lacking, shifts_between, shifts_overdue
from services.volunteers.store.project import number_project, project_shown
from services.volunteers.store.shift import shift_shown, shifts_after
from services.volunteers.store.sign_up import (
    absent_from,
    next_turn,
    settle,
    shift_of_sign_up,
    shifts_ahead,
    sign_up_of,
    sign_up_shown,
    sign_ups_of,
    signed_at,
    unbook,
    waiting_for,
    write_sign_up,
)
from services.volunteers.store.station import station_shown, stations_open
from services.volunteers.store.volunteer import attendances_of, service_attested, volunteer_shown
from shared.rows import held, kept

__all__ = [
    "FIGURES",
    "FINDABLE",
    "absent_from",
    "attendance_of",
    "attendances_of",
    "check_in",
    "check_out",
    "due",
    "held",
    "hours_to_check",
    "kept",
    "make_up_asked",
    "make_up_shown",
    "make_ups_asked",
    "next_turn",
    "number_project",
    "posts_lacking",
    "presence_of",
    "project_shown",
    "roster",
    "service_attested",
    "settle",
    "shift_of_attendance",
    "shift_of_make_up",
    "shift_of_sign_up",
    "shift_shown",
    "shifts_after",
    "shifts_ahead",
    "shifts_between",
    "shifts_overdue",
    "sign_up_of",
    "sign_up_shown",
    "sign_ups_of",
    "signed_at",
    "station_shown",
    "stations_open",
    "unbook",
    "volunteer_shown",
    "waiting_for",
    "write_sign_up",
]
