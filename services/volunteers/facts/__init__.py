"""What volunteers tells the world."""

from services.volunteers.facts import away, project, shift, station, volunteer
from services.volunteers.facts.away import AwayTeamDissolved, AwayTeamFormed, Direction, TripAid, Vehicle
from services.volunteers.facts.project import ProjectPublished
from services.volunteers.facts.shift import (
    LONGEST_SHIFT_MINUTES,
    AttendanceCertified,
    Origin,
    PassengersServed,
    Post,
    ShiftCompleted,
)
from services.volunteers.facts.station import HubKind, StationClosed, StationOpened, Weekday
from services.volunteers.facts.volunteer import Source, VolunteerRecruited
from shared.facts import Fact, Indicator

FACTS: tuple[type[Fact], ...] = (*station.FACTS, *project.FACTS, *volunteer.FACTS, *shift.FACTS, *away.FACTS)
INDICATORS: tuple[Indicator, ...] = (
    *station.INDICATORS,
    *project.INDICATORS,
    *volunteer.INDICATORS,
    *shift.INDICATORS,
    *away.INDICATORS,
)

__all__ = [
    "FACTS",
    "INDICATORS",
    "LONGEST_SHIFT_MINUTES",
    "AttendanceCertified",
    "AwayTeamDissolved",
    "AwayTeamFormed",
    "Direction",
    "HubKind",
    "Origin",
    "PassengersServed",
    "Post",
    "ProjectPublished",
    "ShiftCompleted",
    "Source",
    "StationClosed",
    "StationOpened",
    "TripAid",
    "Vehicle",
    "VolunteerRecruited",
    "Weekday",
]
