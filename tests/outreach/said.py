"""What the doors of outreach answered, and what its log holds."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

Told = Callable[[str], list[tuple[str, int, dict[str, Any]]]]


def new_id() -> str:
    return str(uuid4())


def rule(answer: dict[str, Any]) -> str:
    """Name the one rule that a door names."""
    [refusal] = answer["refused"]
    assert any("\u4e00" <= letter <= "\u9fff" for letter in refusal["message"])
    return str(refusal["rule"])
