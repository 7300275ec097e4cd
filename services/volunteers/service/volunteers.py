"""The doors of the register of volunteers."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID, uuid5

from services.volunteers import store
from services.volunteers.facts.volunteer import VolunteerRecruited
from services.volunteers.model import Volunteer
from services.volunteers.schemas import ChangeVolunteer, RecruitVolunteer, ReleaseVolunteer
from services.volunteers.service.rows import row_of
from shared.desk import Desk, envelope, must_be_date
from shared.eventlog import reverse, tell
from shared.identity import Role
from shared.worker import read, write


class VolunteerDoors:
    """志愿者: recruit, put right, release, show with all hours."""

    @write(RecruitVolunteer, Role.RECORDER)
    def recruit_volunteer(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Enter a volunteer into the register."""
        where = envelope(desk, fields["place"], fields["organisation"], fields["recruited_on"])
        volunteer = Volunteer(
            id=id,
            revision=1,
            recruited_on=fields["recruited_on"],
            recorded_at=desk.now,
            recorded_by=desk.identity.person,
            **Volunteer.columns(where),
        )
        volunteer.keep(fields)
        desk.session.add(volunteer)
        tell(desk.session, _recruited(volunteer), _recruitment(volunteer), desk.now)
        return {"volunteer": str(id), "revision": volunteer.revision}

    @write(ChangeVolunteer, Role.RECORDER)
    def change_volunteer(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Put an entry right, as after a training: the recruitment is reversed and told again."""
        volunteer = row_of(desk, Volunteer, fields["volunteer"])
        must_be_date(desk, volunteer.recruited_on, "volunteer")
        before = _recruitment(volunteer)
        volunteer.change(fields["revision"], fields)
        reverse(desk.session, before, desk.now)
        tell(desk.session, _recruited(volunteer), _recruitment(volunteer), desk.now)
        return {"volunteer": str(volunteer.id), "revision": volunteer.revision}

    @write(ReleaseVolunteer, Role.RECORDER)
    def release_volunteer(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Let a volunteer go: who was recruited stays counted, and every minute stays earned."""
        volunteer = row_of(desk, Volunteer, fields["volunteer"])
        must_be_date(desk, fields["left_on"], "left_on")
        volunteer.leave(fields["left_on"])
        return {"volunteer": str(volunteer.id), "left_on": str(fields["left_on"])}

    @read(Role.RECORDER, Role.APPROVER, Role.VIEWER)
    def volunteer(self, desk: Desk, id: UUID) -> dict[str, Any]:
        """Show an entry with every attendance within the caller's scope and the minutes these add up to."""
        volunteer = row_of(desk, Volunteer, id)
        return store.volunteer_shown(volunteer, store.attendances_of(desk.session, volunteer.id))

    @read()
    def my_service(self, desk: Desk) -> dict[str, Any]:
        """Show the volunteer who signed in every own attendance with its minutes, and the shifts to come."""
        volunteer = row_of(desk, Volunteer, desk.identity.somebody)
        served = store.volunteer_shown(volunteer, store.attendances_of(desk.session, volunteer.id))
        return {**served, "ahead": store.shifts_ahead(desk.session, volunteer.id, desk.now)}

    @read(service_only=True)
    def service_record(self, desk: Desk, id: UUID) -> dict[str, Any]:
        """Tell what can be attested of a volunteer's service in this season."""
        volunteer = store.kept(desk.session, Volunteer, id)
        campaign = desk.frame.campaign_on(desk.today)
        since = campaign.starts_on if campaign else None
        return {
            "place": volunteer.place,
            "organisation": str(volunteer.organisation),
            "season": campaign.id if campaign else None,
            **store.service_attested(desk.session, volunteer.id, since),
        }

    @read(Role.APPROVER, Role.VIEWER)
    def hours_to_check(self, desk: Desk, since: date, until: date) -> list[dict[str, Any]]:
        """List whose hours within the caller's scope are so unusual that somebody should look; nobody is ranked."""
        return store.hours_to_check(desk.session, since, until)


def _recruited(volunteer: Volunteer) -> VolunteerRecruited:
    return VolunteerRecruited(
        **volunteer.envelope(volunteer.recruited_on), volunteer=volunteer.id, source=volunteer.came_from
    )


def _recruitment(volunteer: Volunteer) -> UUID:
    return uuid5(volunteer.id, f"recruited:{volunteer.revision}")
