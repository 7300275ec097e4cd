"""Papers that people take home, and the page on which anybody who holds one can check it."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from http import HTTPStatus
from uuid import UUID, uuid4

from flask import Blueprint, render_template, request, url_for

from services.portal.schemas import AttestationKind, Deed
from services.portal.web.asking import ask, ask_as_nobody, me, signed_in
from services.portal.web.audit import noted
from services.portal.web.often import at_most
from services.portal.web.pages.work.looks import seen_once
from shared.refusals import NotFound, Refused, RemoteRefusal

LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Digits and letters that nobody takes for one another on paper."""

LONG = 16
IN_GROUPS = 4
PURPOSE = "check"

OF_AN_ADDRESS = 60
"""How many papers an address may check in a minute."""

blueprint = Blueprint("papers", __name__)


@blueprint.post("/papers/training/<uuid:enrolment>")
@signed_in
def training(enrolment: UUID) -> str:
    """Print a training certificate, after one look at the name that stands on it."""
    subject = request.form.get("subject", "")
    return _printed(AttestationKind.TRAINING, enrolment, lambda: _name("jobs", subject), "work/training_paper.html")


@blueprint.post("/papers/service/<uuid:volunteer>")
@signed_in
def service(volunteer: UUID) -> str:
    """Print what a volunteer served this season: one's own under one's own name, another's after one look."""
    who = me()
    name = (lambda: who.name) if who.person == volunteer else (lambda: _name("volunteers", str(volunteer)))
    return _printed(AttestationKind.SERVICE, volunteer, name, "work/service_paper.html")


@blueprint.get("/verify")
@at_most(OF_AN_ADDRESS)
def verify() -> str:
    """Ask for a paper's check code."""
    return render_template("work/verify.html", code=request.args.get("code", ""), name="", found=None, missing=False)


@blueprint.post("/verify")
@at_most(OF_AN_ADDRESS)
def verified() -> tuple[str, int]:
    """Say what the paper with this code says, and nothing else; the name is only confirmed."""
    code, name = _plain(request.form.get("code", "")), request.form.get("name", "").strip()
    try:
        found = ask_as_nobody(
            "portal", "attestation", digest=_digest(code), name_digest=_digest(code + name) if name else None
        )
    except Refused as refused:
        if not _is_missing(refused):
            raise
        found = None
    status = HTTPStatus.OK if found else HTTPStatus.NOT_FOUND
    page = render_template("work/verify.html", code=code, name=name, found=found, missing=found is None)
    return page, status


def _printed(kind: AttestationKind, about: UUID, name: Callable[[], str], template: str) -> str:
    code, called = "".join(secrets.choice(LETTERS) for _ in range(LONG)), name()
    noted(Deed.PRINTED, about=about, what=kind.value)
    digests = {"digest": _digest(code), "name_digest": _digest(code + called)}
    said = ask("portal", "attest", id=str(uuid4()), fields={"kind": kind.value, "about": str(about), **digests})
    return render_template(
        template,
        name=called,
        said=said,
        code="-".join(code[at : at + IN_GROUPS] for at in range(0, LONG, IN_GROUPS)),
        where=url_for("papers.verify", _external=True),
    )


def _name(service: str, subject: str) -> str:
    return seen_once(service, subject, PURPOSE)["name"]


def _plain(code: str) -> str:
    return "".join(each for each in code.upper() if each in LETTERS)


def _digest(said: str) -> str:
    return hashlib.sha256(said.encode()).hexdigest()


def _is_missing(refused: Refused) -> bool:
    return any(isinstance(each, NotFound | RemoteRefusal) and each.rule == "NotFound" for each in refused.refusals)
