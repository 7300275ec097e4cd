"""Secret files: one value each, readable by their owner alone."""

import os
import secrets
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit


def write(path: Path, text: str) -> None:
    """Write a secret so that nobody else can read it, at no moment in between."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = path.with_suffix(".fresh")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())  # what a new key wraps may be committed before the machine stops
    fresh.replace(path)


def kept(path: Path, make: str) -> str:
    """Give the secret that is there already; else keep the one just made."""
    if not path.exists():
        write(path, make)
    return path.read_text()


def password_in(path: Path) -> str:
    """Give the password of the address kept in this file; else a new one."""
    return (path.exists() and urlsplit(path.read_text()).password) or secrets.token_urlsafe(24)


def address(of: str, user: str, password: str, path: str) -> str:
    """Turn the administrator's address of a server into another user's."""
    parts = urlsplit(of)
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
    port = f":{parts.port}" if parts.port else ""
    return urlunsplit(parts._replace(netloc=f"{user}:{password}@{host}{port}", path=f"/{path}"))
