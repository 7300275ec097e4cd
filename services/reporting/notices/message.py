"""What every channel is given to send."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson

from shared.settings import SettingMissing, Settings

PATIENCE_S = 10.0


class NotTaken(Exception):
    """The other side answered, and did not take the message."""


@dataclass(frozen=True)
class Message:
    """A digest on its way: its id goes along, so that whoever gets it twice can tell."""

    id: UUID
    subject: str
    lines: tuple[str, ...]

    @property
    def footer(self) -> str:
        """Say where it comes from, and which it is."""
        return f"此信由暖冬系统自动发出,请勿回复。编号 {self.id}"


def told(settings: Settings, name: str, *needed: str) -> dict[str, Any]:
    """Read a secret that says in JSON how to reach a channel; raises SettingMissing, also for what it does not say."""
    try:
        found: dict[str, Any] = orjson.loads(settings.secret(name))
        missing = [each for each in needed if not isinstance(found.get(each), str | int)]
    except (orjson.JSONDecodeError, AttributeError) as error:
        raise SettingMissing(f"the secret {name} is not a JSON object") from error
    if missing:
        raise SettingMissing(f"the secret {name} does not say {', '.join(missing)}")
    return found
