"""nuandong backup: base backups, the log since, and the keys in two halves."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from deploy.backup import Archive, follow, keys_in, prune, split, take
from deploy.commands.answers import print_json
from deploy.hosting import stopping
from deploy.provision.backups import ADDRESS, CLUSTER, OWNER, role_of
from deploy.site import NAMESPACE
from shared.settings import Settings, secrets_home
from shared.telemetry import configure

folder_type = click.Path(path_type=Path, file_okay=False)


@click.command("backup")
@click.argument("folder", type=folder_type, required=False)
@click.option("--follow", "following", is_flag=True, help="Stream the log into FOLDER until told to stop.")
@click.option("--keep", type=click.IntRange(min=1), help="Let go of all but so many of the newest base backups.")
@click.option("--keys", type=folder_type, nargs=2, help="Split the keys in two halves, into two folders, instead.")
@click.option("--json", "as_json", is_flag=True, help="Answer what was written as JSON.")
def command(
    folder: Path | None, keep: int | None, keys: tuple[Path, Path] | None, *, following: bool, as_json: bool
) -> None:
    """Copy the whole cluster into FOLDER, while the site goes on; every copy is checked before it counts.

    `--follow`, left running, streams the log beside it: a restore can then go to any instant since. The keys are in
    neither: `--keys ONE OTHER` writes them in two halves, each of which alone says nothing. Give them to two keepers.
    """
    if (folder is None) == (keys is None):
        raise click.UsageError("name the FOLDER of the backups, or two folders with --keys")
    if keys:
        _tell({"halves": [str(each) for each in split(secrets_home(), keys)]}, as_json=as_json)
    elif folder:
        known = Settings(OWNER, secrets_home())
        archive = Archive(folder.resolve())
        if following:
            configure("backup")
            follow(known.secret(ADDRESS), archive, role_of(NAMESPACE), stopping())
        else:
            _tell(_taken(known, archive, keep), as_json=as_json)


def _taken(known: Settings, archive: Archive, keep: int | None) -> dict[str, Any]:
    base = take(known.secret(ADDRESS), archive, keys_in(known.secrets), known.secret(CLUSTER))
    gone = prune(archive, keep) if keep else 0
    return {"backup": str(base.folder), "system_identifier": base.manifest.system_identifier, "let_go": gone}


def _tell(answer: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        print_json(answer)
    else:
        click.echo("\n".join(f"{name}: {said}" for name, said in answer.items()))
