"""The room that all pages of sheets are in."""

from __future__ import annotations

from flask import Blueprint
from werkzeug.exceptions import NotFound

from services.portal.sheets.kinds import KindUnknown
from services.portal.sheets.wanted import Wanted, sheets, wanted
from services.portal.web.rights import may
from services.portal.web.things import THINGS, Thing

blueprint = Blueprint("sheets", __name__, url_prefix="/sheets")

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def sheet_named(name: str) -> Wanted:
    """Find a sheet by its name or title; raises NotFound, which tells of a page that is not there."""
    try:
        return wanted(name)
    except KindUnknown as error:
        raise NotFound from error


def name_of(asked: Wanted) -> str:
    """Name a sheet in an address."""
    return asked.title if asked.map else asked.kind.name


def thing_of(asked: Wanted) -> Thing | None:
    """Find the thing whose list shows what a sheet records."""
    return next((each for each in THINGS.values() if each.sheet == asked.kind.name), None)


def sheets_of(service: str) -> list[Wanted]:
    """List a service's sheets that whoever signed in may hand in."""
    return [each for each in sheets() if each.kind.service == service and may(service, each.kind.single)]
