"""Every SELECT of reporting: which schema lives, how far it has counted, and what its cells say."""

from services.reporting.store.changeover import (
    asked_epochs,
    counted_epochs,
    forget_asked,
    note_lost,
    parked_ids,
    settle_parked,
    uncounted,
)
from services.reporting.store.declared import (
    Declaration,
    Declarations,
    declare,
    declare_first,
    declared,
    live_catalogue,
)
from services.reporting.store.figures import Figures, by_day, figures, standing_before
from services.reporting.store.live import enter, enter_live, hold_swap, live, look_at_live, point_at, shadow
from services.reporting.store.looks import looks
from services.reporting.store.notices import lately
from services.reporting.store.sources import (
    adopt,
    ask_for_epochs,
    epoch_of,
    epochs,
    heads,
    hear_heads,
    note_end,
    note_whole,
    parked_positions,
    service_of,
)
from services.reporting.store.standing import Lag, due, lag, lost, parked, status

__all__ = [
    "Declaration",
    "Declarations",
    "Figures",
    "Lag",
    "adopt",
    "ask_for_epochs",
    "asked_epochs",
    "by_day",
    "counted_epochs",
    "declare",
    "declare_first",
    "declared",
    "due",
    "enter",
    "enter_live",
    "epoch_of",
    "epochs",
    "figures",
    "forget_asked",
    "heads",
    "hear_heads",
    "hold_swap",
    "lag",
    "lately",
    "live",
    "live_catalogue",
    "look_at_live",
    "looks",
    "lost",
    "note_end",
    "note_lost",
    "note_whole",
    "parked",
    "parked_ids",
    "parked_positions",
    "point_at",
    "service_of",
    "settle_parked",
    "shadow",
    "standing_before",
    "status",
    "uncounted",
]
