"""The doors of 协会: opened, joined, left, closed."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from services.jobs.model.associations import Association, Membership
from services.jobs.schemas.associations import (
    AdmitMember,
    CloseAssociation,
    LeaveAssociation,
    OpenAssociation,
    StrikeMembership,
)
from services.jobs.store import held, kept
from services.jobs.store.associations import association_shown, membership_of, memberships_in
from shared.desk import Desk, envelope, must_be_date, must_cover
from shared.eventlog import reverse, tell, tell_many
from shared.facts import level_of
from shared.identity import Role
from shared.refusals import Refusal
from shared.worker import read, write


class AssociationOfTownship(Refusal):
    """协会或联盟由省、市、县建立,不能落在乡镇或省外"""


class AlreadyMember(Refusal):
    """会员 {member} 已在该协会中"""


class AssociationDoors:
    """协会: open, admit, let go, close."""

    @write(OpenAssociation, Role.RECORDER)
    def open_association(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Open an association or alliance in a city or county."""
        place, on = fields["place"], fields["opened_on"]
        must_be_date(desk, on, "opened_on")
        where = envelope(desk, place, fields["organisation"], on, fields["joint_organisations"])
        if level_of(place) in {"township", "outside"}:
            raise AssociationOfTownship("place")
        association = Association(
            id=id,
            kind=fields["kind"].value,
            title=fields["title"].strip(),
            opened_on=on,
            **Association.columns(where),
        )
        desk.session.add(association)
        tell(desk.session, *association.opened(), desk.now)
        return {"association": str(id)}

    @write(AdmitMember, Role.RECORDER)
    def admit_member(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Admit somebody, or note who belonged to it before."""
        association, on = _association(desk, fields["association"]), fields["admitted_on"]
        _must_be_open(desk, association, on, "admitted_on")
        if membership_of(desk.session, association.id, fields["member"]):
            raise AlreadyMember("member", member=fields["member"])
        membership = Membership(id=id, **{**fields, "joining": fields["joining"].value})
        desk.session.add(membership)
        tell(desk.session, *membership.admitted(association), desk.now)
        return {"membership": str(id)}

    @write(LeaveAssociation, Role.RECORDER)
    def leave_association(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Note that somebody belongs to an association no longer."""
        association, membership = _membership(desk, fields["membership"])
        must_be_date(desk, fields["left_on"], "left_on")
        membership.leave(fields["left_on"])
        tell(desk.session, *membership.left(association), desk.now)
        return {"membership": str(membership.id), "left_on": str(membership.left_on)}

    @write(StrikeMembership, Role.RECORDER)
    def strike_membership(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Strike a membership that was recorded by mistake: all that was told of it is reversed."""
        _, membership = _membership(desk, fields["membership"])
        must_be_date(desk, membership.admitted_on, "membership")
        for each in membership.strike(desk.now, fields["reason"].strip()):
            reverse(desk.session, each, desk.now)
        return {"membership": str(membership.id), "struck": True}

    @write(CloseAssociation, Role.RECORDER)
    def close_association(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Close an association, from which all its members go."""
        association, on = _association(desk, fields["association"]), fields["closed_on"]
        _must_be_open(desk, association, on, "closed_on")
        members = memberships_in(desk.session, association.id)
        for each in members:
            each.leave(on)
        association.close(on)
        tell_many(desk.session, [*(each.left(association) for each in members), association.closed()], desk.now)
        return {"association": str(association.id), "closed_on": str(on), "left": len(members)}

    @read(*Role)
    def association(self, desk: Desk, id: UUID) -> dict[str, Any]:
        """Show an association as it stands, with how many belong to it."""
        found = kept(desk.session, Association, id)
        must_cover(desk, found)
        return association_shown(desk.session, found)


def _association(desk: Desk, id: UUID) -> Association:
    association = held(desk.session, Association, id)
    must_cover(desk, association)
    return association


def _membership(desk: Desk, id: UUID) -> tuple[Association, Membership]:
    association = _association(desk, kept(desk.session, Membership, id).association)
    return association, held(desk.session, Membership, id)


def _must_be_open(desk: Desk, association: Association, on: date, field: str) -> None:
    must_be_date(desk, on, field)
    association.must_stand(on, field)
