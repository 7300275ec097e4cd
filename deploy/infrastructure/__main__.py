"""`python -m deploy.infrastructure`: both servers in the foreground, their addresses as one line of JSON."""

import json
import signal
import sys
from contextlib import suppress
from dataclasses import asdict
from functools import partial
from pathlib import Path

import click

from deploy.infrastructure import NoServersError, from_binaries, servers, stopping_like_ctrl_c
from shared.settings import given_servers


def say(line: str) -> None:
    """Tell progress beside the answer, which alone goes to standard output."""
    click.echo(line, err=True)


@click.command()
@click.option("--home", type=click.Path(path_type=Path), default=Path(".local"), show_default=True, help="data folder")
@click.option("--private", is_flag=True, help="pass over DATABASE_URL and Docker: use this machine's own binaries")
def main(home: Path, *, private: bool) -> None:
    """Run a PostgreSQL and a RabbitMQ until Ctrl-C; print their addresses as one line of JSON."""
    try:
        ways = from_binaries if private else partial(servers, given_addresses=given_servers())
        with stopping_like_ctrl_c(), ways(home, say) as found, suppress(KeyboardInterrupt):
            click.echo(json.dumps(asdict(found)))
            sys.stdout.flush()
            signal.pause()
    except NoServersError as error:
        raise click.ClickException(str(error)) from error


if __name__ == "__main__":
    main()
