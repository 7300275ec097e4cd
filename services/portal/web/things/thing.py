"""A thing that people work with at the desk, declared once: its form, its list, its page, and the steps it takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType
from typing import Any

from marshmallow import Schema, fields

from services.portal.web.forms.controls import AnyField
from shared.facts import Line


class Life(StrEnum):
    """How a thing lives."""

    ACT = "act"
    """It happens and is counted."""
    REGISTER = "register"
    """It stands until it is closed."""
    PROCESS = "process"
    """Somebody waits for its next step."""


ENTRIES = frozenset({"place", "organisation", "newest"})
"""What the entries of a register are narrowed by, whose service lists them by their day."""


@dataclass(frozen=True)
class Listing:
    """How the things of one kind are listed: the door, what it takes, and from where it goes on."""

    door: str
    asks: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    """What is always asked."""
    filters: frozenset[str] = frozenset({"place"})
    """Which of place, since, until, organisation, state, words, withdrawn and newest the door takes."""
    needs_place: bool = False
    """Whether the door lists one place at a time: without a choice, the place one answers for."""
    needs_days: bool = False
    """Whether the door lists some days at a time: without a choice, the week past and the four weeks to come."""
    after: tuple[str, ...] | None = ("id",)
    """Which values of the last row the next page begins after; None where all come at once."""
    states: tuple[tuple[str, str], ...] = ()
    """The states that the door lists by, each with its label; the first is shown unless another is chosen."""
    state_as: str = "state"
    any_state: bool = False
    """Whether the door lists several states if none is named."""
    several: str = "全部"
    """What the states are called that the door lists if none is named."""
    newest_first: bool = True
    """Which way a list that can be turned round stands unless one asks for the other."""


@dataclass(frozen=True)
class Step:
    """One thing that may be done with it: the door, the form that the door takes, and what it is called."""

    door: str
    title: str
    form: type[Schema]
    names: str
    """The field of the form that names the thing."""
    when: frozenset[str] = frozenset()
    """The states in which the step can be taken; empty where the service alone knows."""
    changes: bool = False
    """Whether it puts right what was said: the form begins with what stands."""


@dataclass(frozen=True)
class Thing:
    """A kind of thing, as pages show it."""

    name: str
    title: str
    service: str
    line: Line
    life: Life
    schema: Schema
    door: str
    """The door that records or opens one."""
    listing: Listing | None
    shows: str | None
    """The door that shows one by its id."""
    key: str = "id"
    """What its id is called in a row."""
    steps: tuple[Step, ...] = ()
    labels: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """What is shown beside the fields of its form, such as its state, by name."""
    sheet: str = ""
    """The name of its sheet, where it can be handed in as one."""
    by_hand: bool = True
    """Whether people open one themselves; else another service hands it on."""

    @property
    def is_act(self) -> bool:
        """Whether the doors of acts serve it."""
        return self.life is Life.ACT

    @property
    def fields(self) -> Mapping[str, AnyField]:
        """The fields of its form."""
        return self.schema.fields

    @cached_property
    def coded_in_steps(self) -> Mapping[str, AnyField]:
        """What is said of it later in codes, by the names of the fields in the forms of its steps."""
        said = (each for step in self.steps for each in step.form().fields.items())
        return {name: field for name, field in said if isinstance(field, fields.Enum)}

    def step(self, door: str) -> Step | None:
        """Find a step by its door."""
        return next((each for each in self.steps if each.door == door), None)

    def state_label(self, state: str) -> str:
        """Say what a state is called."""
        return dict(self.listing.states if self.listing else ()).get(state, state)
