"""What reporting's doors accept."""

from services.reporting.schemas.periods import (
    PAGE,
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
    "PAGE",
    "AcceptReturn",
    "ConfirmCounty",
    "CorrectReturn",
    "OpenReturns",
    "Period",
    "SendBack",
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
