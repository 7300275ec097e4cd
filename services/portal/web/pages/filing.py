"""附件: papers of plans and scanned receipts of aid, brought, taken home and withdrawn."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus
from io import BytesIO
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, send_file, url_for
from werkzeug import Response as Answer

from services.portal.web.asking import signed_in
from services.portal.web.audit import AWAY
from services.portal.web.errors import Failure, failure_of
from services.portal.web.filing import FILED, NoFileChosen, Upload, bring, filed, remove, take
from services.portal.web.pages.things.room import call_id, new_id
from services.portal.web.pages.work.looks import PURPOSES
from services.portal.web.things import Thing, thing_named
from shared.files import MOST_BYTES, FileTooLarge
from shared.refusals import Refusal, Refused

OF_THE_DATE = frozenset({"consented_on", "given_on"})
OF_THE_FILE = frozenset({"file", "name", "size", "id", "number", "content", "sha256"})

blueprint = Blueprint("files", __name__, url_prefix="/files/<name>/<uuid:id>")

Told = tuple[str, int]


@blueprint.app_context_processor
def _every_page_may_ask_for_a_purpose() -> dict[str, Any]:
    return {"PURPOSES": PURPOSES}


@blueprint.get("")
@signed_in
def files(name: str, id: UUID) -> str:
    """Show the files of a thing, without the thing."""
    return _page(_thing(name), id)


@blueprint.post("")
@signed_in
def send(name: str, id: UUID) -> Answer | Told:
    """Bring a file; whatever goes wrong, the form comes back under the id that it was sent with."""
    thing, form = _thing(name), call_id()
    try:
        upload = _upload()
        found = filed(thing, id) or {}
        bring(thing, id, form, upload, found)
    except (Refused, *AWAY) as error:
        return _failed(thing, id, error, form=str(form))
    flash("已上传")
    return _back(thing, id)


@blueprint.get("/<uuid:file>")
@signed_in
def fetch(name: str, id: UUID, file: UUID) -> Response:
    """Give a file that shows nobody."""
    return _download(*take(_thing(name), id, file))


@blueprint.post("/<uuid:file>")
@signed_in
def look(name: str, id: UUID, file: UUID) -> Response | Told:
    """Give a file that shows people, once, for a purpose; the address alone gives nothing."""
    thing, purpose = _thing(name), request.form.get("purpose", "")
    if purpose not in PURPOSES:
        abort(HTTPStatus.BAD_REQUEST)
    try:
        return _download(*take(thing, id, file, purpose))
    except Refused as refused:
        return _failed(thing, id, refused)


@blueprint.post("/<uuid:file>/withdraw")
@signed_in
def withdraw(name: str, id: UUID, file: UUID) -> Answer | Told:
    """Let a file's content go, with a reason."""
    thing = _thing(name)
    try:
        remove(thing, call_id(), file, request.form.get("reason", ""), filed(thing, id) or {})
    except Refused as refused:
        return _failed(thing, id, refused)
    flash("已撤下:内容不再保存,记录还在")
    return _back(thing, id)


def _thing(name: str) -> Thing:
    if name not in FILED:
        abort(HTTPStatus.NOT_FOUND)
    return thing_named(name)


def _upload() -> Upload:
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        raise Refused([NoFileChosen("file")])
    content = sent.stream.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise Refused([FileTooLarge("file", most=MOST_BYTES // 1024**2)])
    return Upload(content, sent.filename, request.form.get("consented_on") or None)


def _download(called: str, content: bytes) -> Response:
    """Give bytes that no browser opens on our pages, whatever they hold."""
    response = send_file(BytesIO(content), "application/octet-stream", as_attachment=True, download_name=called)
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["Cache-Control"] = "no-store"
    return response


def _failed(thing: Thing, id: UUID, error: Exception, form: str | None = None) -> Told:
    failure = failure_of(error)
    if failure.status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.NOT_FOUND, HTTPStatus.FORBIDDEN}:
        raise error
    too_large = any(each.rule == FileTooLarge.__name__ for each in failure.refusals)
    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE if too_large else failure.status
    return _page(thing, id, failure.refusals, form=form, failure=failure), status


def _page(
    thing: Thing,
    id: UUID,
    refusals: Sequence[Refusal] = (),
    form: str | None = None,
    failure: Failure | None = None,
) -> str:
    wrong = {"file": _of(refusals, OF_THE_FILE), "date": _of(refusals, OF_THE_DATE)}
    elsewhere = [each for each in refusals if each.field not in OF_THE_FILE | OF_THE_DATE]
    return render_template(
        "files/page.html",
        thing=thing,
        id=id,
        files=_found(thing, id, failure),
        refusals=elsewhere,
        wrong=wrong,
        away=failure if failure and not refusals else None,
        call=form or new_id(),
        consented_on=request.form.get("consented_on", ""),
    )


def _found(thing: Thing, id: UUID, failure: Failure | None) -> dict[str, Any] | None:
    """Give the files; where the service has just failed, the form alone stands on the page."""
    try:
        return filed(thing, id)
    except AWAY:
        if failure is None:
            raise
    return None


def _of(refusals: Sequence[Refusal], fields: frozenset[str]) -> list[str]:
    return [each.message for each in refusals if each.field in fields]


def _back(thing: Thing, id: UUID) -> Answer:
    where = url_for("things.show", name=thing.name, id=id, _anchor="files")
    return redirect(where, HTTPStatus.SEE_OTHER)
