"""nuandong campaign: a new winter, and the archive of one that has closed."""

from __future__ import annotations

import re
import sys
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import uuid4

import click

from deploy.archive import ArchiveForged, gathered, sheets, signed, verified
from deploy.commands.answers import print_table
from deploy.seasons import SPRING_FESTIVALS, campaign, usual_days
from deploy.seed import rows_of
from deploy.site import operator
from services.reporting.documents.workbook import workbook
from shared.identity import signing_key, trusted_keys
from shared.settings import secrets_home, settings

OPERATOR = "operator"
WRONG = 3

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
    """Open a winter; archive one that has closed, and verify an archive."""


@command.command("open")
@season
@click.option("--festival", type=DAY, help="The Spring Festival of that winter, if it is not known here.")
@click.option("--starts", type=DAY, help="First day; usually 1 November.")
@click.option("--ends", type=DAY, help="Last day; usually 31 March.")
@click.option("--closes", type=DAY, help="Last day for late records and corrections; usually 30 April.")
@click.option("--travel-starts", type=DAY, help="First day of the travel rush; usually 15 days before the festival.")
@click.option("--homeward-ends", type=DAY, help="Last day of the way home; usually the eve of the festival.")
@click.option("--travel-ends", type=DAY, help="Last day of the travel rush; usually 24 days after the festival.")
@click.option(
    "--calendar",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Its holidays and the weekend days worked in their stead: a CSV of day, kind (holiday, workday), name.",
)
def open_(season: str, festival: datetime | None, calendar: Path | None, **said: datetime | None) -> None:
    """Open the winter SEASON, such as 2022-23, or change its days until it closes.

    Organisations, people with their roles, and what stands in the registers go on. When the winter begins, each child
    whose guardian consents is told anew under the season's own key; the other cases are closed. A winter that has
    closed takes nothing more, and its figures are kept as they stood.
    """
    eve = festival.date() if festival else SPRING_FESTIVALS.get(int(season[:4]) + 1)
    if eve is None:
        raise click.UsageError("say the day of the Spring Festival: --festival 2031-01-23")
    fields = campaign(season, {**usual_days(season, eve), **_named(said)})
    with operator(secrets_home()) as rpc:
        rpc.call("portal", "open_campaign", deadline=10.0, id=uuid4(), fields=fields)
        if calendar:
            rpc.call("portal", "set_holidays", deadline=10.0, id=uuid4(), fields={"rows": rows_of(calendar)})
    _print(fields)


@command.command("archive")
@season
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def archive(season: str, folder: Path) -> None:
    """Write what is kept of SEASON into FOLDER: SEASON.json, signed by this site's operator, and SEASON.xlsx."""
    files = [folder / f"{season}.json", folder / f"{season}.xlsx"]
    for each in files:
        if each.exists():
            raise click.ClickException(f"{each} is there already")
    with operator(secrets_home()) as rpc:
        kept = gathered(rpc, season, lambda period: click.echo(f"{period} read", err=True))
    folder.mkdir(parents=True, exist_ok=True)
    known = settings(OPERATOR)
    files[0].write_bytes(signed(kept, signing_key(known), OPERATOR))
    files[1].write_bytes(workbook(sheets(kept), f"暖冬 {season} 季档案"))
    for each in files:
        click.echo(f"{each}  sha256 {sha256(each.read_bytes()).hexdigest()}")


@command.command("verify")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def verify(file: Path) -> None:
    """Tell whether FILE is an archive as this site's operator signed it; exit 3 if it is not."""
    try:
        archive, signer = verified(file.read_bytes(), trusted_keys(settings(OPERATOR)))
    except ArchiveForged as error:
        click.echo(f"{file}: {error}", err=True)
        sys.exit(WRONG)
    places = len(archive["periods"][archive["season"]]["places"])
    click.echo(f"{file}: season {archive['season']}, {places} places, as {signer} signed it")


def _named(said: dict[str, datetime | None]) -> dict[str, date]:
    return {DAYS[name]: day.date() for name, day in said.items() if day is not None}


def _print(fields: dict[str, Any]) -> None:
    rows = [(name, fields[name]) for name in DAYS.values()]
    print_table(f"{fields['id']}", ("", "day"), [*rows, ("months", ", ".join(fields["months"]))])
