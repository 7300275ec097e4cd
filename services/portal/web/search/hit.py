"""One thing that was found, the kind that it is of, and a source of such things."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from services.portal.web.asking import Me

MOST_OF_ONE = 10
"""How many of one kind a page shows; whoever wants others says more words."""

PATIENCE_S = 2.0
"""How long a service is waited for: one that is away must not keep the others' finds from being shown."""


class Hit(NamedTuple):
    """What was found: its page, what it is called, where and when it was, and another page about it."""

    address: str
    title: str
    about: str = ""
    aside: tuple[str, str] | None = None


class Group(NamedTuple):
    """The finds of one kind, and whether there are more than are shown."""

    title: str
    hits: Sequence[Hit]
    more: bool = False


class Source(NamedTuple):
    """Where is looked: the service that is asked, and how."""

    service: str
    look: Callable[[Me, str], list[Group]]


def group(title: str, hits: Sequence[Hit]) -> Group:
    """Gather the finds of one kind, as many as a page shows."""
    return Group(title, hits[:MOST_OF_ONE], len(hits) > MOST_OF_ONE)
