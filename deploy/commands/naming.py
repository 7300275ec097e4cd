"""How commands are told which sheet is meant."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from services.portal.sheets.kinds import KindUnknown
from services.portal.sheets.wanted import Wanted, wanted

if TYPE_CHECKING:
    Parameter = click.ParamType[Any]
else:
    Parameter = click.ParamType


class SheetNamed(Parameter):
    """A sheet by its title, or by the name of its kind."""

    name = "kind"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Wanted:
        """Find the sheet; an unknown name is a usage error that lists those there are."""
        try:
            return wanted(str(value))
        except KindUnknown as error:
            self.fail(str(error), param, ctx)
