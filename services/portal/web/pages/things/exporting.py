"""What a list shows, taken home as a spreadsheet: the same rows under the same filters, all pages of them."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from flask import Response, request, send_file

from services.portal.schemas import Deed
from services.portal.sheets.writing import unmarked, write_table
from services.portal.web.asking import signed_in
from services.portal.web.audit import noted
from services.portal.web.pages.things.room import blueprint
from services.portal.web.things import Thing, thing_named
from services.portal.web.things.asked import Asked, Row, asked_by, id_of, listed
from services.portal.web.things.values import columns, content_of, text_of

A_CALL = 500
MOST_ROWS = 20_000
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.get("/<name>/export.xlsx")
@signed_in
def export(name: str) -> Response:
    """Give what the list shows."""
    thing, asked = thing_named(name), asked_by(request.args)
    rows = _all(thing, asked)
    noted(Deed.EXPORTED, thing=thing.name, rows=len(rows))
    shown = columns(thing, rows)
    lines = [
        [str(id_of(thing, row) or ""), *(text_of(thing, each, content_of(thing, row).get(each)) for each, _ in shown)]
        for row in rows
    ]
    with TemporaryDirectory() as folder:
        path = Path(folder) / "list.xlsx"
        write_table(path, thing.title, ["编号", *(label for _, label in shown)], lines, unmarked)
        content = BytesIO(path.read_bytes())
    return send_file(content, WORKBOOK, as_attachment=True, download_name=f"{thing.title}.xlsx")


def _all(thing: Thing, asked: Asked) -> list[Row]:
    page = listed(thing, asked, A_CALL)
    rows = page.rows
    while page.next and len(rows) < MOST_ROWS:
        page = listed(thing, Asked(asked.typed, page.next), A_CALL)
        rows += page.rows
    return rows
