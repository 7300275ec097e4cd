"""What portal's doors accept."""

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
from services.portal.schemas.people import AddPerson
from services.portal.schemas.programs import IssueApiToken, RevokeApiToken

__all__ = [
    "AddOrganisations",
    "AddPerson",
    "ClosePlace",
    "Deed",
    "IssueApiToken",
    "Kind",
    "LoadFrame",
    "MergePlaces",
    "NoteDeed",
    "OpenCampaign",
    "PlaceRow",
    "RevokeApiToken",
    "SetHolidays",
    "Tree",
]
