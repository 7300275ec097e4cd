"""What a request brings along stays in memory: nothing that people send is written to this machine's disk."""

from __future__ import annotations

from io import BytesIO

from flask import Request


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
