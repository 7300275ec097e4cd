"""nuandong keep: one service's relay, due work and frame copy."""

import click

from deploy.roster import SERVICES


@click.command("keep")
@click.argument("service", type=click.Choice(SERVICES))
def command(service: str) -> None:
    """Relay SERVICE's facts to the bus and do its due work; one leads, others stand by."""
    from deploy.hosting import keep_service  # noqa: PLC0415 - a usage error need not load the service

    keep_service(service)
