"""查找: whatever lies within the scope of whoever looks, asked of all services at once, each with a deadline."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

from flask import copy_current_request_context

from services.portal.web.asking import Me
from services.portal.web.audit import AWAY
from services.portal.web.inbox import SERVICES
from services.portal.web.search.frame import kinds, organisations, places
from services.portal.web.search.hit import Group, Source
from services.portal.web.search.people import people
from services.portal.web.search.returns import returns
from services.portal.web.search.things import things_of
from services.portal.web.things.catalogue import SERVICES as ACTION_SERVICES
from shared.finding import FEWEST, MOST

SOURCES: tuple[Source, ...] = (
    Source("portal", kinds),
    Source("portal", places),
    Source("portal", organisations),
    Source("reporting", returns),
    *(Source(each, things_of(each)) for each in ACTION_SERVICES),
    Source("portal", people),
)


@dataclass(frozen=True)
class Found:
    """What was found, kind by kind, and which services did not answer in time."""

    groups: Sequence[Group]
    silent: Sequence[str]


def enough(words: str) -> bool:
    """Tell whether so few characters can be looked for at all."""
    return sum(map(len, words.split())) >= FEWEST and len(words) <= MOST


def search(me: Me, words: str) -> Found:
    """Look everywhere at once; a service that does not answer is named, and the others' finds are shown."""
    with ThreadPoolExecutor(len(SOURCES)) as desks:
        asked = [(each, desks.submit(copy_current_request_context(each.look), me, words)) for each in SOURCES]
    silent = dict.fromkeys(SERVICES[each.service] for each, answer in asked if isinstance(answer.exception(), AWAY))
    return Found(list(_groups([answer for _, answer in asked])), list(silent))


def _groups(answers: Sequence[Future[list[Group]]]) -> Iterator[Group]:
    for answer in answers:
        if not isinstance(answer.exception(), AWAY):
            yield from (group for group in answer.result() if group.hits)
