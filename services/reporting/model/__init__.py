"""What reporting keeps."""

from services.reporting.facts import ReturnKind, ReturnState, ReturnStep
from services.reporting.model.counts import SCHEMAS, Head, Lost, Parked, Pointer, Roll, Row, counted_in
from services.reporting.model.kept import KeptCell, KeptPeriod
from services.reporting.model.looks import Look
from services.reporting.model.notices import (
    MOST_ATTEMPTS,
    Channel,
    Notice,
    Reminder,
    is_quiet,
    notice_id,
    reminded_on,
)
from services.reporting.model.published import Edition, Published
from services.reporting.model.returns import (
    CountyConfirmed,
    Frozen,
    FrozenShare,
    MonthlyReturn,
    StepTaken,
)
from shared import answered, eventlog, frame

TABLES = (
    Row.metadata,
    answered.metadata,
    eventlog.metadata,
    frame.metadata,
    *(counted_in(schema) for schema in SCHEMAS),
)

__all__ = [
    "MOST_ATTEMPTS",
    "SCHEMAS",
    "TABLES",
    "Channel",
    "CountyConfirmed",
    "Edition",
    "Frozen",
    "FrozenShare",
    "Head",
    "KeptCell",
    "KeptPeriod",
    "Look",
    "Lost",
    "MonthlyReturn",
    "Notice",
    "Parked",
    "Pointer",
    "Published",
    "Reminder",
    "ReturnKind",
    "ReturnState",
    "ReturnStep",
    "Roll",
    "Row",
    "StepTaken",
    "counted_in",
    "is_quiet",
    "notice_id",
    "reminded_on",
]
