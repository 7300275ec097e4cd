"""What the state tables say, for reconciling: SELECTs that know neither the event log nor how facts are folded."""

from shared.tally.acts import act_figures, joint_figures
from shared.tally.counting import BEHIND_ALL, LEAF, TOWNSHIP, Page, acts_distinct, acts_summed, counts, field

__all__ = [
    "BEHIND_ALL",
    "LEAF",
    "TOWNSHIP",
    "Page",
    "act_figures",
    "acts_distinct",
    "acts_summed",
    "counts",
    "field",
    "joint_figures",
]
