"""The web application: what every request meets, and which rooms it may lead to."""

from __future__ import annotations

from flask import Flask, Response
from flask_wtf import CSRFProtect

from services.portal.web import api, asking, bodies, errors, often, pages, rights, shown
from services.portal.web.proxies import Behind
from shared.rpc import RpcClient, ServiceTokens
from shared.settings import Settings, trusted_proxies

LARGEST_BODY = 11 * 1024 * 1024
"""A file of 10 MB and the form around it."""

YEAR_S = 31_536_000

# Everything comes from this host; styles that scripts set by the object model are no inline styles.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


def create(settings: Settings) -> Flask:
    """Build the application of one process; nobody is asked anything yet."""
    app = Flask(__name__)
    bodies.install(app)
    app.config.update(
        SECRET_KEY=settings.secret("cookie.key"),
        MAX_CONTENT_LENGTH=LARGEST_BODY,
        SEND_FILE_MAX_AGE_DEFAULT=YEAR_S,
        SESSION_COOKIE_NAME="form",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.profile == "production",
        PROVIDER_SECRET=settings.offered("provider.secret"),
        WTF_CSRF_TIME_LIMIT=None,  # a token lasts as long as the session, so that a form left open can still be sent
    )
    app.wsgi_app = Behind(app.wsgi_app, trusted_proxies())  # type: ignore[method-assign] # as Flask has it
    csrf = CSRFProtect(app)
    rpc = RpcClient(settings, ServiceTokens(settings))
    asking.install(app, rpc)
    errors.install(app)
    shown.install(app)
    rights.install(app)
    often.install(app)
    pages.install(app)
    api.install(app, csrf, rpc)
    app.after_request(_guarded)
    if settings.profile == "production":  # elsewhere whoever opens a page pays for it, and starts are many
        _compile_templates(app)
    return app


def _guarded(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if response.mimetype == "text/html":
        response.headers.setdefault("Cache-Control", "no-store")
    return response


def _compile_templates(app: Flask) -> None:
    for name in app.jinja_env.list_templates(["html"]):
        app.jinja_env.get_template(name)
