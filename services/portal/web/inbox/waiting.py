"""One thing that waits for somebody, and a source of such things."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum
from typing import Any, NamedTuple

from flask import url_for

from services.portal.web.asking import Me, ask
from shared.clock import day_of

PATIENCE_S = 2.0
"""How long one source is waited for: a service that is away must not keep the others' work from being shown."""


class Why(Enum):
    """Why something waits for somebody, in the order in which a page lists it."""

    RETURNED = "退回给我"
    OVERDUE = "已逾期"
    TO_APPROVE = "待我审批"
    REFERRED = "转给我"
    TO_DO = "待我办理"


@dataclass(frozen=True)
class Waiting:
    """What waits: where, since when, and the page on which it is done."""

    title: str
    place: str
    since: str | None
    endpoint: str
    arguments: Mapping[str, Any] = field(default_factory=dict)
    why: Why = Why.TO_DO

    @property
    def on(self) -> date | None:
        """Tell the day since when it waits, by the clocks of Sichuan."""
        if self.since is None or len(self.since) == len("2022-01-17"):
            return date.fromisoformat(self.since) if self.since else None
        return day_of(datetime.fromisoformat(self.since))

    @property
    def address(self) -> str:
        """Give the page's address."""
        return url_for(self.endpoint, **self.arguments)


class Source(NamedTuple):
    """A service that is asked what waits for somebody, by a function that knows which of its doors to ask."""

    service: str
    look: Callable[[Me], Iterable[Waiting]]
    pages: tuple[str, ...]
    """The pages to which what waits may lead."""


def listed(service: str, door: str, /, **arguments: Any) -> Any:
    """Ask a door for a list, with a source's patience."""
    return ask(service, door, deadline=PATIENCE_S, **arguments)
