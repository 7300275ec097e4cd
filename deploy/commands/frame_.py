"""nuandong frame: what a new site begins with."""

import click

from deploy.seed import load_frame
from deploy.site import operator
from shared.settings import secrets_home


@click.command("frame")
def command() -> None:
    """Load the places, the campaign and the holidays that a new site begins with; again, it changes nothing."""
    with operator(secrets_home()) as rpc:
        load_frame(rpc)
    click.echo("the frame is loaded")
