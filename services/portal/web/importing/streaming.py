"""A page that is written while its work is done: its frame at once, each step as it is taken, the outcome at last."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from flask import Response, render_template, request, stream_with_context

from services.portal.web.audit import AWAY
from services.portal.web.errors import failure_of
from services.portal.web.importing.judging import Steps
from services.portal.web.importing.outcome import Outcome
from shared.refusals import Refused

HERE = "<!-- here -->"
"""Where the steps stand in the page's frame."""

UNBUFFERED = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


def streamed(frame: Callable[[], str], what: str, steps: Steps, end: Callable[[Outcome], str]) -> Response:
    """Answer with the whole page, or with its steps alone where a script has asked for them."""
    head, _, tail = ("", "", "") if request.headers.get("HX-Request") else frame().partition(HERE)
    said = _said(head, tail, _parts(what, steps, end))
    return Response(stream_with_context(said), mimetype="text/html", headers=UNBUFFERED)


def _said(head: str, tail: str, parts: Iterator[str]) -> Iterator[str]:
    yield head
    yield from parts
    yield tail


def _parts(what: str, steps: Steps, end: Callable[[Outcome], str]) -> Iterator[str]:
    """Write each step; what goes wrong is told in the same words as on a page of its own."""
    outcome = None
    try:
        for outcome in steps:
            yield render_template("sheets/step.html", what=what, done=outcome.sent.done, total=len(outcome.sheet.rows))
    except (Refused, *AWAY) as error:
        yield render_template("failure_part.html", failure=failure_of(error))
    else:
        yield end(outcome) if outcome else ""
