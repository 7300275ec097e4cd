"""What volunteers keeps: stations, projects, the register, the shifts worked, and who was there how long."""

from services.volunteers.model.attendance import Attendance
from services.volunteers.model.away_team import AwayTeam
from services.volunteers.model.make_up import MakeUp
from services.volunteers.model.project import Project
from services.volunteers.model.shift import Shift, ShiftPost
from services.volunteers.model.sign_up import BookedDay, SignUp
from services.volunteers.model.station import Station
from services.volunteers.model.table import Table
from services.volunteers.model.volunteer import Volunteer
from shared import acts, answered, eventlog, frame, vault

TABLES = (Table.metadata, acts.metadata, answered.metadata, eventlog.metadata, frame.metadata, vault.metadata)

__all__ = [
    "TABLES",
    "Attendance",
    "AwayTeam",
    "BookedDay",
    "MakeUp",
    "Project",
    "Shift",
    "ShiftPost",
    "SignUp",
    "Station",
    "Table",
    "Volunteer",
]
