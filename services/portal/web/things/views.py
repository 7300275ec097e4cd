"""视图: the filters that whoever signed in has kept under names, as portal gives them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from services.portal.web.asking import ask
from services.portal.web.audit import AWAY


@dataclass(frozen=True)
class Kept:
    """One's views, and whether portal could not be asked for them: the list itself is shown all the same."""

    views: Sequence[dict[str, Any]]
    silent: bool = False


def kept_views(thing: str | None = None) -> Kept:
    """Ask for one's views, of one list or of all."""
    try:
        return Kept(ask("portal", "views", thing=thing))
    except AWAY:
        return Kept((), silent=True)
