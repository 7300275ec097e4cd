"""nuandong serve: one service's RPC doors."""

from importlib import import_module

import click

from deploy.roster import SERVICES
from shared.green import go_green
from shared.settings import settings


@click.command("serve")
@click.argument("service", type=click.Choice(SERVICES))
def command(service: str) -> None:
    """Answer RPC for SERVICE; run as many of these as the load asks for."""
    go_green()
    from shared.worker.runner import serve  # noqa: PLC0415 - sockets are patched before anything that uses them is imported

    served = import_module(f"services.{service}.service")
    serve(settings(service), getattr(served, service.capitalize()))
