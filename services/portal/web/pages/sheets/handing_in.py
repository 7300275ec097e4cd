"""Handing in a sheet: checked first, then recorded; the file stays in the browser and comes along each time."""

from __future__ import annotations

from functools import partial
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from flask import Response, render_template, request, send_file
from werkzeug.exceptions import RequestEntityTooLarge

from services.portal.sheets.marked import write_marked
from services.portal.sheets.sending import known_before
from services.portal.sheets.table import SheetUnreadable
from services.portal.sheets.wanted import Wanted, sheets
from services.portal.web.asking import client, directory, me, signed_in
from services.portal.web.forms.naming import names
from services.portal.web.importing.judging import recorded, rehearsed
from services.portal.web.importing.outcome import MOST_SHOWN, Outcome
from services.portal.web.importing.sheet import MOST_BYTES, MOST_ROWS, HandedIn, handed_in
from services.portal.web.importing.streaming import HERE, streamed
from services.portal.web.pages.sheets.room import WORKBOOK, blueprint, name_of, sheet_named, thing_of

SHARED = "organisation"
"""What the sheets of other systems do not say of their rows, and all rows of one share."""

Told = tuple[str, int]


@blueprint.get("/<name>")
@signed_in
def sheet(name: str) -> str:
    """Show where a sheet is handed in, to whoever may record what it says."""
    asked = sheet_named(name)
    known_before(client(), asked.kind, ())
    return _page(asked)


@blueprint.post("/<name>")
@signed_in
def check(name: str) -> Response:
    """Show what is right in a sheet and what is wrong; nothing is recorded."""
    return _checked(_handed_in(sheet_named(name)))


@blueprint.post("/<name>/record")
@signed_in
def record(name: str) -> Response:
    """Record what is right in a sheet that was checked before; one that was not is checked first."""
    found = _handed_in(sheet_named(name))
    if request.form.get("digest") != found.digest:
        return _checked(found, changed=True)
    steps = recorded(found)
    return streamed(partial(_page, found.asked, HERE), "正在记录", steps, partial(_outcome, done=True))


@blueprint.post("/<name>/marked.xlsx")
@signed_in
def marked(name: str) -> Response:
    """Give a sheet back with what became of each row, as it stands now."""
    found = _handed_in(sheet_named(name))
    *_, last = rehearsed(found)
    if last.sent.failure:
        raise last.sent.failure
    return send_file(_marked(last), WORKBOOK, as_attachment=True, download_name=f"{found.asked.title}.退回.xlsx")


@blueprint.errorhandler(SheetUnreadable)
def unreadable(error: SheetUnreadable) -> Told:
    """Say on the sheet's own page why a file is no such sheet."""
    alert = render_template("sheets/unreadable.html", why=str(error))
    asked = sheet_named((request.view_args or {})["name"])
    return (alert if request.headers.get("HX-Request") else _page(asked, alert)), 422


def _handed_in(asked: Wanted) -> HandedIn:
    file = request.files.get("file")
    if file is None or not file.filename:
        raise SheetUnreadable("请先选择要导入的文件")
    content = file.stream.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise RequestEntityTooLarge
    return handed_in(asked, content, _shared(asked))


def _shared(asked: Wanted) -> dict[str, str]:
    """Say which organisation the rows of another system's sheet are of: one's own, unless another is named."""
    if not asked.map or SHARED not in asked.kind.schema.fields:
        return {}
    typed = request.form.get(SHARED, "").strip()
    return {SHARED: names(directory().frame).organisation_of(typed) if typed else str(me().organisation)}


def _checked(found: HandedIn, *, changed: bool = False) -> Response:
    steps = rehearsed(found)
    frame = partial(_page, found.asked, HERE)
    return streamed(frame, "正在检查", steps, partial(_outcome, done=False, changed=changed))


def _outcome(it: Outcome, *, done: bool, changed: bool = False) -> str:
    return render_template(
        "sheets/outcome.html", it=it, done=done, changed=changed, name=name_of(it.sheet.asked), most=MOST_SHOWN,
        thing=thing_of(it.sheet.asked),
    )  # fmt: skip


def _page(asked: Wanted, outcome: str = "") -> str:
    """Draw the page round what became of a sheet; the organisation stays as it was typed."""
    own = names(directory().frame).shown_organisation(str(me().organisation))
    return render_template(
        "sheets/sheet.html",
        asked=asked,
        name=name_of(asked),
        thing=thing_of(asked),
        others=[each for each in sheets() if each.map and each.kind.name == asked.kind.name and not asked.map],
        organisation=request.form.get(SHARED, own) if asked.map and SHARED in asked.kind.schema.fields else None,
        outcome=outcome,
        most_rows=MOST_ROWS,
        most_bytes=MOST_BYTES,
    )


def _marked(it: Outcome) -> BytesIO:
    there = {number: id for number, id in it.sent.recorded.items() if number in it.known}
    with TemporaryDirectory() as folder:
        path = Path(folder) / "marked.xlsx"
        write_marked(path, it.sheet.asked.title, it.sheet.table, there, it.flaws, it.sent.recorded.keys() - it.known)
        return BytesIO(path.read_bytes())
