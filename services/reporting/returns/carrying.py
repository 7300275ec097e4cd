"""补报: what a return adds so that all that stands reported of a month comes to what is counted of it.

Of each month that a return covers it adds what is counted now and does not stand reported by the city's other returns.
The month's own figures are stated as they are counted; where a later return has reported some of them already, as may
be when an earlier one is corrected, that is taken off again beside them.
"""

from __future__ import annotations

from collections import defaultdict

from services.reporting.store import Sums

Late = dict[str, dict[str, dict[str, int]]]


def shares(live: Sums, reported: Sums) -> Sums:
    """Work out what a return adds to each Σ of each month that it covers; what is nothing is left out."""
    parts = live.keys() | reported.keys()
    added = {part: live.get(part, 0) - reported.get(part, 0) for part in sorted(parts)}
    return {part: value for part, value in added.items() if value}


def carried(live: Sums, reported: Sums, own: str | None) -> Late:
    """Sort what a return adds beside its own month's figures by month, indicator and breakdown."""
    late: Late = defaultdict(lambda: defaultdict(dict))
    for part in sorted(live.keys() | reported.keys()):
        counted = 0 if part.month == own else live.get(part, 0)
        if rest := counted - reported.get(part, 0):
            late[part.month][part.indicator][part.breakdown] = rest
    return {month: dict(found) for month, found in late.items()}
