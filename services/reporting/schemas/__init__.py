"""What reporting's doors accept."""

from services.reporting.schemas.kept import KeepPeriod
from services.reporting.schemas.notices import MAILBOX, ROBOT, ChannelKind, DrawUpNotice, RemindCity, SetChannel
from services.reporting.schemas.periods import (
    PAGE,
    TABLE_PAGE,
    Period,
    days_between,
    offset_of,
    period_of,
    season_of,
    series_days,
    standing_before,
)
from services.reporting.schemas.returns import (
    AcceptReturn,
    ConfirmCounty,
    CorrectReturn,
    OpenReturns,
    SendBack,
    SubmitReturn,
    UnlockReturn,
    WriteNarrative,
)

__all__ = [
    "MAILBOX",
    "PAGE",
    "ROBOT",
    "TABLE_PAGE",
    "AcceptReturn",
    "ChannelKind",
    "ConfirmCounty",
    "CorrectReturn",
    "DrawUpNotice",
    "KeepPeriod",
    "OpenReturns",
    "Period",
    "RemindCity",
    "SendBack",
    "SetChannel",
    "SubmitReturn",
    "UnlockReturn",
    "WriteNarrative",
    "days_between",
    "offset_of",
    "period_of",
    "season_of",
    "series_days",
    "standing_before",
]
