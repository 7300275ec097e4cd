"""What a request brings along: it stays in memory, and whoever brings too much is heard out before being told so."""

from __future__ import annotations

import time
from http import HTTPStatus
from io import BytesIO

from flask import Flask, Request, Response, request

A_READ = 64 * 1024
HEARD_OUT, HEARD_OUT_S = 100 * 1024 * 1024, 30.0


class InMemory(Request):
    """A request whose files, of 11 MB at most, are read into memory; werkzeug would lay them in a folder for all."""

    def _get_file_stream(
        self,
        total_content_length: int | None,  # noqa: ARG002 - werkzeug asks so
        content_type: str | None,  # noqa: ARG002 - likewise
        filename: str | None = None,  # noqa: ARG002 - likewise
        content_length: int | None = None,  # noqa: ARG002 - likewise
    ) -> BytesIO:
        return BytesIO()


def install(app: Flask) -> None:
    """Let every request of an application be read so."""
    app.request_class = InMemory
    app.after_request(_heard_out)


def _heard_out(response: Response) -> Response:
    """Read what was not wanted: whoever's sending is cut off is shown a lost connection, and not our words."""
    if response.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        body, left, ends = request.environ["wsgi.input"], HEARD_OUT, time.monotonic() + HEARD_OUT_S
        while left > 0 and time.monotonic() < ends and (read := body.read(A_READ)):
            left -= len(read)
    return response
