"""Portal's doors: one method, one transaction."""

from services.portal import store
from services.portal.service.accounts import AccountDoors
from services.portal.service.attestations import AttestationDoors
from services.portal.service.audit import AuditDoors
from services.portal.service.frame import FrameDoors
from services.portal.service.invitations import InvitationDoors
from services.portal.service.people import PeopleDoors
from services.portal.service.programs import ProgramDoors
from services.portal.service.sessions import SessionDoors
from services.portal.service.sheets import SheetKeyDoors
from services.portal.service.views import ViewDoors
from shared.worker import Transactions


class Portal(
    AuditDoors,
    SessionDoors,
    AccountDoors,
    InvitationDoors,
    PeopleDoors,
    ProgramDoors,
    AttestationDoors,
    SheetKeyDoors,
    FrameDoors,
    ViewDoors,
):
    """The frame of every service, and the people."""

    name = "portal"
    figures = store.FIGURES
    transactions = Transactions("portal")
