"""What portal keeps beside the frame: people, and what they keep here."""

from services.portal.model.audit import AuditEntry
from services.portal.model.people import LOCKED_FOR, MOST_FAILURES, SESSION_LASTS, Person, SignIn
from services.portal.model.programs import ApiToken
from services.portal.model.table import Table
from shared import answered, eventlog, frame

TABLES = (Table.metadata, answered.metadata, eventlog.metadata, frame.metadata)

__all__ = [
    "LOCKED_FOR",
    "MOST_FAILURES",
    "SESSION_LASTS",
    "TABLES",
    "ApiToken",
    "AuditEntry",
    "Person",
    "SignIn",
    "Table",
]
