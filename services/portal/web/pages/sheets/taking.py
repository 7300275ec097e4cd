"""Sheets to take away: a list of all, and each one empty, with the places and organisations of one's scope."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from flask import Response, render_template, send_file

from services.portal.sheets.codes import Code
from services.portal.sheets.kinds import SERVICES
from services.portal.sheets.template import write_template
from services.portal.web.asking import directory, me, signed_in
from services.portal.web.forms.naming import names
from services.portal.web.pages.sheets.room import WORKBOOK, blueprint, name_of, sheet_named, sheets_of
from services.portal.web.things import THINGS


@blueprint.get("/")
@signed_in
def index() -> str:
    """List the sheets that one may hand in, under the lines of action of their service."""
    groups = [(_lines(service), sheets_of(service)) for service in SERVICES]
    return render_template("sheets/index.html", groups=[each for each in groups if each[1]], name_of=name_of)


@blueprint.get("/<name>/template.xlsx")
@signed_in
def template(name: str) -> Response:
    """Give an empty sheet."""
    asked = sheet_named(name)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "template.xlsx"
        write_template(path, asked.kind, list(_codes()))
        content = BytesIO(path.read_bytes())
    return send_file(content, WORKBOOK, as_attachment=True, download_name=f"{asked.kind.title}.xlsx")


def _lines(service: str) -> str:
    return "、".join(dict.fromkeys(each.line.label for each in THINGS.values() if each.service == service))


def _codes() -> Iterator[Code]:
    """List the places and organisations of one's scope by the names that a sheet may call them by."""
    index, scope = names(directory().frame), me().scope
    yield from (("地点", name, code) for code, name in index.places.items() if code.startswith(scope))
    yield from (("组织", name, str(each.id)) for each, name in index.organisations_fitting("", scope))
