"""Makes a process cooperative before anything else is imported: eventlet's sockets, threads and database waits."""

from __future__ import annotations

import warnings

from shared.settings import resolve_names_plainly


class NotGreen(Exception):
    """A wait for the database would stop every other call of this process."""


def go_green() -> None:
    """Patch the standard library; to be called before psycopg, kombu and whatever imports them."""
    resolve_names_plainly()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it tells every start that it is being retired
        import eventlet  # noqa: PLC0415 - only a process that serves doors runs on eventlet
    eventlet.monkey_patch()
    import psycopg.waiting  # noqa: PLC0415 - it binds the selectors it finds when it is imported

    from shared.green_wait import wait  # noqa: PLC0415 - as above

    # its C wait blocks all greenlets, its poll corrupts connections under eventlet
    psycopg.waiting.wait = wait


def must_be_green() -> None:
    """Raise NotGreen unless go_green() came first."""
    import eventlet.green.selectors  # noqa: PLC0415 - as above
    import psycopg.waiting  # noqa: PLC0415 - as above

    chosen = psycopg.waiting.wait.__module__ == "shared.green_wait"
    if not chosen or vars(psycopg.waiting)["DefaultSelector"] is not eventlet.green.selectors.DefaultSelector:
        raise NotGreen("call shared.green.go_green() before anything else is imported")
