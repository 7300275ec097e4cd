"""nuandong rebuild: every figure counted anew, beside live traffic."""

from __future__ import annotations

import click

from deploy.commands.progress import shown
from deploy.counting import counting
from services.reporting.fold import plans
from services.reporting.indicators import CATALOGUE
from services.reporting.rebuild import EpochMoved, RebuildRefused, rebuild
from shared.settings import settings


@click.command("rebuild")
@click.option("--except", "excepted", type=int, multiple=True, metavar="ID", help="Go on without this parked fact.")
@click.option("--take-away", is_flag=True, help="Drop the indicators that this version does not have.")
def command(excepted: tuple[int, ...], *, take_away: bool) -> None:
    """Count everything anew from the event logs and change over; readers see the old figures until then."""
    services = tuple(CATALOGUE.services)
    with counting(settings("reporting")) as opened, shown() as show:
        try:
            rebuild(opened.engine, plans(CATALOGUE), opened.sources, services, excepted, show, takes_away=take_away)
        except (RebuildRefused, EpochMoved) as error:
            raise click.ClickException(str(error)) from error
    click.echo("rebuilt; the new figures are live")
