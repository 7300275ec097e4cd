"""nuandong migrate: the databases' histories."""

import click

from deploy.migrate import migrate
from deploy.roster import SERVICES
from shared.settings import Settings, secrets_home


@click.command("migrate")
@click.argument("services", nargs=-1, type=click.Choice(SERVICES))
def command(services: tuple[str, ...]) -> None:
    """Bring the databases of SERVICES (all, if none is named) to the newest revision."""
    owners = Settings("migrate", secrets_home())
    for service in services or SERVICES:
        migrate(service, owners.secret(service))
        click.echo(f"{service}: newest revision")
