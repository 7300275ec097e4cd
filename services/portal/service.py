"""Portal's doors: one method, one transaction."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from functools import cache
from typing import Any
from uuid import UUID, uuid5

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from services.portal import store
from services.portal.facts import FrameChanged
from services.portal.model import SESSION_LASTS, Person, SignIn
from services.portal.schemas import (
    AddOrganisations,
    AddPerson,
    ClosePlace,
    LoadFrame,
    OpenCampaign,
    PlaceRow,
    SetHolidays,
)
from shared import frame
from shared.desk import Desk, OrganisationUnknown, PlaceUnknown
from shared.eventlog import tell
from shared.facts import Organiser, PlaceCode, level_of, stem
from shared.identity import MOST_SECONDS, Role, sign, signing_key
from shared.refusals import NotFound, OutOfScope, Refusal, Refused
from shared.settings import Settings
from shared.worker import Doors, Transactions, anyone, read, write

PROVINCE = PlaceCode("510000000000")
PROVINCE_ITSELF = UUID("51000000-0000-4000-8000-000000000000")
"""Stands in the facts about the frame, which no single organisation makes."""

HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)


class SignInRefused(Refusal):
    """登录名或口令不正确,或账号暂时锁定;请稍后再试"""


class SessionEnded(Refusal):
    """登录已失效,请重新登录"""


class LoginTaken(Refusal):
    """登录名“{login}”已被使用"""


class Portal(Doors):
    """The frame of every service, and the people."""

    name = "portal"
    figures = store.FIGURES
    transactions = Transactions("portal")

    @anyone
    def sign_in(self, desk: Desk, login: str, password: str) -> dict[str, str]:
        """Begin a session; a refusal does not tell which of the two was wrong."""
        now = datetime.now(UTC)
        person = store.person_signing_in(desk.session, login)
        right = _matches(person.password_hash if person else _nobodys_hash(), password)
        if person is None or not right or not person.may_sign_in(desk.today, now):
            _count_failure(desk, person, now)
            raise SignInRefused("login")
        person.signed_in()
        secret, expires_at = secrets.token_urlsafe(32), now + SESSION_LASTS
        desk.session.add(SignIn(digest=store.digest(secret), person=person.id, expires_at=expires_at))
        return {"session": secret, "expires_at": expires_at.isoformat()}

    @anyone
    def sign_out(self, desk: Desk, session: str) -> None:
        """End a session; one that has ended already is well."""
        found = store.sign_in_of(desk.session, session)
        if found is not None:
            desk.session.delete(found)

    @anyone
    def token(self, desk: Desk, session: str, audience: str) -> dict[str, Any]:
        """Sign who this is for one service, for a minute; raises SessionEnded."""
        now = datetime.now(UTC)
        person = store.person_signed_in(desk.session, session, now)
        if person is None or not person.belongs(desk.today):
            raise SessionEnded("session")
        identity = person.identity(desk.frame.version)
        signed = sign(_key(self.transactions.settings), self.name, identity, audience)
        return {"token": signed, "expires_at": int(now.timestamp()) + MOST_SECONDS}

    @write(AddPerson, Role.OFFICER)
    def add_person(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, str]:
        """Register a person, whose scope lies within the scope of whoever registers."""
        organisation = desk.frame.organisation(fields["organisation"], desk.today)
        if organisation is None:
            raise OrganisationUnknown("organisation", organisation=fields["organisation"], day=desk.today)
        scope = [stem(place) for place in fields.pop("scope")]
        if not all(desk.identity.covers(each) for each in (*scope, organisation.place)):
            raise OutOfScope("scope")
        if store.login_taken(desk.session, fields["login"], by_other_than=id):
            raise LoginTaken("login", login=fields["login"])
        password_hash = HASHER.hash(fields.pop("password"))
        roles = [role.value for role in fields.pop("roles")]
        person = Person(
            id=id, password_hash=password_hash, place=organisation.place, roles=roles, scope=scope, **fields
        )
        desk.session.add(person)
        return {"person": str(id)}

    @read(service_only=True)
    def frame(self, desk: Desk, after: int, offset: int = 0, limit: int = frame.PAGE) -> dict[str, Any]:
        """Answer one page of what came or changed in the frame after a version."""
        return frame.changes_after(desk.session, after, offset, min(limit, frame.PAGE))

    @write(LoadFrame, service_only=True)
    def load_frame(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, int]:
        """Bring in the places, organisations, campaigns and holidays that a site begins with."""
        return _revised(
            desk,
            id,
            frame_place=[_with_level(row) for row in fields["places"]],
            frame_organisation=fields["organisations"],
            frame_campaign=fields["campaigns"],
            frame_holiday=fields["holidays"],
        )

    @write(AddOrganisations, service_only=True)
    def add_organisations(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, int]:
        """Register organisations, or what has become of them."""
        unknown = [number for number, row in enumerate(fields["rows"]) if not desk.frame.knows(row["place"])]
        if unknown:
            raise Refused(PlaceUnknown("place", row=each, place=fields["rows"][each]["place"]) for each in unknown)
        return _revised(desk, id, frame_organisation=fields["rows"])

    @write(PlaceRow, service_only=True)
    def add_place(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, int]:
        """Add a place, or the new name or parent of one from a day on."""
        before = desk.frame.place(fields["code"], fields["valid_from"])
        renewed = before is not None and before.valid_from < fields["valid_from"]
        closed = [{**vars(before), "valid_to": fields["valid_from"]}] if renewed else []
        return _revised(desk, id, frame_place=[*closed, _with_level(fields)])

    @write(ClosePlace, service_only=True)
    def close_place(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, int]:
        """Close a place from a day on; what was recorded there keeps its code."""
        standing = desk.frame.place(fields["code"], fields["valid_to"])
        if standing is None:
            raise NotFound("code")
        return _revised(desk, id, frame_place=[{**vars(standing), "valid_to": fields["valid_to"]}])

    @write(OpenCampaign, service_only=True)
    def open_campaign(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, int]:
        """Open a winter, or change its days."""
        return _revised(desk, id, frame_campaign=[fields])

    @write(SetHolidays, service_only=True)
    def set_holidays(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, int]:
        """Say which days are off, and which weekend days are worked in their stead."""
        return _revised(desk, id, frame_holiday=fields["rows"])


def _with_level(row: dict[str, Any]) -> dict[str, Any]:
    return {**row, "level": level_of(row["code"])}


def _revised(desk: Desk, id: UUID, **rows: list[dict[str, Any]]) -> dict[str, int]:
    version = frame.revise(desk.session, rows)
    changed = FrameChanged(
        place=PROVINCE,
        home=PROVINCE,
        organisation=PROVINCE_ITSELF,
        organiser=Organiser.PROVINCE,
        occurred_on=desk.today,
        version=version,
    )
    tell(desk.session, changed, uuid5(id, "frame"), desk.now)
    return {"version": version}


def _count_failure(desk: Desk, person: Person | None, at: datetime) -> None:
    if person is not None:
        person.failed(at)
        desk.session.commit()  # a refusal rolls back, but the count of failures has to stay


@cache
def _key(known: Settings) -> Ed25519PrivateKey:
    return signing_key(known)


@cache
def _nobodys_hash() -> str:
    return HASHER.hash(secrets.token_urlsafe())


def _matches(hashed: str, password: str) -> bool:
    try:
        return HASHER.verify(hashed, password)
    except VerifyMismatchError:
        return False
