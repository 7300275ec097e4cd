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
from services.portal.schemas.views import ForgetView, KeepView, RenameView

__all__ = [
    "AddOrganisations",
    "AddPerson",
    "Attest",
    "AttestationKind",
    "ClosePlace",
    "Deed",
    "ForgetView",
    "HandOver",
    "Invite",
    "IssueApiToken",
    "Join",
    "KeepView",
    "Kind",
    "LoadFrame",
    "MergePlaces",
    "NamePerson",
    "NewPassword",
    "NoteDeed",
    "OpenCampaign",
    "PlaceRow",
    "RenameView",
    "RevokeApiToken",
    "SetHolidays",
    "TakeBackInvitation",
    "Tree",
]
