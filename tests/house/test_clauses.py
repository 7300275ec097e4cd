"""No sentence of the notice is without its indicator, and no indicator without its sentence."""

import tomllib
from pathlib import Path

import pytest

from services.reporting.indicators import CATALOGUE
from shared.facts import Indicator, clauses_of

CLAUSES = {each["id"]: each for each in tomllib.loads(Path(__file__).with_name("clauses.toml").read_text())["clause"]}
SERVED = {clause for each in CATALOGUE.indicators.values() for clause in clauses_of(each)}


@pytest.mark.parametrize("indicator", CATALOGUE.indicators.values(), ids=lambda each: each.code)
def test_an_indicator_names_sentences_that_the_notice_has(indicator: Indicator) -> None:
    assert clauses_of(indicator)
    assert [clause for clause in clauses_of(indicator) if clause not in CLAUSES] == []


@pytest.mark.parametrize("clause", CLAUSES)
def test_a_sentence_is_served_by_an_indicator_or_says_why_not(clause: str) -> None:
    assert (clause in SERVED) != bool(CLAUSES[clause].get("guides"))


def test_the_notice_is_there_whole() -> None:
    assert len(CLAUSES) == 28
    assert all(each["text"].endswith("。") for each in CLAUSES.values())
