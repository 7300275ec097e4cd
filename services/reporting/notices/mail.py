"""Reminders by SMTP, over TLS unless the operator says that the server has none."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import localtime
from typing import Any

from services.reporting.notices.message import PATIENCE_S, Message, told
from shared.settings import Settings

SECRET = "smtp.json"  # noqa: S105 - the name of a file


def send(settings: Settings, address: str, message: Message) -> None:
    """Hand a message to the mail server; raises OSError or SMTPException."""
    known = told(settings, SECRET, "host", "port", "tls", "sender")
    with _server(known) as server:
        if "user" in known:
            server.login(known["user"], known["password"])
        server.send_message(_mail(known["sender"], address, message))


@contextmanager
def _server(known: dict[str, Any]) -> Iterator[smtplib.SMTP]:
    """Connect as told: `tls` is starttls, implicit or none; `ca` names the file of an authority of one's own."""
    host, port, context = known["host"], known["port"], ssl.create_default_context(cafile=known.get("ca"))
    if known["tls"] == "implicit":
        with smtplib.SMTP_SSL(host, port, timeout=PATIENCE_S, context=context) as server:
            yield server
        return
    with smtplib.SMTP(host, port, timeout=PATIENCE_S) as server:
        if known["tls"] == "starttls":
            server.starttls(context=context)
        yield server


def _mail(sender: str, address: str, message: Message) -> EmailMessage:
    mail = EmailMessage()
    mail["From"] = Address("暖冬", addr_spec=sender)
    mail["To"] = address
    mail["Subject"] = message.subject
    mail["Date"] = localtime()
    # The same for every attempt, so that servers and readers drop what comes twice.
    mail["Message-ID"] = f"<{message.id}@{sender.rpartition('@')[2]}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content("\n".join([*message.lines, "", message.footer]))
    return mail
