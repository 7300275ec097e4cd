"""Indicators are checked before anything is counted, and only sums are ever added up."""

from __future__ import annotations

from typing import Any

import pytest

from services.reporting.indicators import CATALOGUE, Catalogue, Declared, Misdeclared, NotAdditive, add_up
from shared.facts import Distinct, Indicator, Line, Places, Ratio, Stock, Sum
from tests.reporting import sample
from tests.reporting.sample import Called, Opened


def declared(*indicators: Indicator) -> Catalogue:
    return Catalogue({"sample": Declared((Called, Opened), indicators)})


def a_sum(code: str = "calls", **but: Any) -> Sum:
    return Sum(**{"code": code, "label": "次数", "fact": Called, "of": 1, "unit": "次", "clause": "三(二)", **but})


def a_ratio(part: str, whole: str | Places) -> Ratio:
    return Ratio("share", "占比", part, whole, "三(二)")


def test_the_indicators_of_the_house_can_be_counted() -> None:
    assert CATALOGUE.checked() is CATALOGUE


@pytest.mark.parametrize(
    ("catalogue", "said"),
    [
        pytest.param(declared(a_sum(), a_sum()), "two indicators are called calls", id="a code twice"),
        pytest.param(declared(a_sum(by=("colour",))), "calls reads colour", id="a dimension nobody tells"),
        pytest.param(declared(a_sum(of="weight")), "calls reads weight", id="an amount nobody tells"),
        pytest.param(
            declared(Distinct("heads", "人数", Called, "person", "人", "三(二)")), "heads reads person", id="a key"
        ),
        pytest.param(
            declared(Stock("open", "在招", {Called: 1}, "household", "个", "三(三)", by=("topics",))),
            "open would stand at several codes",
            id="a stock in two places",
        ),
        pytest.param(declared(a_sum(), a_ratio("calls", "visits")), "share divides visits", id="an unknown whole"),
        pytest.param(declared(a_sum(), a_ratio("share", "calls")), "share divides share", id="a ratio of a ratio"),
    ],
)
def test_what_cannot_be_counted_is_refused_at_start(catalogue: Catalogue, said: str) -> None:
    with pytest.raises(Misdeclared, match=said):
        catalogue.checked()


def test_the_envelope_may_be_a_dimension_or_a_filter() -> None:
    declared(a_sum(by=("organiser",), where={"line": Line.CARE})).checked()


def test_a_sum_may_be_added_up() -> None:
    assert add_up(a_sum(), [1, 2, 3]) == 6


@pytest.mark.parametrize("code", ["households", "posts", "calls_each"])
def test_adding_up_anything_else_is_an_error_that_names_the_indicator(code: str) -> None:
    with pytest.raises(NotAdditive, match=code):
        add_up(sample.CATALOGUE.indicators[code], [1, 2])


def test_a_ratio_is_shown_in_the_line_of_its_part() -> None:
    assert sample.CATALOGUE.line_of(sample.CATALOGUE.indicators["calls_each"]) is Line.CARE


@pytest.mark.parametrize(
    ("code", "services"),
    [
        ("visits", ("outreach",)),
        ("fairs", ("jobs",)),
        ("shifts", ("volunteers",)),
        ("child_visits", ("children",)),
    ],
)
def test_every_indicator_knows_whose_facts_it_counts(code: str, services: tuple[str, ...]) -> None:
    assert CATALOGUE.services_of(CATALOGUE.counted_part(CATALOGUE.indicators[code])) == services
