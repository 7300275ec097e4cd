"""What the state tables say, for reconciling: SELECTs that know neither the event log nor how facts are folded."""

from shared.tally.acts import act_figures, joint_figures
from shared.tally.counting import LEAF, TOWNSHIP, acts_distinct, acts_summed, counts, field

__all__ = ["LEAF", "TOWNSHIP", "act_figures", "acts_distinct", "acts_summed", "counts", "field", "joint_figures"]
