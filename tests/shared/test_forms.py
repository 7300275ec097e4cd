"""What forms accept; one row of many is loaded as if it were alone."""

from __future__ import annotations

from typing import Any

import pytest

from services.outreach.facts import LectureHeld, VisitRecorded
from shared.forms import Seen, load, load_row, schema_of
from shared.refusals import Refused
from tests.builders import a_visit

SCHEMA = schema_of(VisitRecorded)
LEAST = {name: value for name, value in a_visit().items() if name != "note"}


def outcome(loaded: Any, *arguments: Any) -> Any:
    try:
        return loaded(SCHEMA, *arguments)
    except Refused as refused:
        return refused.as_data()


@pytest.mark.parametrize(
    "row",
    [
        LEAST,
        a_visit(topics=["epidemic", "tickets"], enterprise=None),
        a_visit(persons="3"),
        a_visit(persons=0, target="nobody", place="x"),
        a_visit(persons=None, household=7),
        a_visit(wand=1),
        {"place": LEAST["place"]},
        {},
        [],
        "走访",
    ],
    ids=["least", "most", "text", "three flaws", "null", "unknown field", "one field", "nothing", "list", "word"],
)
def test_a_row_is_loaded_and_refused_as_a_single_call_would_be(row: Any) -> None:
    seen: Seen = {}

    for _ in range(2):
        assert outcome(load_row, row, seen) == outcome(load, row)


def test_what_a_word_means_under_one_field_is_not_what_it_means_under_another() -> None:
    row = a_visit(household=LEAST["organisation"], note="epidemic", topics=["epidemic"])

    assert load_row(SCHEMA, row, {}) == load(SCHEMA, row)


def test_a_list_of_codes_that_has_to_be_said_says_at_least_one() -> None:
    said = [schema_of(LectureHeld).validate({"topics": topics}).get("topics") for topics in ([], ["july_first"])]

    assert said == [["须为 1 至 50 项"], None]
