"""What volunteers keeps: stations at traffic hubs, the shifts worked there, and who was there how long."""

from services.volunteers.model.attendance import Attendance
from services.volunteers.model.shift import Shift, ShiftPost
from services.volunteers.model.station import Station
from services.volunteers.model.table import Table
from shared import answered, eventlog, frame

TABLES = (Table.metadata, answered.metadata, eventlog.metadata, frame.metadata)

__all__ = ["TABLES", "Attendance", "Shift", "ShiftPost", "Station", "Table"]
