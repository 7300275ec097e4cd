"""For which periods returns are owed, and until when."""

from __future__ import annotations

from datetime import UTC, date

import pytest

from services.reporting.model import ReturnKind
from services.reporting.model.periods import owed_for
from shared.frame import Campaign
from shared.settings import SettingMissing, return_day

MONTHS = ("2021-11", "2021-12", "2022-01", "2022-02", "2022-03")
WINTER = Campaign(
    "2021-22", date(2021, 11, 18), date(2022, 3, 31), date(2022, 4, 30), MONTHS,
    date(2022, 1, 17), date(2022, 1, 31), date(2022, 2, 25),
)  # fmt: skip


def test_each_month_is_due_on_its_thirtieth_or_last_day_and_the_settlement_in_the_month_after() -> None:
    assert {each.month: f"{each.due_at(30):%m-%d %H:%M:%S %z}" for each in owed_for(WINTER)} == {
        "2021-11": "11-30 23:59:59 +0800",
        "2021-12": "12-30 23:59:59 +0800",
        "2022-01": "01-30 23:59:59 +0800",
        "2022-02": "02-28 23:59:59 +0800",
        "2022-03": "03-30 23:59:59 +0800",
        "2021-22": "04-30 23:59:59 +0800",
    }


def test_returns_open_on_the_first_day_of_the_month_or_of_the_campaign() -> None:
    opens = [each.opens_on for each in owed_for(WINTER)]

    assert opens == [date(2021, 11, 18), *(date.fromisoformat(f"{month}-01") for month in MONTHS[1:]), date(2022, 4, 1)]
    assert [each.kind for each in owed_for(WINTER)] == [ReturnKind.MONTHLY] * 5 + [ReturnKind.CLOSING]


def test_another_day_may_be_set_and_a_day_that_no_month_has_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    assert return_day() == 30
    monkeypatch.setenv("NUANDONG_RETURN_DAY", "29")
    first, *_ = owed_for(WINTER)
    assert first.due_at(return_day()).astimezone(UTC).isoformat() == "2021-11-29T15:59:59+00:00"

    for wrong in ("0", "32", "end"):
        monkeypatch.setenv("NUANDONG_RETURN_DAY", wrong)
        with pytest.raises(SettingMissing, match="NUANDONG_RETURN_DAY"):
            return_day()
