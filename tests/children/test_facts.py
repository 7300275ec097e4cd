from uuid import UUID

import pytest

from services.children.facts import FACTS, INDICATORS
from services.children.facts.cases import CaseClosed, CaseOpened
from services.children.facts.visits import ChildVisited
from services.children.schemas.cases import OpenCase
from shared.facts import Derived, Fact, Ratio, slots, told

KEPT_AT_HOME = {"case", "topics", "concerns", "follow_up", "need", "note"}


def test_what_was_found_on_a_visit_and_whose_case_it_was_stays_at_home() -> None:
    assert {slot.name for slot in slots(ChildVisited)} - {slot.name for slot in told(ChildVisited)} == KEPT_AT_HOME


@pytest.mark.parametrize("fact", [kind for kind in FACTS if "child" in {slot.name for slot in slots(kind)}])
def test_every_fact_about_a_child_names_it_by_a_derived_key_alone(fact: type[Fact]) -> None:
    keys = [slot for slot in told(fact) if slot.type is UUID]
    assert [slot.name for slot in keys if slot.name == "child" or isinstance(slot.mark, Derived)] == ["child"]


@pytest.mark.parametrize("fact", [CaseOpened, CaseClosed])
def test_the_register_tells_nothing_beside_the_key(fact: type[Fact]) -> None:
    assert [slot.name for slot in slots(fact)] == ["child"]


def test_no_form_asks_for_the_key() -> None:
    assert {slot.name for slot in slots(ChildVisited) if not slot.asked} == {"child"}


def test_nothing_that_the_register_knows_of_a_child_has_the_name_of_a_field_that_travels() -> None:
    known = {"born_month", "sex", "guardian", "category", "companion", "case", "id"}

    assert known < {*OpenCase().fields, "case", "id"}
    travelling = [{slot.name for slot in told(fact)} for fact in FACTS]
    assert not known & set().union(*(names for names in travelling if "child" in names))


def test_the_coverage_divides_children_by_children_that_were_ever_on_the_register() -> None:
    (coverage,) = (each for each in INDICATORS if isinstance(each, Ratio) and each.code == "child_visit_coverage")

    assert (coverage.part, coverage.whole, coverage.season) == ("children_visited", "children_enrolled", True)
