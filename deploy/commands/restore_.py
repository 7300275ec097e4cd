"""nuandong restore: a backup, at its end or at an earlier instant, into an empty folder."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from deploy.backup import Archive, checked, laid_out, restore
from deploy.commands.answers import print_json
from shared.clock import SHANGHAI
from shared.settings import secrets_home

folder_type = click.Path(path_type=Path, file_okay=False)


@click.command("restore")
@click.argument("folder", type=folder_type)
@click.option("--into", type=folder_type, required=True, help="The empty folder that becomes the cluster's data.")
@click.option("--until", metavar="INSTANT", help="Up to when (ISO 8601, of Sichuan unless it says an offset).")
@click.option("--keys", type=folder_type, multiple=True, help="A folder with one half of the keys; name it twice.")
@click.option("--json", "as_json", is_flag=True, help="Answer {timeline, last_commit, …} as JSON.")
def command(folder: Path, into: Path, until: str | None, keys: tuple[Path, ...], *, as_json: bool) -> None:
    """Restore the newest backup in FOLDER and the log after it, to its end or to an instant.

    Everything is checked first: whose cluster it is, every file, the log, both halves of the keys, the folder. Then
    start PostgreSQL on the folder and run `nuandong provision`: the broker is declared anew, for it holds nothing
    that is not in the event logs; the logs notice the new timeline, begin a new epoch, and are counted anew.
    """
    home = secrets_home()
    plan = checked(Archive(folder.resolve()), home, keys, _instant(until))
    found, lost, listed = restore(plan, into.resolve())
    laid_out(plan.keys, home)
    answer = {"backup": plan.base.folder.name, "timeline": found.timeline, "last_commit": found.last_commit}
    if as_json:
        print_json({**answer, "lost": lost, "listed": listed, "keys": sorted(plan.keys)})
        return
    click.echo(f"restored {plan.base.folder.name} into {into}, up to {found.last_commit or 'its end'}")
    if not listed:
        click.echo(
            "what was told after that is not listed: the backup's tables are not those of this version", err=True
        )
    for service, facts in lost.items():
        click.echo(f"{service}: {facts} facts were told after that, and are listed in {into}.lost.jsonl")


def _instant(said: str | None) -> datetime | None:
    try:
        instant = datetime.fromisoformat(said) if said else None
    except ValueError as error:
        raise click.BadParameter(f"{said!r} is no instant", param_hint="--until") from error
    return instant.replace(tzinfo=SHANGHAI) if instant and instant.tzinfo is None else instant
