"""nuandong vault: custody of the sealed identities."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import click
from sqlalchemy import Engine

from deploy.commands.answers import print_json, print_table
from deploy.custody import disposed, verified, work
from deploy.provision.files import write
from deploy.roster import ACTION_SERVICES
from shared import vault
from shared.database import engine
from shared.settings import Settings, settings

WRONG = 3

services = click.argument("services", nargs=-1, type=click.Choice(ACTION_SERVICES))
as_json_option = click.option("--json", "as_json", is_flag=True, help="Answer a list, a row per service, as JSON.")


@click.group("vault")
def command() -> None:
    """Rotate the keys of the vaults, and verify what lies in them."""


@command.command("rotate")
@services
@click.option("--forget", is_flag=True, help="Destroy the earlier keys: no older backup can be opened any more.")
@as_json_option
def rotate(services: tuple[str, ...], *, forget: bool, as_json: bool) -> None:
    """Make a new wrapping key for the vaults of SERVICES (all, if none is named), and wrap every data key anew.

    The site goes on meanwhile. Earlier keys stay in the key file, so that older backups can be read, until --forget.
    """
    rows = [_rotated(settings(service), forget=forget) for service in services or ACTION_SERVICES]
    if as_json:
        print_json(rows)
    else:
        print_table("rotated", ("service", "key", "wrapped anew", "keys"), [tuple(row.values()) for row in rows])


@command.command("verify")
@services
@click.option("--noted", metavar="NUMBER:DIGEST", help="A head of the log that was noted down when it was verified.")
@as_json_option
def verify(services: tuple[str, ...], noted: str | None, *, as_json: bool) -> None:
    """Open everything in the vaults of SERVICES (all, if none is named), and follow their logs; exit 3 if any is wrong.

    Nothing that is opened is shown. Note the log's head down elsewhere: the next time --noted tells whether the log
    was cut off behind it.
    """
    if noted and len(services) != 1:
        raise click.UsageError("--noted is of one service's log: name the service")
    rows = [verified(settings(service), noted) for service in services or ACTION_SERVICES]
    if as_json:
        print_json(rows)
    else:
        print_table(
            "verified",
            ("service", "log's head", "findings"),
            [(*list(row.values())[:2], len(row["findings"])) for row in rows],
        )
        for row in rows:
            for finding in row["findings"]:
                click.echo(f"{row['service']}: {finding}")
    sys.exit(WRONG if any(row["findings"] for row in rows) else 0)


def _rotated(known: Settings, *, forget: bool) -> dict[str, Any]:
    opened = engine(known.database_url, pool_size=2)
    with disposed(opened), _alone(opened):
        keys = vault.Keys(known).wrapping.with_another()
        _write(known, keys)
        done = 0
        while some := work(opened, known, lambda session: vault.rewrap(session, keys)):
            done += some
        if forget:
            done += work(opened, known, lambda session: vault.rewrap_rest(session, known))
            work(opened, known, lambda session: vault.forget(session, known, partial(_write, known)))
    left = vault.Keys(known).wrapping
    return {"service": known.service, "key": left.current, "wrapped": done, "keys": len(left.named)}


def _write(known: Settings, keys: vault.WrappingKeys) -> None:
    write(known.secrets / known.service / vault.WRAPPING, keys.written())


@contextmanager
def _alone(opened: Engine) -> Iterator[None]:
    """Refuse a second rotation: of two key files written at once, one would be lost with all that it wrapped."""
    with opened.connect().execution_options(isolation_level="AUTOCOMMIT") as held:
        if not vault.begin_rotation(held):
            raise click.ClickException("another rotation of this vault is running")
        yield
