"""One sample of every fact, as it travels; `python -m tests.house.samples` writes them anew after a meant change."""

import json
from dataclasses import fields
from datetime import date
from enum import Enum
from importlib import import_module
from pathlib import Path
from typing import Any
from uuid import UUID

from shared.facts import Count, Day, Fact, Organiser, PlaceCode, Slot, data_of, slots

FOLDER = Path(__file__).parent / "samples"
SERVICES = ("outreach", "jobs", "volunteers", "children")
TELLING = (*SERVICES, "reporting")
SOMEONE = UUID("00000000-0000-4000-8000-000000000001")


def facts_of(service: str) -> tuple[type[Fact], ...]:
    told: tuple[type[Fact], ...] = import_module(f"services.{service}.facts").FACTS
    return told


def value_of(slot: Slot) -> Any:
    if isinstance(slot.mark, Count):
        return slot.mark.least + 1
    if isinstance(slot.mark, Day):
        return date(2021, 12, 4)
    if isinstance(slot.type, type) and issubclass(slot.type, Enum):
        first = next(iter(slot.type))
        return (first,) if slot.many else first
    if slot.type is UUID and slot.many:
        return (SOMEONE,)
    return "a note that stays at home" if slot.type is str else SOMEONE


def sample(kind: type[Fact]) -> Fact:
    envelope: dict[str, Any] = {
        "place": PlaceCode("510104017000"),
        "home": PlaceCode("510104000000"),
        "organisation": SOMEONE,
        "organiser": Organiser.COUNTY,
        "joint_organisations": (SOMEONE,),
        "occurred_on": date(2021, 12, 5),
    }
    assert set(envelope) == {each.name for each in fields(Fact)}
    return kind(**envelope, **{slot.name: value_of(slot) for slot in slots(kind)})


def written(kind: type[Fact]) -> str:
    return json.dumps(data_of(sample(kind)), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


if __name__ == "__main__":
    for service in TELLING:
        for kind in facts_of(service):
            (FOLDER / f"{kind.__name__}.json").write_text(written(kind), encoding="utf-8")
