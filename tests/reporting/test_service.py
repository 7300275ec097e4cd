"""How fresh the figures are, and the facts behind them."""

from __future__ import annotations

from tests.reporting.asked import Asked, visit


def test_freshness_tells_how_far_each_source_is_counted(asked: Asked) -> None:
    asked.told(visit(), visit())
    shown = asked.ask("freshness")

    [outreach] = [each for each in shown["sources"] if each["service"] == "outreach"]
    assert (outreach["head"], outreach["counted"], outreach["missing"], outreach["alarm"]) == (2, 2, 0, False)
    assert (shown["parked"], shown["waiting"]["facts"]) == (0, 0)


def test_freshness_tells_what_is_missing(asked: Asked) -> None:
    asked.told(visit())
    asked.log.tell(visit())
    asked.told()

    [outreach] = [each for each in asked.ask("freshness")["sources"] if each["service"] == "outreach"]
    assert (outreach["head"], outreach["missing"]) == (2, 1)
