"""What portal keeps beside the frame: people, and what they keep here."""

from services.portal.model.accounts import INVITATION_LASTS, Invitation, LinkedIdentity, SecondFactor
from services.portal.model.attestations import Attestation
from services.portal.model.audit import AuditEntry
from services.portal.model.people import (
    BY_PASSWORD,
    BY_PROVIDER,
    LOCKED_FOR,
    MOST_FAILURES,
    SESSION_LASTS,
    Person,
    SignIn,
)
from services.portal.model.programs import ApiToken
from services.portal.model.table import Table
from services.portal.model.views import SavedView
from shared import answered, eventlog, frame

TABLES = (Table.metadata, answered.metadata, eventlog.metadata, frame.metadata)

__all__ = [
    "BY_PASSWORD",
    "BY_PROVIDER",
    "INVITATION_LASTS",
    "LOCKED_FOR",
    "MOST_FAILURES",
    "SESSION_LASTS",
    "TABLES",
    "ApiToken",
    "Attestation",
    "AuditEntry",
    "Invitation",
    "LinkedIdentity",
    "Person",
    "SavedView",
    "SecondFactor",
    "SignIn",
    "Table",
]
