"""Has a sheet judged by its service, or recorded, while whoever handed it in looks on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from threading import BoundedSemaphore

from services.portal.schemas import Deed
from services.portal.sheets.sending import Sent, known_before, rehearsing, sending
from services.portal.web.asking import client
from services.portal.web.audit import noted
from services.portal.web.importing.outcome import Outcome
from services.portal.web.importing.sheet import HandedIn
from shared.refusals import Refusal, Refused

AT_ONCE = 4
"""Sheets that one process works on at once, so that threads are left for pages."""

_DESKS = BoundedSemaphore(AT_ONCE)

Steps = Iterator[Outcome]
Judge = Callable[[HandedIn], Iterable[Sent]]


class TooManySheets(Refusal):
    """正在导入的表较多,请稍等片刻再点一次;没有记录任何一行"""


def rehearsed(sheet: HandedIn) -> Steps:
    """Tell what would become of a sheet, again and again until all rows are judged; records nothing."""
    return _judged(sheet, lambda found: rehearsing(client(), found.asked.kind, found.rows))


def recorded(sheet: HandedIn) -> Steps:
    """Record what is right in a sheet, and tell what has become of it until all rows are done."""
    return _judged(sheet, _noted_and_sent)


def _noted_and_sent(sheet: HandedIn) -> Iterable[Sent]:
    noted(Deed.IMPORTED, sheet=sheet.asked.kind.name, rows=len(sheet.rows), file=sheet.digest)
    return sending(client(), sheet.asked.kind, sheet.rows)


def _judged(sheet: HandedIn, judge: Judge) -> Steps:
    """Ask first what is known: whoever may record none of it is refused before anything is shown."""
    known = frozenset(known_before(client(), sheet.asked.kind, sheet.rows))

    def steps() -> Steps:
        if not _DESKS.acquire(blocking=False):
            raise Refused([TooManySheets("file")])
        try:
            for sent in judge(sheet):
                yield Outcome(sheet, sent, known)
        finally:
            _DESKS.release()

    return steps()
