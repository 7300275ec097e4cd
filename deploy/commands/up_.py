"""nuandong up: a whole site in the foreground."""

import signal
from contextlib import ExitStack
from pathlib import Path

import click

from deploy.site import site
from deploy.watching import watched


@click.command("up")
@click.option("--home", type=click.Path(path_type=Path), default=Path(".local"), help="Where servers and secrets live.")
@click.option("--watch", is_flag=True, help="Start Prometheus and Alertmanager beside it.")
def command(home: Path, *, watch: bool) -> None:
    """Bring everything up in the foreground: servers, databases, every process; Ctrl-C takes it all down."""
    with ExitStack() as stack:
        running = stack.enter_context(site(home, "production", click.echo))
        if watch:
            click.echo(f"watched at http://{stack.enter_context(watched(home, click.echo)).prometheus}")
        click.echo(f"暖冬 is up at {running.portal}; log in {home / 'nuandong.log'}; Ctrl-C stops it")
        signal.pause()
