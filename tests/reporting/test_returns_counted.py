"""Returns are counted like everything else: what is due, submitted, on time and corrected, and the rates of these."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from services.reporting.facts import FACTS, INDICATORS
from services.reporting.indicators import Catalogue, Declared
from services.reporting.rebuild import reconcile
from services.reporting.service import Reporting
from shared.database import transaction
from shared.eventlog import facts_after
from shared.identity import service_identity, sign, signing_key
from shared.worker import in_process
from tests.builders import CITY
from tests.reporting.asked import PROVINCE
from tests.reporting.log import body, number
from tests.reporting.returning import OTHER_CITY, Returning

CITIES = 21


class Tables:
    """Answers what reporting's own tables say of a season, as reporting asks."""

    def __init__(self, returning: Returning) -> None:
        self._returning = returning
        known = returning.asked.known
        token = sign(signing_key(known), "reporting", service_identity("reporting"), "reporting")
        self._doors = in_process(Reporting, known, token)

    def counts(self, _service: str, figure: str) -> Iterator[dict[str, Any]]:
        offset = 0
        while page := self._doors.counts(figure=figure, offset=offset)["answer"]:
            yield from (row for row in page if self._returning.holds(row["on"]))
            offset += len(page)


def count_what_reporting_told(returning: Returning) -> None:
    with transaction(returning.asked.counted.engine) as session:
        number(session)
        told = facts_after(session, "reporting", 0, 1_000_000)
    returning.asked.count([body(each) for each in told if returning.holds(each["occurredon"])])
    returning.asked.counted.roll()


def test_rates_follow_from_what_was_due_and_lie_in_the_month_that_a_return_is_of(returning: Returning) -> None:
    month = returning.months[0]
    returning.on(11, 30, 23).keep()
    returning.submit(month)
    returning.step("accept_return", month)
    returning.on(12, 1).submit(month, OTHER_CITY)
    returning.step("correct_return", month, reason="漏报一场")
    returning.submit(month)
    count_what_reporting_told(returning)

    figures = returning.asked.figures(PROVINCE, month)
    stated = {each.code: figures[each.code]["value"] for each in INDICATORS}
    assert stated == {
        "returns_due": CITIES,
        "returns_submitted": 2,
        "returns_on_time": 1,
        "return_rate": round(200 / CITIES, 2),
        "return_punctuality": round(100 / CITIES, 2),
        "returns_corrected": 1,
    }
    assert returning.asked.figures(CITY, month)["return_rate"]["value"] == 100
    assert not {each.code for each in INDICATORS} & returning.shown(month)["figures"].keys()
    own = Catalogue({"reporting": Declared(FACTS, INDICATORS)})
    assert reconcile(returning.asked.counted.engine, own, Tables(returning)) == []  # type: ignore[arg-type] # asks for counts alone
