"""nuandong campaign: a new winter."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any
from uuid import uuid4

import click

from deploy.commands.answers import print_table
from deploy.seasons import SPRING_FESTIVALS, campaign, usual_days
from deploy.site import operator
from shared.settings import secrets_home

DAY = click.DateTime(["%Y-%m-%d"])
DAYS = {
    "starts": "starts_on",
    "ends": "ends_on",
    "closes": "closes_on",
    "travel_starts": "travel_starts_on",
    "homeward_ends": "homeward_ends_on",
    "travel_ends": "travel_ends_on",
}


def _season(_context: click.Context, _parameter: click.Parameter, said: str) -> str:
    if not re.fullmatch(r"20\d\d-\d\d", said) or (int(said[:4]) + 1) % 100 != int(said[5:]):
        raise click.BadParameter("a season is named by two years, such as 2022-23")
    return said


season = click.argument("season", callback=_season)


@click.group("campaign")
def command() -> None:
    """Open a winter."""


@command.command("open")
@season
@click.option("--festival", type=DAY, help="The Spring Festival of that winter, if it is not known here.")
@click.option("--starts", type=DAY, help="First day; usually 1 November.")
@click.option("--ends", type=DAY, help="Last day; usually 31 March.")
@click.option("--closes", type=DAY, help="Last day for late records and corrections; usually 30 April.")
@click.option("--travel-starts", type=DAY, help="First day of the travel rush; usually 15 days before the festival.")
@click.option("--homeward-ends", type=DAY, help="Last day of the way home; usually the eve of the festival.")
@click.option("--travel-ends", type=DAY, help="Last day of the travel rush; usually 24 days after the festival.")
def open_(season: str, festival: datetime | None, **said: datetime | None) -> None:
    """Open the winter SEASON, such as 2022-23, or change its days until it closes.

    Organisations, people with their roles, and what stands in the registers go on. When the winter begins, each child
    whose guardian consents is told anew under the season's own key; the other cases are closed. A winter that has
    closed takes nothing more.
    """
    eve = festival.date() if festival else SPRING_FESTIVALS.get(int(season[:4]) + 1)
    if eve is None:
        raise click.UsageError("say the day of the Spring Festival: --festival 2031-01-23")
    fields = campaign(season, {**usual_days(season, eve), **_named(said)})
    with operator(secrets_home()) as rpc:
        rpc.call("portal", "open_campaign", deadline=10.0, id=uuid4(), fields=fields)
    _print(fields)


def _named(said: dict[str, datetime | None]) -> dict[str, date]:
    return {DAYS[name]: day.date() for name, day in said.items() if day is not None}


def _print(fields: dict[str, Any]) -> None:
    rows = [(name, fields[name]) for name in DAYS.values()]
    print_table(f"{fields['id']}", ("", "day"), [*rows, ("months", ", ".join(fields["months"]))])
