"""Reminders to a group in WeCom or DingTalk, by its robot's webhook."""

from __future__ import annotations

import base64
import hashlib
import hmac
import http.client
import ssl
import time
from typing import Any
from urllib.parse import quote_plus, urlsplit

import orjson

from services.reporting.notices.message import PATIENCE_S, Message, NotTaken, told
from shared.settings import Settings

MOST_BYTES = 4_096
"""WeCom takes no longer markdown, DingTalk takes more."""

CUT = "\n…其余请登录查看"


def send_wecom(settings: Settings, robot: str, message: Message) -> None:
    """Post a message to a WeCom group; raises OSError, HTTPException or NotTaken."""
    known = told(settings, secret_of(robot), "url")
    _post(known["url"], known.get("ca"), {"msgtype": "markdown", "markdown": {"content": _markdown(message)}})


def send_dingtalk(settings: Settings, robot: str, message: Message) -> None:
    """Post a message to a DingTalk group, signed where the robot asks for it; raises as send_wecom does."""
    known = told(settings, secret_of(robot), "url")
    url = signed(known["url"], known["secret"], time.time_ns() // 1_000_000) if "secret" in known else known["url"]
    markdown = {"title": message.subject, "text": _markdown(message)}
    _post(url, known.get("ca"), {"msgtype": "markdown", "markdown": markdown})


def secret_of(robot: str) -> str:
    """Name the secret that says how to reach a robot."""
    return f"robots/{robot}.json"


def signed(url: str, secret: str, now_ms: int) -> str:
    """Sign a DingTalk webhook's address for this moment."""
    digest = hmac.digest(secret.encode(), f"{now_ms}\n{secret}".encode(), hashlib.sha256)
    return f"{url}&timestamp={now_ms}&sign={quote_plus(base64.b64encode(digest))}"


def _markdown(message: Message) -> str:
    head, foot = f"**{message.subject}**\n", f"\n> {message.footer}"
    body = "\n".join(f"- {line}" for line in message.lines)
    room = MOST_BYTES - len((head + foot).encode())
    if len(body.encode()) > room:
        body = body.encode()[: room - len(CUT.encode())].decode(errors="ignore") + CUT
    return head + body + foot


def _post(url: str, ca: str | None, body: dict[str, Any]) -> None:
    """Post JSON over HTTPS, never on to elsewhere; both robots answer 200 whatever they think, and say it inside."""
    there = urlsplit(url)
    context = ssl.create_default_context(cafile=ca)
    line = http.client.HTTPSConnection(there.netloc, timeout=PATIENCE_S, context=context)
    try:
        line.request("POST", f"{there.path}?{there.query}", orjson.dumps(body), {"Content-Type": "application/json"})
        answer = line.getresponse()
        said = answer.read(MOST_BYTES)
    finally:
        line.close()
    if answer.status != http.client.OK or _code(said) != 0:
        raise NotTaken(f"{answer.status} {_code(said)}")


def _code(said: bytes) -> Any:
    try:
        return orjson.loads(said).get("errcode")
    except (orjson.JSONDecodeError, AttributeError):
        return None
