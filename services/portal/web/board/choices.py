"""Which figures a board shows first, and by which ones the map may be shaded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain

from shared.facts import Line

FIRST: Mapping[Line, Sequence[str]] = {
    Line.PUBLICITY: (
        "lectures", "lecture_coverage", "lecture_audience_offline", "lecture_audience_online", "publicity",
    ),
    Line.CARE: ("visits", "aid_cash", "households_visited", "persons_visited", "needs_met_rate"),
    Line.JOBS: ("open_vacancies", "fairs", "fair_visitors", "fair_intents", "training_attendances"),
    Line.VENTURES: ("mentees", "mentors_full_rate", "associations", "bootcamps", "loans_disbursed_amount"),
    Line.TRAVEL: ("stations", "attendances", "shifts", "service_minutes", "posts_filled_rate", "trip_people"),
    Line.CHILDREN: (
        "children_registered", "child_visit_coverage", "child_visits", "returns_known_rate", "wish_fulfilment",
    ),
    Line.ORGANISING: ("return_rate", "joint_acts", "return_punctuality"),
}  # fmt: skip
"""What the overview says of each line; the first two stand in its table of places too."""

OF_TABLE = 2

COVERAGES = (
    "lecture_coverage", "needs_met_rate", "fair_hire_rate", "mentors_full_rate", "posts_filled_rate",
    "child_visit_coverage", "returns_known_rate", "away_families_covered", "wish_fulfilment",
    "return_rate", "return_punctuality",
)  # fmt: skip
"""Shares of what there is to do that was done: more is better, and all of it is 100 %."""


def first(line: Line | None) -> tuple[str, ...]:
    """Name the figures that stand out: of one line, or of all."""
    return tuple(FIRST[line]) if line else tuple(chain.from_iterable(FIRST.values()))


def of_table() -> tuple[str, ...]:
    """Name the figures by which the overview lists places."""
    return tuple(chain.from_iterable(codes[:OF_TABLE] for codes in FIRST.values()))


def shown_below() -> list[str]:
    """Name all that the overview shows of the places below: what its table lists, and what shades the map."""
    return [*of_table(), *COVERAGES]
