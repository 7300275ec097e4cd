"""Who is in charge of a child, and may know its name."""

from __future__ import annotations

from uuid import UUID

from services.children.model import Case
from shared.desk import Desk
from shared.identity import Role

COUNTY_STEM = 6


def is_in_charge_of_child(desk: Desk, child: UUID) -> bool:
    """Tell whether the caller is the companion whose child it is, or the officer named for its county.

    A companion signs in as the person whose id is her number in the register; a county's officer is one whose scope
    is that county, and no officer of a city or of the province.
    """
    case = desk.session.get(Case, child)
    if case is None:
        return False
    if case.closed_on is None and desk.identity.person == case.companion:
        return True
    return Role.OFFICER in desk.identity.roles and any(
        len(each) == COUNTY_STEM and case.place.startswith(each) for each in desk.identity.scope
    )
