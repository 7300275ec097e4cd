"""From facts to cells: the plan of each kind, the parcel of each batch, the counting of it, and the roller."""

from services.reporting.fold.batch import Arrival, Counter, arrival
from services.reporting.fold.declaring import IndicatorsUnknown, declarations, lacking, narrowed, waiting
from services.reporting.fold.fill import fill_members, fill_states, fill_sums
from services.reporting.fold.plan import Plans, plans
from services.reporting.fold.roll import MOST_FACTS, anything_waits, forget, left_over, roll

__all__ = [
    "MOST_FACTS",
    "Arrival",
    "Counter",
    "IndicatorsUnknown",
    "Plans",
    "anything_waits",
    "arrival",
    "declarations",
    "fill_members",
    "fill_states",
    "fill_sums",
    "forget",
    "lacking",
    "left_over",
    "narrowed",
    "plans",
    "roll",
    "waiting",
]
