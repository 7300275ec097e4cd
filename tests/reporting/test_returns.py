"""Returns open by themselves, are written by their cities, submitted once, accepted or sent back."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from shared.identity import Role
from shared.refusals import Refused
from tests.builders import CITY, COUNTY
from tests.reporting.returning import OTHER_CITY, SINGLE, Returning

CITIES = 21


def test_every_citys_return_opens_by_itself_on_the_first_day_and_is_due_on_the_thirtieth(returning: Returning) -> None:
    assert returning.keep() == 1
    assert returning.keep() == 0

    shown = returning.look("returns", month=returning.months[0])
    assert (shown["expected"], len(shown["rows"]), shown["submitted"]) == (CITIES, CITIES, 0)
    assert shown["due_at"] == f"{returning.year}-11-30T15:59:59+00:00"
    assert {row["state"] for row in shown["rows"]} == {"draft"}
    assert returning.look("returns") == shown


def test_february_has_no_thirtieth_and_the_settlement_opens_after_the_last_month(returning: Returning) -> None:
    returning.on(4, 1)

    assert returning.keep() == len(returning.months) + 1
    february, closing = (returning.shown(month) for month in (returning.months[3], returning.season))
    assert february["due_at"].startswith(f"{returning.year + 1}-02-2")
    assert (closing["kind"], closing["due_at"][5:10]) == ("closing", "04-30")


def test_a_return_shows_what_was_counted_and_freezes_it_when_it_is_submitted(returning: Returning) -> None:
    returning.keep()
    returning.told(date(returning.year, 11, 3), date(returning.year, 11, 4))
    month = returning.months[0]
    returning.step("write_narrative", month, highlights="亮点", problems="问题", next_steps="下一步")
    submitted = returning.submit(month)
    frozen = returning.shown(month)
    returning.told(date(returning.year, 11, 5))

    assert (submitted["state"], submitted["number"], frozen["on_time"]) == ("submitted", 1, True)
    assert frozen["figures"]["visits"]["value"] == 2
    assert frozen["narrative"]["highlights"] == "亮点"
    assert frozen["frozen"]["positions"] == {"outreach/1": [[1, 2]]}
    assert len(frozen["frozen"]["hash"]) == 64
    assert returning.shown(month)["figures"] == frozen["figures"]
    assert [each["step"] for each in frozen["steps"]] == ["open", "narrate", "submit"]


def test_a_late_fact_is_reported_with_the_next_month_and_a_correction_takes_its_returns_place(
    returning: Returning,
) -> None:
    november, december = returning.months[:2]
    returning.on(12, 1).keep()
    [first, *_] = returning.told(date(returning.year, 11, 3), date(returning.year, 11, 4))
    returning.submit(november)
    returning.step("accept_return", november)
    returning.told(date(returning.year, 11, 30))
    returning.submit(december)
    late = returning.shown(december)["carried"]
    returning.step("correct_return", november, reason="补入 30 日走访")
    returning.submit(november)
    corrected = returning.shown(november)

    assert late[november]["visits"]["value"] == 1
    assert (corrected["state"], corrected["frozen"]["number"]) == ("submitted", 2)
    assert (corrected["figures"]["visits"]["value"], corrected["carried"][november]["visits"]["value"]) == (3, -1)
    assert first["position"] == 1


def test_a_month_is_not_submitted_before_an_earlier_one(returning: Returning) -> None:
    returning.on(12, 1).keep()
    with pytest.raises(Refused, match="EarlierReturnMissing"):
        returning.submit(returning.months[1])

    returning.submit(returning.months[0])
    returning.step("send_back", returning.months[0], reason="请核对")
    with pytest.raises(Refused, match="EarlierReturnMissing"):
        returning.submit(returning.months[1])


def test_the_settlement_comes_last_and_reports_what_no_month_has(returning: Returning) -> None:
    returning.on(4, 1).keep()
    with pytest.raises(Refused, match="EarlierReturnMissing"):
        returning.submit(returning.season)

    for month in returning.months:
        returning.submit(month)
    returning.told(date(returning.year, 11, 30), date(returning.year + 1, 3, 31))
    submitted = returning.submit(returning.season)
    shown = returning.shown(returning.season)

    assert submitted["state"] == "submitted"
    assert {month: said["visits"]["value"] for month, said in shown["carried"].items()} == {
        returning.months[0]: 1,
        returning.months[4]: 1,
    }
    assert shown["figures"]["visits"]["value"] == shown["season_figures"]["visits"]["value"] == 2


def test_two_who_submit_at_once_do_not_both_succeed(returning: Returning) -> None:
    returning.keep()
    said: dict[str, Any] = {
        "city": CITY,
        "month": returning.months[0],
        "revision": 1,
        "nothing": True,
        "reasons": SINGLE,
    }

    def submit(_: int) -> list[str]:
        try:
            returning.call("submit_return", **said)
        except Refused as refused:
            return [each.rule for each in refused.refusals]
        return ["submitted"]

    with ThreadPoolExecutor(4) as pool:
        answers = sorted(rule for rules in pool.map(submit, range(4)) for rule in rules)
    assert answers[-1] == "submitted"
    assert set(answers[:-1]) <= {"StaleRevision", "ReturnNotAtThisStep"}
    assert len(answers) == 4
    assert returning.shown(returning.months[0])["frozen"]["number"] == 1


def test_the_same_call_again_is_answered_as_the_first_time(returning: Returning) -> None:
    returning.keep()
    id = uuid4()
    first = returning.submit(returning.months[0], id=id, reasons=SINGLE)

    said: dict[str, Any] = {
        "city": CITY,
        "month": returning.months[0],
        "revision": 1,
        "nothing": True,
        "reasons": SINGLE,
    }
    assert returning.call("submit_return", id=id, **said) == first


def test_silence_is_not_zero_and_zero_is_not_said_of_work(returning: Returning) -> None:
    returning.keep()
    month = returning.months[0]
    with pytest.raises(Refused, match="SilenceIsNotZero"):
        returning.submit(month, nothing=False)

    returning.told(date(returning.year, 11, 3))
    with pytest.raises(Refused, match="NothingIsNotSo"):
        returning.submit(month, nothing=True)
    assert returning.shown(month)["frozen"] is None


def test_a_warning_wants_a_reason_and_an_error_stands_in_the_way(returning: Returning) -> None:
    returning.keep()
    month = returning.months[0]
    with pytest.raises(Refused, match="ReasonMissing"):
        returning.submit(month, reasons={})

    returning.told(date(returning.year, 11, 3), persons=0)
    with pytest.raises(Refused, match="ReturnHasErrors"):
        returning.submit(month)


def test_a_reason_once_given_is_offered_again_for_the_same_warning_alone(returning: Returning) -> None:
    returning.keep()
    month = returning.months[0]
    returning.submit(month, reasons=SINGLE)
    returning.step("send_back", month, reason="请核对")

    assert {each["rule"]: each["reason"] for each in returning.shown(month)["findings"]} == SINGLE
    returning.told(date(returning.year, 11, 3), persons=0)
    offered = {each["rule"]: each["reason"] for each in returning.shown(month)["findings"]}
    assert offered.pop("suspicions_unknown") == SINGLE["suspicions_unknown"]
    assert set(offered.values()) == {None}


def test_counties_look_at_their_part_and_hold_nobody_up(returning: Returning) -> None:
    returning.keep()
    month = returning.months[0]
    returning.call("confirm_county", "510104", county=COUNTY, month=month)
    shown = returning.shown(month)

    assert [each["county"] for each in shown["confirmed"]] == [COUNTY]
    assert COUNTY not in shown["unconfirmed"]
    assert returning.rules("confirm_county", county=COUNTY, month=month) == ["StepIsAnothers"]
    assert returning.rules("confirm_county", scope="510105", county=COUNTY, month=month) == ["OutOfScope"]
    elsewhere = {"scope": "510199", "county": "510199000000", "month": month}
    assert returning.rules("confirm_county", **elsewhere) == ["CountyNotInReturn"]
    returning.submit(month)
    assert returning.rules("confirm_county", scope="510104", county=COUNTY, month=month) == ["ReturnNotAtThisStep"]


def test_each_step_is_taken_by_whoever_it_belongs_to(returning: Returning) -> None:
    returning.keep()
    month = returning.months[0]
    said = {"city": CITY, "month": month, "revision": 1}

    assert returning.rules("submit_return", scope="5103", **said) == ["OutOfScope"]
    assert returning.rules("submit_return", scope="51", **said) == ["StepIsAnothers"]
    assert returning.rules("submit_return", role=Role.RECORDER, **said) == ["RoleMissing"]
    assert returning.rules("accept_return", **said) == ["OutOfScope"]
    assert returning.rules("accept_return", scope="51", **said) == ["ReturnNotAtThisStep"]
    assert returning.rules("open_returns", scope="51", month=month) == ["ServicesOnly"]
    with pytest.raises(Refused, match="OutOfScope"):
        returning.look("return_of", "5103", city=CITY, month=month)
    with pytest.raises(Refused, match="OutOfScope"):
        returning.look("returns", "5101", month=month)
    with pytest.raises(Refused, match="ReturnNotOpened"):
        returning.look("returns", month=returning.months[1])
    with pytest.raises(Refused, match="PeriodUnknown"):
        returning.shown("2021-13")


def test_an_old_revision_is_refused_and_both_are_shown(returning: Returning) -> None:
    returning.keep()
    month = returning.months[0]
    written = {"highlights": "", "problems": "", "next_steps": ""}
    returning.step("write_narrative", month, **written)
    with pytest.raises(Refused) as caught:
        returning.step("write_narrative", month, **written, revision=1)

    [refusal] = caught.value.refusals
    assert (refusal.rule, refusal.details["given"], refusal.details["current"]) == ("StaleRevision", 1, 2)


def test_a_first_submission_after_the_deadline_is_late_and_what_was_sent_back_stays_on_time(
    returning: Returning,
) -> None:
    returning.on(11, 30, 23).keep()
    month = returning.months[0]
    returning.submit(month)
    returning.step("send_back", month, reason="请补充亮点")
    returning.on(12, 1).submit(month, OTHER_CITY)
    returning.submit(month)
    rows = {row["city"]: row for row in returning.look("returns", month=month)["rows"]}
    shown = returning.look("returns", month=month)

    assert (rows[CITY]["on_time"], rows[OTHER_CITY]["on_time"]) == (True, False)
    assert (shown["submitted"], shown["on_time"]) == (2, 1)
    assert (shown["completeness"], shown["timeliness"]) == (9.52, 4.76)


def test_after_closing_only_an_approver_of_the_province_lets_a_city_change_a_return(returning: Returning) -> None:
    returning.on(4, 1).keep()
    month = returning.months[0]
    returning.on(5, 1)
    said = {"city": CITY, "month": month, "revision": 1, "nothing": True, "reasons": SINGLE}
    longer = {"city": CITY, "month": month, "until": str(date(returning.year + 1, 5, 3)), "reason": "系统故障"}

    assert returning.rules("submit_return", **said) == ["ReturnLocked"]
    assert returning.rules("unlock_return", role=Role.APPROVER, **longer) == ["OutOfScope"]
    assert returning.rules("unlock_return", scope="51", **longer) == ["RoleMissing"]
    past = {**longer, "until": str(date(returning.year + 1, 4, 30))}
    assert returning.rules("unlock_return", scope="51", role=Role.APPROVER, **past) == ["UnlockEnded"]
    returning.call("unlock_return", "51", Role.APPROVER, **longer)
    shown = returning.shown(month)
    assert (shown["unlocked"]["reason"], shown["unlocked"]["until"]) == ("系统故障", longer["until"])
    assert returning.submit(month)["state"] == "submitted"
    assert returning.rules("submit_return", scope="5103", **{**said, "city": OTHER_CITY}) == ["ReturnLocked"]
    returning.on(5, 4)
    with pytest.raises(Refused, match="ReturnLocked"):
        returning.step("send_back", month, reason="已过解锁期")
    assert returning.step("accept_return", month)["state"] == "accepted"


def test_returns_are_not_opened_before_their_day_nor_for_months_that_no_season_has(returning: Returning) -> None:
    assert [each.fields["month"] for each in returning.due()] == returning.months[:1]
    returning.on(5, 1)
    assert returning.due() == []
