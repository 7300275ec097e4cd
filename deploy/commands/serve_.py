"""nuandong serve: one service's RPC doors."""

import click

from deploy.roster import SERVICES


@click.command("serve")
@click.argument("service", type=click.Choice(SERVICES))
def command(service: str) -> None:
    """Answer RPC for SERVICE; run as many of these as the load asks for."""
    from shared.worker.runner import prepare, serve  # noqa: PLC0415 - sockets are patched before anything else is imported

    prepare()
    serve(service)
