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

__all__ = [
    "AddOrganisations",
    "AddPerson",
    "ClosePlace",
    "Deed",
    "Kind",
    "LoadFrame",
    "MergePlaces",
    "NoteDeed",
    "OpenCampaign",
    "PlaceRow",
    "SetHolidays",
    "Tree",
]
