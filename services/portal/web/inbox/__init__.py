"""待办: what waits for whoever signed in, gathered from the services each time somebody looks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.portal.web.asking import Me
from services.portal.web.inbox.processes import PROCESSES
from services.portal.web.inbox.returns import RETURNS
from services.portal.web.inbox.waiting import Source, Waiting, Why
from shared.rpc import DeadlinePassed, RemoteFailure, UnknownService

SOURCES: tuple[Source, ...] = (*RETURNS, *PROCESSES)

SERVICES = {
    "portal": "首页", "reporting": "月报", "outreach": "宣讲走访", "jobs": "就业创业", "volunteers": "志愿服务",
    "children": "留守儿童",
}  # fmt: skip
SILENT = (DeadlinePassed, RemoteFailure, UnknownService)
MOST_OF_ONE = 50
"""How many things of one reason a page lists; the rest are found where they are done."""


@dataclass(frozen=True)
class Inbox:
    """What waits by its reason, oldest first, and the services that did not answer."""

    waiting: Mapping[Why, Sequence[Waiting]]
    silent: Sequence[str]

    @property
    def count(self) -> int:
        """Count what waits."""
        return sum(map(len, self.waiting.values()))


def inbox_of(me: Me) -> Inbox:
    """Gather what waits for somebody; a service that does not answer is named, and asked no second time."""
    found: dict[Why, list[Waiting]] = defaultdict(list)
    silent: list[str] = []
    for source in SOURCES:
        if source.service in silent:
            continue
        try:
            for each in source.look(me):
                found[each.why].append(leading(source, each))
        except SILENT:
            silent.append(source.service)
    ordered = {why: sorted(found[why], key=lambda each: each.since or "")[:MOST_OF_ONE] for why in Why if found[why]}
    return Inbox(ordered, [SERVICES[each] for each in silent])


def leading(source: Source, waiting: Waiting) -> Waiting:
    """Give what waits; raises ValueError where its source has not said that it leads to such a page."""
    if waiting.endpoint not in source.pages:
        raise ValueError(waiting.endpoint)
    return waiting
