"""One look at who somebody is: for a purpose, logged, shown once and kept nowhere."""

from __future__ import annotations

from http import HTTPStatus
from uuid import UUID, uuid4

from flask import Blueprint, abort, render_template, request

from services.portal.schemas import Deed
from services.portal.web.asking import ask, signed_in
from services.portal.web.audit import noted
from services.portal.web.pages.sign_in import INSIDE

PURPOSES = {"contact": "联系与走访", "check": "核对与更正", "safety": "安全与紧急救助", "referral": "转介有关部门"}
KINDS = {"outreach", "jobs", "volunteers", "children"}
LABELS = {
    "name": "姓名", "phone": "联系电话", "address": "住址", "guardian": "监护人姓名", "school": "就读学校",
    "citizen_number": "公民身份号码",
}  # fmt: skip

blueprint = Blueprint("looks", __name__, url_prefix="/look")


@blueprint.get("/<service>/<uuid:subject>")
@signed_in
def asked(service: str, subject: UUID) -> str:
    """Ask what the look is for."""
    return _page(service, str(subject))


@blueprint.post("/<service>/<uuid:subject>")
@signed_in
def look(service: str, subject: UUID) -> str:
    """Show who it is, once; the address alone shows nothing."""
    if service not in KINDS or request.form.get("purpose") not in PURPOSES:
        abort(HTTPStatus.BAD_REQUEST)
    seen = seen_once(service, str(subject), request.form["purpose"])
    return _page(service, str(subject), {LABELS.get(name, name): value for name, value in seen.items() if value})


def seen_once(service: str, subject: str, purpose: str) -> dict[str, str]:
    """See who somebody is; it is in the audit log first, where they live."""
    id = str(uuid4())
    asked = ask(service, "ask_look", id=id, fields={"subject": subject, "purpose": purpose})
    noted(Deed.LOOKED, about=subject, place=asked["place"], service=service, purpose=purpose)
    seen: dict[str, str] = ask(service, "look", id=id)["identity"]
    return seen


def _page(service: str, subject: str, identity: dict[str, str] | None = None) -> str:
    wanted = request.values.get("back", "")
    back = wanted if INSIDE.match(wanted) else "/desk/"
    return render_template(
        "work/look.html", service=service, subject=subject, purposes=PURPOSES, identity=identity, back=back
    )
