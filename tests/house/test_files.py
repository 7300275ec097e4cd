"""Which services have files: one; and of children there are none."""

from __future__ import annotations

from importlib import import_module

import pytest

from services.children.service import Children
from services.outreach.service import Outreach
from services.portal.web.filing import FILED
from services.portal.web.things import THINGS
from shared import files
from shared.worker import FileDoors
from tests.house.samples import SERVICES

DOORS = {"begin_file", "add_piece", "finish_file", "files_of", "file_piece", "withdraw_file", "sweep_file"}


@pytest.mark.parametrize("service", [each for each in SERVICES if each != "outreach"])
def test_no_other_service_has_a_door_or_a_table_for_files(service: str) -> None:
    doors = getattr(import_module(f"services.{service}.service"), service.capitalize())

    assert not issubclass(doors, FileDoors)
    assert {each for each in DOORS if hasattr(doors, each)} == set()
    assert files.metadata not in import_module(f"services.{service}.model").TABLES


def test_children_have_no_file_under_any_name() -> None:
    assert [each for each in dir(Children) if "file" in each or "piece" in each] == []
    assert {THINGS[each].service for each in FILED} == {"outreach"}


def test_what_pages_offer_is_what_the_service_keeps() -> None:
    assert set(Outreach.file_kinds) == FILED
    assert {each for each in DOORS if hasattr(Outreach, each)} == DOORS


def test_only_scans_of_receipts_show_people_and_these_are_sealed() -> None:
    assert {name: each.sealed for name, each in Outreach.file_kinds.items()} == {"aid": True, "work_plan": False}
