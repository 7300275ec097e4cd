"""The doors of teams outside the province."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid5

from services.volunteers.facts.away import AwayTeamDissolved, AwayTeamFormed
from services.volunteers.model import AwayTeam
from services.volunteers.schemas import DissolveAwayTeam, FormAwayTeam
from services.volunteers.service.rows import row_of
from shared.desk import Desk, envelope, must_be_date
from shared.eventlog import tell
from shared.identity import Role
from shared.worker import read, write


class AwayTeamDoors:
    """驻外志愿服务队: form, dissolve."""

    @write(FormAwayTeam, Role.RECORDER)
    def form_away_team(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Enter a team that was formed outside the province."""
        formed_on = fields["formed_on"]
        where = envelope(desk, fields["place"], fields["organisation"], formed_on)
        team = AwayTeam(
            id=id,
            name=fields["name"],
            formed_on=formed_on,
            recorded_at=desk.now,
            recorded_by=desk.identity.person,
            **AwayTeam.columns(where),
        )
        team.form()
        desk.session.add(team)
        tell(desk.session, AwayTeamFormed(**team.envelope(formed_on), team=id), uuid5(id, "formed"), desk.now)
        return {"team": str(id)}

    @write(DissolveAwayTeam, Role.RECORDER)
    def dissolve_away_team(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Let a team stand no longer."""
        team, on = row_of(desk, AwayTeam, fields["team"]), fields["dissolved_on"]
        must_be_date(desk, on, "dissolved_on")
        team.dissolve(on)
        dissolved = AwayTeamDissolved(**team.envelope(on), team=team.id)
        tell(desk.session, dissolved, uuid5(team.id, "dissolved"), desk.now)
        return {"team": str(team.id), "dissolved_on": str(on)}

    @read(Role.RECORDER, Role.APPROVER, Role.VIEWER)
    def away_team(self, desk: Desk, id: UUID) -> dict[str, Any]:
        """Show a team as it stands."""
        team = row_of(desk, AwayTeam, id)
        until = str(team.dissolved_on) if team.dissolved_on else None
        return {
            "id": str(id),
            "place": team.place,
            "name": team.name,
            "formed_on": str(team.formed_on),
            "dissolved_on": until,
        }
