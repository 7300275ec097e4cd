"""nuandong migrate: the databases' histories."""

import click

from deploy.migrate import migrate
from deploy.roster import SERVICES
from shared.settings import secrets_home


@click.command("migrate")
@click.argument("services", nargs=-1, type=click.Choice(SERVICES))
def command(services: tuple[str, ...]) -> None:
    """Bring the databases of SERVICES (all, if none is named) to the newest revision."""
    for service in services or SERVICES:
        migrate(service, (secrets_home() / "migrate" / service).read_text(encoding="utf-8").strip())
        click.echo(f"{service}: newest revision")
