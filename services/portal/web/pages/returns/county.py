"""A county's part of its city's return: it looks, closes gaps where it records, and says that it looked."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from werkzeug import Response

from services.portal.web.asking import ask, directory, signed_in
from services.portal.web.errors import failure_of
from services.portal.web.pages.returns.city import Said
from services.portal.web.pages.returns.room import blueprint
from services.portal.web.returns.deadline import deadline_of, is_locked
from services.portal.web.returns.sheet import tables
from services.portal.web.returns.speaking import speaks_for
from services.reporting.facts import WRITABLE, ReturnState
from shared.refusals import Refused


@blueprint.get("/county/<county>/<month>")
@signed_in
def county(county: str, month: str) -> str:
    """Show a county its part."""
    return _page(county, month, Said())


@blueprint.post("/county/<county>/<month>")
@signed_in
def confirm(county: str, month: str) -> Response | tuple[str, int]:
    """Say that the county has looked."""
    fields = {"county": county, "month": month, "revision": request.form.get("revision")}
    try:
        ask("reporting", "confirm_county", id=request.form.get("id", ""), fields=fields)
    except Refused as refused:
        said = Said("confirm_county", request.form, refused.refusals)
        return _page(county, month, said), failure_of(refused).status
    return redirect(url_for("returns.county", county=county, month=month), 303)


def _page(county: str, month: str, said: Said) -> str:
    answer = ask("reporting", "county_return", county=county, month=month)
    open_still = ReturnState(answer["state"]) in WRITABLE and not is_locked(answer)
    return render_template(
        "returns/county.html",
        answer=answer,
        said=said,
        tables=tables(answer),
        deadline=deadline_of(answer, directory().frame),
        may_confirm=open_still and speaks_for(county, "confirm_county"),
    )
