"""A deed done at a page that stays: taken once, and what stands in its way said on the same page."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from flask import flash, redirect
from werkzeug import Response

from services.portal.web.audit import AWAY
from services.portal.web.errors import Failure, failure_of
from shared.refusals import Refused

Page = Callable[[Failure], str]


def done(deed: Callable[[], Any], told: str, to: str, page: Page) -> Response | tuple[str, int]:
    """Do a thing and go on, or show the page again with what was refused; one that was done before is well."""
    try:
        deed()
    except (Refused, *AWAY) as error:
        failure = failure_of(error)
        if failure.status is HTTPStatus.UNAUTHORIZED:
            raise
        if not any(each.rule == "IdAlreadyUsed" for each in failure.refusals):
            return page(failure), failure.status
    flash(told)
    return redirect(to, HTTPStatus.SEE_OTHER)
