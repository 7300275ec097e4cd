"""What is true of every action service, and of whatever else tells facts."""

from dataclasses import FrozenInstanceError
from importlib import import_module
from pathlib import Path

import pytest

from deploy.migrate import drifted, migrate
from deploy.roster import SERVICES as ALL
from shared.eventlog import untravellable
from shared.facts import (
    CODE_PATTERN,
    JOINT,
    TAKEN_PART,
    TOWNSHIP,
    Count,
    Derived,
    Distinct,
    Fact,
    Ratio,
    Stock,
    Sum,
    facts_of,
    told,
)
from tests.conftest import Site
from tests.house.samples import FOLDER, SERVICES, TELLING, sample, written
from tests.house.samples import facts_of as facts_told_by

ROOMS = {"__init__", "facts", "model", "schemas", "store", "service"}
SPECIAL_KEYS = {TAKEN_PART, JOINT, TOWNSHIP}
KINDS = [(service, kind) for service in TELLING for kind in facts_told_by(service)]
INDICATORS = [(service, each) for service in TELLING for each in import_module(f"services.{service}.facts").INDICATORS]
COUNTED = [(service, each) for service, each in INDICATORS if not isinstance(each, Ratio)]


def named(case: tuple[str, object]) -> str:
    what = case[1]
    return f"{case[0]}-{getattr(what, 'code', getattr(what, '__name__', what))}"


@pytest.mark.parametrize("service", SERVICES)
def test_it_has_the_rooms_of_the_house(service: str) -> None:
    folder = Path(str(import_module(f"services.{service}").__file__)).parent

    assert {path.stem for path in folder.iterdir() if path.stem != "__pycache__"} == ROOMS


@pytest.mark.parametrize("case", KINDS, ids=named)
def test_its_facts_carry_only_ids_codes_dates_and_numbers(case: tuple[str, type[Fact]]) -> None:
    assert untravellable(case[1]) == []


@pytest.mark.parametrize("case", KINDS, ids=named)
def test_its_facts_cannot_be_changed_once_told(case: tuple[str, type[Fact]]) -> None:
    with pytest.raises(FrozenInstanceError):
        sample(case[1]).place = "510000000000"  # type: ignore[misc,assignment]


@pytest.mark.parametrize("case", KINDS, ids=named)
def test_what_a_fact_tells_is_what_was_agreed(case: tuple[str, type[Fact]]) -> None:
    agreed = FOLDER / f"{case[1].__name__}.json"

    assert written(case[1]) == agreed.read_text(encoding="utf-8"), "python -m tests.house.samples shows the change"


def test_no_sample_is_left_of_a_fact_that_nobody_tells() -> None:
    assert {path.stem for path in FOLDER.glob("*.json")} == {kind.__name__ for _, kind in KINDS}


def test_every_fact_has_a_name_of_its_own() -> None:
    names = [kind.__name__ for _, kind in KINDS]

    assert len(names) == len(set(names))


def test_every_indicator_has_a_code_and_a_label_of_its_own() -> None:
    codes = [each.code for _, each in INDICATORS]
    labels = [each.label for _, each in INDICATORS]

    assert len(codes) == len(set(codes))
    assert len(labels) == len(set(labels))
    assert [code for code in codes if not CODE_PATTERN.fullmatch(code)] == []


@pytest.mark.parametrize("case", COUNTED, ids=named)
def test_every_counted_indicator_reads_fields_that_its_facts_tell(case: tuple[str, Sum | Distinct | Stock]) -> None:
    indicator = case[1]
    for kind in facts_of(indicator):
        fields = {slot.name for slot in told(kind)}

        assert set(indicator.by) <= fields | {"organiser"}
        assert set(getattr(indicator, "where", {})) <= fields | {"organiser"}
        assert getattr(indicator, "key", "organisation") in fields | SPECIAL_KEYS


@pytest.mark.parametrize("case", COUNTED, ids=named)
def test_every_amount_is_a_whole_number(case: tuple[str, Sum | Distinct | Stock]) -> None:
    indicator = case[1]
    of = getattr(indicator, "of", 1)
    amounts = dict(indicator.told) if isinstance(indicator, Stock) else dict.fromkeys(facts_of(indicator), of)
    for kind, amount in amounts.items():
        marks = {slot.name: slot.mark for slot in told(kind)}

        assert amount in (0, 1) or isinstance(marks[str(amount)], Count)


def test_every_ratio_divides_indicators_of_its_own_service() -> None:
    for service, each in INDICATORS:
        if isinstance(each, Ratio):
            codes = {other.code for owner, other in INDICATORS if owner == service}

            assert {each.part, *([each.whole] if isinstance(each.whole, str) else [])} <= codes


@pytest.mark.parametrize("service", TELLING)
def test_its_state_tables_can_be_counted_for_every_indicator_and_no_other(service: str) -> None:
    figures = import_module(f"services.{service}.store").FIGURES

    assert set(figures) == {each.code for owner, each in COUNTED if owner == service}


def test_all_four_kinds_of_indicator_are_in_use() -> None:
    assert {type(each) for _, each in INDICATORS} == {Sum, Distinct, Stock, Ratio}


@pytest.mark.parametrize("service", ALL)
def test_its_history_leads_to_the_tables_of_its_model(service: str, site: Site) -> None:
    migrate(service, site.owner_url(service))

    drifted(service, site.owner_url(service))


def test_derived_keys_are_asked_for_by_no_form() -> None:
    derived = [slot for _, kind in KINDS for slot in told(kind) if isinstance(slot.mark, Derived)]

    assert derived
    assert [slot.name for slot in derived if slot.asked] == []
