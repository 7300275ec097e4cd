"""An identity provider over HTTP, in a process of its own: `python -m tests.web.identity_provider PORT KEY`.

The mock asks for a client's secret, and for no proof that whoever redeems a code is who asked for it (PKCE); this one
does the opposite.
"""

from __future__ import annotations

import base64
import hashlib
import subprocess
import sys
import time
import urllib.request
from http.client import HTTPConnection
from urllib.parse import parse_qs, urlencode, urlsplit

import flask
from authlib.oauth2.rfc6749 import AuthorizationCodeGrant
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from werkzeug.serving import make_server

from deploy.infrastructure.addresses import free_port

START_S = 20


class IdentityProvider:
    """A provider that a test may stop and start."""

    def __init__(self) -> None:
        self._port = free_port()
        self.issuer = f"http://localhost:{self._port}"
        self._key = rsa.generate_private_key(65537, 2048)
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start, and wait until it answers."""
        key = self._key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        command = (sys.executable, "-m", __name__, str(self._port), key)
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        limit = time.monotonic() + START_S
        while not self._answers():
            assert time.monotonic() < limit, "the provider does not answer"
            time.sleep(0.1)

    def stop(self) -> None:
        """Stop."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait()

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.issuer}/jwks", timeout=2):
                return True
        except OSError:
            return False


def answer_of(asked: str, **said: str) -> str:
    """Sign in at the provider's page as a subject, or decline; gives the address to which the browser is sent back."""
    where = urlsplit(asked)
    connection = HTTPConnection(where.netloc, timeout=10)
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    connection.request("POST", f"{where.path}?{where.query}", urlencode(said), form)
    answer = connection.getresponse()
    assert answer.status == 302, answer.read()
    return str(answer.headers["Location"])


def _serve(port: int, key: str) -> None:
    import oidc_provider_mock  # noqa: PLC0415 - in the process's own time: it warns while it is imported
    from authlib.jose import RSAKey  # noqa: PLC0415 - likewise

    AuthorizationCodeGrant.TOKEN_ENDPOINT_AUTH_METHODS = ["none"]  # as for a client that has no secret to keep
    app = oidc_provider_mock.app(require_nonce=True)
    challenges: dict[str, str] = {}

    def remember(response: flask.Response) -> flask.Response:
        for code in parse_qs(urlsplit(response.location or "").query).get("code", ()):
            challenges[code] = flask.request.args["code_challenge"]
        return response

    def insist() -> tuple[dict[str, str], int] | None:
        flask.g.oidc_provider_mock_storage.jwk = RSAKey.import_key(key)  # the same after every start
        said = flask.request.form
        if flask.request.path != "/oauth2/token" or _challenge(said["code_verifier"]) == challenges.get(said["code"]):
            return None
        return {"error": "invalid_grant"}, 400

    app.after_request(remember)
    app.before_request(insist)
    make_server("localhost", port, app, threaded=True).serve_forever()


def _challenge(verifier: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")


if __name__ == "__main__":
    _serve(int(sys.argv[1]), sys.argv[2])
