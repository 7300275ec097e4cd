"""The door that explains what became of a return since it was frozen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from services.reporting import store
from services.reporting.indicators import Catalogue
from services.reporting.model import Frozen, MonthlyReturn
from services.reporting.returns.content import content_of, on_actions
from services.reporting.returns.rights import opened_return
from services.reporting.schemas import PAGE, period_of
from services.reporting.service.behind import asking, keep_look, must_be_near, page_of, question_of
from services.reporting.service.figures import indicator_asked
from services.reporting.shown import indicator_shown
from shared.desk import Desk
from shared.eventlog import order_of
from shared.facts import Counted
from shared.identity import Role
from shared.refusals import OutOfScope, Refusal
from shared.worker import Doors, read

Shown = dict[str, Any]


class NeverFrozen(Refusal):
    """{month} 的月报尚未报送,没有可比较的冻结数"""


class DifferenceDoors(Doors):
    """A frozen return against today: figure by figure, and for one figure fact by fact."""

    @read(*Role)
    def return_difference(
        self, desk: Desk, city: str, month: str, indicator: str | None = None, after: list[str] | None = None
    ) -> Shown:
        """List the figures that differ; of one figure what was told since, reversals too, after [place, date, id]."""
        if not desk.identity.covers(city):
            raise OutOfScope("city")
        row = opened_return(desk, city, month)
        frozen = store.standing_freeze(desk.session, row)
        if frozen is None:
            raise NeverFrozen("month", month=month)
        shown: Shown = {
            "return": str(row.id),
            "frozen": {"number": frozen.number, "at": frozen.at.isoformat()},
            "indicators": _different(desk, row, frozen),
            "begun_anew": _begun_anew(desk, frozen),
        }
        if indicator is None:
            return {**shown, "facts": [], "next": None}
        return {**shown, **self._facts_since(desk, row, frozen, indicator, after)}

    def _facts_since(
        self, desk: Desk, row: MonthlyReturn, frozen: Frozen, indicator: str, after: Sequence[str] | None
    ) -> Shown:
        catalogue = store.live_catalogue(desk.session)
        counted = catalogue.counted_part(indicator_asked(catalogue, indicator))
        must_be_near(desk, counted)
        keep_look(desk, row.city, indicator, row.month, corrections=True)
        facts = self._told_since(desk, catalogue, counted, row, frozen, after)
        page, more = page_of(facts, [order_of(each) for each in facts])
        return {"facts": page, "next": more}

    def _told_since(
        self,
        desk: Desk,
        catalogue: Catalogue,
        counted: Counted,
        row: MonthlyReturn,
        frozen: Frozen,
        after: Sequence[str] | None,
    ) -> list[Any]:
        question = question_of(desk, catalogue, counted, row.city, period_of(row.month))
        rpc = asking(self.transactions.settings)
        answers = [
            rpc.call(service, "told_behind", **question, after=after, limit=PAGE + 1, beyond=_spans(frozen, service))
            for service in catalogue.services_of(counted)
        ]
        return [each for answer in answers for each in answer["facts"]]


def _spans(frozen: Frozen, service: str) -> list[list[int]]:
    """Name the positions of a service that had been counted."""
    return next((spans for source, spans in frozen.positions.items() if store.service_of(source) == service), [])


def _different(desk: Desk, row: MonthlyReturn, frozen: Frozen) -> list[Shown]:
    content = content_of(desk, row)
    today, then = content.shown()["figures"], frozen.content["figures"]
    return [
        {**indicator_shown(content.catalogue, each), "frozen": then.get(each.code), "today": today[each.code]}
        for each in on_actions(content.catalogue)
        if then.get(each.code) != today[each.code]
    ]


def _begun_anew(desk: Desk, frozen: Frozen) -> list[str]:
    """Name the services whose logs began anew since, so that positions of then and now may name different facts."""
    store.look_at_live(desk.session)
    counted = store.epochs(desk.session)
    return sorted(
        service for source in frozen.positions if counted.get(service := store.service_of(source), source) != source
    )
