"""What a return is checked for before it is submitted."""

from __future__ import annotations

from typing import Any

import pytest

from services.reporting.indicators import CATALOGUE
from services.reporting.returns.checks import AT_MOST, Finding, findings
from shared.facts import Ratio

Numbers = dict[str, int]


def month(**totals: int) -> dict[str, dict[str, int]]:
    return {code: {"": total} for code, total in totals.items()}


def checked(now: Numbers, **more: Any) -> list[Finding]:
    known: Any = {name: month(**said) if name in {"before", "season"} else said for name, said in more.items()}
    return findings(month(**now), **known)


def test_every_rule_names_indicators_that_are_counted() -> None:
    named = {code for rule in AT_MOST for code in (rule.less, rule.more)}

    assert named <= {each.code for each in CATALOGUE.counted}
    assert not any(isinstance(CATALOGUE.indicators[code], Ratio) for code in named)
    assert len({rule.rule for rule in AT_MOST}) == len(AT_MOST)


@pytest.mark.parametrize("rule", AT_MOST, ids=lambda rule: rule.rule)
def test_a_two_sided_rule_bites_above_and_not_at_its_bound(rule: Any) -> None:
    above, at = {rule.less: 8, rule.more: 7}, {rule.less: 7, rule.more: 7}

    assert (rule.rule, rule.severity) in [(each.rule, each.severity) for each in checked(above, season=above)]
    assert rule.rule not in [each.rule for each in checked(at, season=at)]


def test_a_finding_says_both_figures_with_their_units() -> None:
    [found] = checked({"households_visited": 3, "persons_visited": 2, "visits": 3})

    assert found.message == "本期走访户数 3 户,超过走访人次 2 人次"
    assert found.indicators == ("households_visited", "persons_visited")


def test_hires_confirmed_in_a_later_month_are_held_against_the_season() -> None:
    assert checked({"fair_hires": 40}, season={"fair_hires": 40, "fair_intents": 60, "fair_visitors": 90}) == []
    assert [each.rule for each in checked({"fair_hires": 40}, season={"fair_hires": 61, "fair_intents": 60})] == [
        "hires_over_intents"
    ]


def test_a_jump_needs_a_reason_once_for_each_line() -> None:
    found = checked(
        {"visits": 600, "care_events": 500, "lectures": 30, "aid_cash": 90_000_000},
        before={"visits": 100, "care_events": 90, "lectures": 5, "aid_cash": 1_000_000},
    )

    assert [(each.rule, each.severity, each.indicators) for each in found] == [
        ("jump.care", "warning", ("visits", "care_events", "aid_cash"))
    ]
    assert "慰问金额由上期 10,000.00 元变为本期 900,000.00 元" in found[0].message


def test_a_fall_is_a_jump_too_and_a_beginning_is_none() -> None:
    assert [each.rule for each in checked({"visits": 100}, before={"visits": 600})] == ["jump.care"]
    assert checked({"visits": 600}, before={}) == []
    assert checked({"visits": 600}) == []


def test_a_line_without_figures_that_had_acts_last_week_is_asked_about() -> None:
    [found] = checked({"visits": 0}, last_week={"visits": 4, "lectures": 0})

    assert (found.rule, found.severity) == ("silent.care", "warning")
    assert "走访户次 4 户次" in found.message
    assert checked({"care_events": 1}, last_week={"visits": 4}) == []


def test_open_suspicions_of_double_recording_are_listed_by_kind() -> None:
    [found] = checked({}, suspicions={"走访": 2, "宣讲": 1, "宣传": 0})

    assert (found.rule, found.severity) == ("suspicions", "warning")
    assert found.message == "有 3 对疑似重复的记录尚未合并或判明:宣讲 1 对、走访 2 对"
    assert checked({}, suspicions={"走访": 0}) == []


def test_a_service_that_did_not_answer_is_named_and_holds_nobody_back() -> None:
    [found] = checked({}, suspicions={"就业创业": None})

    assert (found.rule, found.severity) == ("suspicions_unknown", "warning")
    assert "“就业创业”" in found.message


def test_a_figure_below_zero_stands_in_the_way() -> None:
    [found] = checked({"care_events": -1})

    assert (found.rule, found.severity) == ("below_zero.care_events", "error")


def test_errors_come_before_warnings() -> None:
    found = checked({"visits": 600, "fair_intents": 9}, before={"visits": 100})

    assert [each.severity for each in found] == ["error", "warning"]
