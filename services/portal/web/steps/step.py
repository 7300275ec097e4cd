"""A step of a process as pages offer it: a button where the page says everything itself, else a form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from marshmallow import fields

from shared.forms import Form


@dataclass(frozen=True)
class Step:
    """The door that takes a step, what it asks for, and what the button says."""

    service: str
    door: str
    form: type[Form]
    title: str
    given: tuple[str, ...] = ()
    """Fields that the page fills in and nobody is asked for: which row the step is taken on."""
    weighty: bool = False
    """Whether the button warns by its colour, because the step ends something."""

    @cached_property
    def schema(self) -> Form:
        """Give the form's schema."""
        return self.form()

    @property
    def asks(self) -> bool:
        """Tell whether anything is left to say beside what is given; what is only proposed may be said otherwise."""
        return any(name not in self.given for name in self.schema.fields)

    def today(self, today: str) -> dict[str, Any]:
        """Begin every day that must be said with today."""
        return {name: today for name, each in self.schema.fields.items() if _is_day(each) and each.required}


Steps = Mapping[str, Step]


def _is_day(field: fields.Field[Any]) -> bool:
    return type(field) is fields.Date
