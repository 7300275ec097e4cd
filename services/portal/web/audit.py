"""What the pages and the API note in the audit log, in the name of whoever signed in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from services.portal.schemas import Deed
from services.portal.web.asking import ask, whoever_asked
from shared.refusals import Refusal, Refused
from shared.rpc import NO_ANSWER, RemoteFailure
from shared.telemetry import alarm

AWAY = (*NO_ANSWER, RemoteFailure)


def noted(kind: Deed, *, about: object = None, place: str | None = None, **detail: object) -> None:
    """Note a deed before its outcome is handed out: what cannot be noted is not done.

    `about` is the id of what it was done to, `place` where that lies, `detail` ids, codes, dates and numbers.
    """
    ask("portal", "note", fields=_fields(kind, about, place, detail))


def _fields(kind: Deed, about: object, place: str | None, detail: dict[str, Any]) -> dict[str, Any]:
    told = {name: str(value) for name, value in detail.items() if value is not None}
    return {"kind": kind.value, "about": str(about) if about is not None else None, "place": place, "detail": told}


def refused(endpoint: str | None, refusals: Sequence[Refusal]) -> None:
    """Note that somebody asked for what is not theirs; they are refused also when nobody can note it now."""
    client = whoever_asked()
    if client is None:
        return
    told = {"page": endpoint, "rule": refusals[0].rule if refusals else None}
    try:
        client.call("portal", "note", fields=_fields(Deed.REFUSED, None, None, told))
    except (Refused, *AWAY) as error:
        alarm("refusal_not_noted", error=type(error))
