"""nuandong up: a whole site in the foreground."""

import signal
from pathlib import Path

import click

from deploy.site import site


@click.command("up")
@click.option("--home", type=click.Path(path_type=Path), default=Path(".local"), help="Where servers and secrets live.")
def command(home: Path) -> None:
    """Bring everything up in the foreground: servers, databases, every process; Ctrl-C takes it all down."""
    with site(home, "production", click.echo):
        click.echo(f"暖冬 is up; log in {home / 'nuandong.log'}; Ctrl-C stops it")
        signal.pause()
