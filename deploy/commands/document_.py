"""nuandong document: a city's return, or the province's summary, as a file."""

from __future__ import annotations

from base64 import b64decode
from pathlib import Path
from typing import Any

import click

from deploy.site import operator
from services.reporting.documents import Form
from shared.settings import secrets_home

PROVINCE = "province"
LONGEST_S = 60.0
"""How long making pages may take."""

WIDTH = 12


@click.command("document")
@click.argument("place")
@click.argument("month")
@click.option("--form", type=click.Choice([each.value for each in Form]), help="By default as FILE ends, or docx.")
@click.option(
    "-o", "--output", "file", type=click.Path(dir_okay=False, path_type=Path), help="By default as it is named."
)
def command(place: str, month: str, form: str | None, file: Path | None) -> None:
    """Write the return of PLACE for MONTH as .docx, .xlsx or .pdf.

    PLACE is a city's code or its first four digits, or `province` for the summary of all cities; MONTH is a month such
    as 2021-12, or a season such as 2021-22 for what settles it.
    """
    chosen = form or _ending(file) or Form.DOCX.value
    with operator(secrets_home()) as rpc:
        asked = {"month": month, "form": chosen}
        if place == PROVINCE:
            made = rpc.call("reporting", "provincial_document", deadline=LONGEST_S, **asked)
        else:
            made = rpc.call("reporting", "return_document", deadline=LONGEST_S, city=place.ljust(WIDTH, "0"), **asked)
    click.echo(_written(made, file))


def _ending(file: Path | None) -> str | None:
    ending = file.suffix.removeprefix(".") if file else ""
    return ending if ending in set(Form) else None


def _written(made: dict[str, Any], file: Path | None) -> str:
    written = file or Path(made["name"])
    written.write_bytes(b64decode(made["content"]))
    return f"{written}  sha256 {made['sha256']}"
