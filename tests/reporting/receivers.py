"""A mail server and robots on this machine, whose certificates an authority of the tests' own has signed."""

from __future__ import annotations

import json
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from threading import Thread
from typing import Any, cast

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

HERE = "127.0.0.1"
SIGNING = x509.KeyUsage(
    key_cert_sign=True, crl_sign=True, digital_signature=False, content_commitment=False, key_encipherment=False,
    data_encipherment=False, key_agreement=False, encipher_only=False, decipher_only=False,
)  # fmt: skip
"""What an authority may do with its key."""


@dataclass(frozen=True)
class Authority:
    """The certificate that a client trusts, and the one that servers show."""

    ca: Path
    chain: Path

    @property
    def server(self) -> ssl.SSLContext:
        """Give what a server needs for TLS."""
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(self.chain)
        return context


def authority(folder: Path) -> Authority:
    """Make an authority and let it sign one server."""
    root, server = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    named = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "tests")])
    own = _unsigned(named, root).add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    own = own.add_extension(SIGNING, critical=True)  # without it Python 3.13 takes no authority for one
    own = own.add_extension(x509.SubjectKeyIdentifier.from_public_key(root.public_key()), critical=False)
    here = x509.SubjectAlternativeName([x509.IPAddress(ip_address(HERE))])
    other = _unsigned(x509.Name([]), server).issuer_name(named).add_extension(here, critical=True)
    issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(root.public_key())
    other = other.add_extension(issuer, critical=False)
    made = Authority(folder / "ca.pem", folder / "server.pem")
    pem = serialization.Encoding.PEM
    made.ca.write_bytes(own.issuer_name(named).sign(root, hashes.SHA256()).public_bytes(pem))
    key = server.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    made.chain.write_bytes(key + other.sign(root, hashes.SHA256()).public_bytes(pem))
    return made


def _unsigned(subject: x509.Name, key: ec.EllipticCurvePrivateKey) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    made = x509.CertificateBuilder().subject_name(subject).public_key(key.public_key())
    made = made.serial_number(x509.random_serial_number())
    return made.not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))


@dataclass
class Post:
    """A mail server that keeps what it gets."""

    port: int = 0
    mails: list[EmailMessage] = field(default_factory=list)
    logins: list[bytes] = field(default_factory=list)

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        """Keep a mail."""
        self.mails.append(message_from_bytes(cast("bytes", envelope.content), policy=policy.SMTP))
        return "250 OK"

    def known(self, _server: SMTP, _session: Session, _envelope: Envelope, _how: str, said: Any) -> AuthResult:
        """Let in whoever says the password."""
        login = cast("LoginPassword", said)
        self.logins.append(login.login)
        return AuthResult(success=login.password == b"secret")


@contextmanager
def post_office(tls: ssl.SSLContext, how: str) -> Iterator[Post]:
    """Run a mail server that wants a login over STARTTLS, speaks TLS from the first byte, or none at all."""
    post = Post()
    wants: dict[str, Any] = {
        "tls_context": tls,
        "require_starttls": True,
        "auth_required": True,
        "authenticator": post.known,
    }
    more = {"starttls": wants, "implicit": {"ssl_context": tls}, "none": {}}
    controller = Controller(post, hostname=HERE, port=_free_port(), **more[how])
    controller.start()
    post.port = controller.port
    try:
        yield post
    finally:
        controller.stop()


def _free_port() -> int:
    with ThreadingHTTPServer((HERE, 0), BaseHTTPRequestHandler) as free:
        return int(free.server_address[1])


@dataclass
class Group:
    """A group whose robot keeps what is posted, and answers as told."""

    url: str = ""
    answer: dict[str, Any] = field(default_factory=lambda: {"errcode": 0, "errmsg": "ok"})
    posted: list[tuple[str, dict[str, Any]]] = field(default_factory=list)


@contextmanager
def group(tls: ssl.SSLContext) -> Iterator[Group]:
    """Run a robot's webhook over HTTPS."""
    kept = Group()

    class Robot(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            kept.posted.append((self.path, json.loads(body)))
            answer = json.dumps(kept.answer).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: Any) -> None:
            pass

    with ThreadingHTTPServer((HERE, 0), Robot) as server:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
        thread = Thread(target=server.serve_forever)
        thread.start()
        kept.url = f"https://{HERE}:{server.server_address[1]}/robot/send?access_token=t"
        try:
            yield kept
        finally:
            server.shutdown()
            thread.join()
