"""Live boards: a page is told when its figures have changed, and asks for them again in the name of whoever looks."""

from __future__ import annotations

from http import HTTPStatus

from flask import Blueprint, Response, current_app, request
from flask.blueprints import BlueprintSetupState

from services.portal.web.asking import directory, me, signed_in
from services.portal.web.board.live import Watch
from services.portal.web.board.periods import chosen
from shared.refusals import OutOfScope, Refused

blueprint = Blueprint("live", __name__, url_prefix="/board/<place>")
LATER_S = 20
UNBUFFERED = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
"""Nobody on the way may keep events back, such as an nginx before us."""


@blueprint.record_once
def _watch_over(state: BlueprintSetupState) -> None:
    state.app.extensions["watch"] = Watch(state.app.extensions["nuandong"].rpc)


def watch() -> Watch:
    """Give the one watch of this process."""
    found: Watch = current_app.extensions["watch"]
    return found


@blueprint.get("/live")
@signed_in
def stream(place: str) -> Response:
    """Tell of a board within one's scope while somebody looks at it; whoever finds no seat is to ask now and then."""
    if not me().covers(place):
        raise Refused([OutOfScope("place")])
    asked = chosen(directory().frame, request.args.get("period"))
    watching = watch()
    watching.fresh()  # the first words are of now
    seat = watching.take(me().person, (place, asked.id), request.args.get("rolled", ""))
    if seat is None:
        return Response(status=HTTPStatus.SERVICE_UNAVAILABLE, headers={"Retry-After": str(LATER_S)})
    response = Response(watching.events(seat), mimetype="text/event-stream", headers=UNBUFFERED)
    response.call_on_close(lambda: watching.leave(seat))
    return response
