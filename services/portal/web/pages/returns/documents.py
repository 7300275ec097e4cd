"""Returns and summaries as files: looked at in the browser, or taken home."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Mapping
from io import BytesIO
from typing import Any

from flask import send_file
from werkzeug import Response

from services.portal.schemas import Deed
from services.portal.web.asking import ask, signed_in
from services.portal.web.audit import noted
from services.portal.web.pages.returns.room import blueprint
from services.portal.web.returns.speaking import PROVINCE

MAKING_S = 30.0
"""Pages take seconds to be made."""

KINDS = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@blueprint.get("/<city>/<month>/document.<form>")
@signed_in
def document(city: str, month: str, form: str) -> Response:
    """Give a city's return as a file."""
    made = ask("reporting", "return_document", deadline=MAKING_S, city=city, month=month, form=form)
    noted(Deed.TOOK_DOCUMENT, place=city, month=month, form=form)
    return _file(made, form, away=True)


@blueprint.get("/<city>/<month>/preview")
@signed_in
def preview(city: str, month: str) -> Response:
    """Show a city's return as it would be printed."""
    made = ask("reporting", "return_document", deadline=MAKING_S, city=city, month=month, form="pdf")
    noted(Deed.TOOK_DOCUMENT, place=city, month=month, form="pdf")
    return _file(made, "pdf", away=False)


@blueprint.get("/province/<month>/document.<form>")
@signed_in
def summary(month: str, form: str) -> Response:
    """Give the province's summary as a file."""
    made = ask("reporting", "provincial_document", deadline=MAKING_S, month=month, form=form)
    noted(Deed.TOOK_DOCUMENT, place=PROVINCE, month=month, form=form)
    return _file(made, form, away=True)


def _file(made: Mapping[str, Any], form: str, *, away: bool) -> Response:
    content = BytesIO(b64decode(made["content"]))
    response = send_file(content, KINDS[form], as_attachment=away, download_name=made["name"], max_age=0)
    response.headers["Cache-Control"] = "no-store"
    return response
