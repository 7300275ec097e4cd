"""What portal's doors accept."""

from services.portal.schemas.attestations import Attest, AttestationKind
from services.portal.schemas.audit import Deed, NoteDeed
from services.portal.schemas.frame import (
    AddOrganisations,
    ClosePlace,
    Kind,
    LoadFrame,
    MergePlaces,
    OpenCampaign,
    PlaceRow,
    SetHolidays,
    Tree,
)
from services.portal.schemas.people import (
    AddPerson,
    HandOver,
    Invite,
    Join,
    NamePerson,
    NewPassword,
    TakeBackInvitation,
)
from services.portal.schemas.programs import IssueApiToken, RevokeApiToken

__all__ = [
    "AddOrganisations",
    "AddPerson",
    "Attest",
    "AttestationKind",
    "ClosePlace",
    "Deed",
    "HandOver",
    "Invite",
    "IssueApiToken",
    "Join",
    "Kind",
    "LoadFrame",
    "MergePlaces",
    "NamePerson",
    "NewPassword",
    "NoteDeed",
    "OpenCampaign",
    "PlaceRow",
    "RevokeApiToken",
    "SetHolidays",
    "TakeBackInvitation",
    "Tree",
]
