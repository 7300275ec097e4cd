"""Returns by city and month, such as 成都 1月, or 2022-01 alone for one's own city."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from flask import url_for

from services.portal.web.asking import Me, ask, directory
from services.portal.web.forms.naming import names
from services.portal.web.returns.sheet import period_written
from services.portal.web.search.hit import PATIENCE_S, Group, Hit, group
from services.portal.web.shown import place as place_named
from services.reporting.facts import ReturnKind, ReturnState

PROVINCE, CITY, COUNTY = 2, 4, 6
MOST_CITIES = 3

_MONTH = re.compile(
    r"(?:(?P<year>20\d\d)\s*[-年.]\s*)?(?P<month>1[0-2]|0?[1-9])\s*月(?:份)?|(?P<written>20\d\d-\d\d)(?!\d)"
)
_SAID = re.compile("月报|报表|报送")


class Asked(NamedTuple):
    """A month, of some year or any, and what else was said: the beginning of a city's name, or nothing."""

    ending: str
    where: str

    def fits(self, month: str) -> bool:
        """Tell whether a period is meant."""
        return month.endswith(self.ending) or month == self.ending


def returns(me: Me, words: str) -> list[Group]:
    """Find the returns of a month in the cities that are named, or in one's own."""
    asked = asked_by(words)
    if asked is None or not me.roles:
        return []
    hits = [hit for scope in me.scope for at in _near(scope, asked.where) for hit in _of(at, len(scope), asked)]
    return [group("月报", hits)]


def asked_by(words: str) -> Asked | None:
    """Read a month out of what was typed; nothing where none is named."""
    found = _MONTH.search(words)
    if found is None:
        return None
    said = found["written"] or "-".join(filter(None, (found["year"], found["month"].zfill(2))))
    rest = _SAID.sub(" ", words[: found.start()] + " " + words[found.end() :])
    return Asked(said if len(said) > len("01") else f"-{said}", " ".join(rest.split()))


def _near(scope: str, where: str) -> Iterator[str]:
    """List the cities that are meant, or one's own county."""
    if len(scope) == PROVINCE and where:
        fitting = [each for each in names(directory().frame).places_fitting(where) if each[CITY:] == "0" * 8]
        yield from [each for each in fitting if each.startswith(scope) and each[PROVINCE:CITY] != "00"][:MOST_CITIES]
    elif len(scope) in {CITY, COUNTY} and (not where or _is_named(scope, where)):
        yield scope.ljust(12, "0")


def _is_named(scope: str, where: str) -> bool:
    full = names(directory().frame).places.get(scope.ljust(12, "0"), "")
    return all(word in full for word in where.split())


def _of(at: str, level: int, asked: Asked) -> Iterator[Hit]:
    told = ask("reporting", "returns_at", deadline=PATIENCE_S, place=at)
    for row in told["rows"]:
        if asked.fits(row["month"]):
            yield _hit(at, level, row)


def _hit(at: str, level: int, row: dict[str, Any]) -> Hit:
    title = f"{place_named(at)} {period_written(row['month'])}{ReturnKind(row['kind']).label}"
    if level == COUNTY:
        return Hit(url_for("returns.county", county=at, month=row["month"]), title, ReturnState(row["state"]).label)
    return Hit(url_for("returns.city", city=at, month=row["month"]), title, ReturnState(row["state"]).label)
