"""nuandong provision: what a site needs on its servers before its first process starts."""

import click

from deploy.infrastructure.given import given
from deploy.provision import provision
from deploy.site import NAMESPACE
from shared.settings import given_servers, secrets_home


@click.command("provision")
def command() -> None:
    """Make databases, roles, broker users and keys on the servers of DATABASE_URL and AMQP_URI; write the secrets."""
    found = given(*given_servers())
    if found is None:
        raise click.ClickException("set DATABASE_URL and AMQP_URI to the servers' administrator")
    provision(found, NAMESPACE, secrets_home(), click.echo)
