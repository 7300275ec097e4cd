"""nuandong web: the portal's pages and its API."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click
from gunicorn.app.base import BaseApplication

from services.portal.web import create
from services.portal.web.board.live import Watch
from shared.metrics import offer
from shared.settings import settings
from shared.telemetry import configure

WEB = "web"
PATIENCE_S = 20


class _Gunicorn(BaseApplication):  # type: ignore[misc] # gunicorn ships no types
    def __init__(self, **options: Any) -> None:
        self._options = options
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> Callable[..., Any]:
        configure(WEB)
        offer(WEB)
        return create(settings(WEB))


def _seated(worker: Any) -> None:
    """Leave half of the threads to pages; let those who look at boards go when the process is told to stop."""
    watch: Watch = worker.wsgi.extensions["watch"]
    watch.most, watch.is_open = worker.cfg.threads // 2, lambda: worker.alive


@click.command("web")
@click.option("--bind", default="127.0.0.1:8000", show_default=True, help="The address to answer at.")
@click.option("--threads", type=click.IntRange(1, 256), default=32, show_default=True, help="How many at once.")
def command(bind: str, threads: int) -> None:
    """Serve the portal: pages for people, /api/v1 for programs; start as many as the load asks for."""
    _Gunicorn(
        bind=bind,
        workers=1,
        threads=threads,
        worker_class="gthread",
        timeout=PATIENCE_S * 3,
        graceful_timeout=PATIENCE_S,
        post_worker_init=_seated,
        accesslog=None,
        loglevel="warning",
    ).run()
