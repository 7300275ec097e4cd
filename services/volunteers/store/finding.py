"""What of volunteers can be found: projects by their numbers, teams by their names, and everything by its id."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, null, select

from services.volunteers.model import AwayTeam, Project, Shift, Station, Volunteer
from shared.finding import Findable


def _said(kind: Any, on: Any, title: Any = None) -> Select[Any]:
    shown = null() if title is None else title
    return select(kind.id, kind.place, on.label("on"), shown.label("title"))


FINDABLE = (
    Findable("project", "project", Project, _said(Project, Project.published_on, Project.number), (Project.number,)),
    Findable("away_team", "away_team", AwayTeam, _said(AwayTeam, AwayTeam.formed_on, AwayTeam.name), (AwayTeam.name,)),
    Findable("station", "station", Station, _said(Station, Station.opened_on)),
    Findable("shift", "shift", Shift, _said(Shift, Shift.held_on)),
    Findable("volunteer", "volunteer", Volunteer, _said(Volunteer, Volunteer.recruited_on)),
)
