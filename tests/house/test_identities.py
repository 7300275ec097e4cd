"""What is true of whatever any service keeps of who people are."""

from __future__ import annotations

import re
from importlib import import_module

import pytest

from shared.desk import Placed
from shared.facts import slots
from shared.forms import Form
from shared.vault import metadata
from shared.worker import VaultDoors
from tests.house.samples import SERVICES, facts_of

FORMS = [
    (service, kind, form)
    for service in SERVICES
    for kind, form in import_module(f"services.{service}.schemas").IDENTITIES.items()
]
CHINESE = re.compile(r"[\u4e00-\u9fff]+\Z")


def doors_of(service: str) -> type[VaultDoors]:
    module = import_module(f"services.{service}.service")
    doors: type[VaultDoors] = getattr(module, service.capitalize())
    return doors


def named(case: tuple[str, str, type[Form]]) -> str:
    return f"{case[0]}-{case[1]}"


@pytest.mark.parametrize("service", SERVICES)
def test_every_service_has_the_doors_and_the_tables_of_a_vault(service: str) -> None:
    assert issubclass(doors_of(service), VaultDoors)
    assert doors_of(service).identities == import_module(f"services.{service}.schemas").IDENTITIES
    assert metadata in import_module(f"services.{service}.model").TABLES


@pytest.mark.parametrize("service", SERVICES)
def test_rules_are_of_kinds_of_people_that_are_kept_and_registers_lie_in_places(service: str) -> None:
    doors = doors_of(service)

    assert {*doors.registers, *doors.in_charge, *doors.minors} <= set(doors.identities)
    assert [each for each in doors.registers.values() if Placed not in each.__mro__] == []


def test_a_child_is_shown_by_a_rule_of_its_own_and_a_guardian_consents() -> None:
    assert "child" in doors_of("children").in_charge
    assert "child" in doors_of("children").minors


@pytest.mark.parametrize("case", FORMS, ids=named)
def test_an_identity_asks_for_little_by_chinese_labels_and_is_never_found_by_a_name(
    case: tuple[str, str, type[Form]],
) -> None:
    fields = case[2]().fields

    assert "name" in fields
    assert len(fields) <= 4
    assert [name for name, field in fields.items() if not CHINESE.match(field.metadata.get("label", ""))] == []
    assert {name for name, field in fields.items() if field.metadata.get("findable")} <= {"phone", "citizen_number"}


@pytest.mark.parametrize("service", SERVICES)
def test_no_fact_has_a_field_for_a_name_a_number_or_an_address(service: str) -> None:
    kept = {"name", "phone", "address", "citizen_number", "guardian_name"}

    assert [kind.__name__ for kind in facts_of(service) if kept & {slot.name for slot in slots(kind)}] == []
