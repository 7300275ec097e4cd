"""A new winter as an operator opens it, and what is not there to be archived yet."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from deploy.archive import signed
from shared.identity import signing_key
from shared.settings import Settings
from tests.journeys.commands import at, nuandong
from tests.journeys.figures import PROVINCE, settle
from tests.journeys.live import Live


def test_a_winter_is_opened_by_its_name_with_its_calendar(live: Live, tmp_path: Path) -> None:
    calendar = tmp_path / "calendar.csv"
    calendar.write_text("day,kind,name\n2030-02-02,workday,春节调休\n", encoding="utf-8-sig")

    said = at(live, "campaign", "open", "2029-30", "--calendar", str(calendar))

    assert said.code == 0, said.err
    assert "2030-02-27" in said.out
    assert "2029-11, 2029-12, 2030-01, 2030-02, 2030-03" in said.out


def test_what_is_off_about_a_winter_is_said_in_one_line(live: Live) -> None:
    unnamed, unknown = nuandong("campaign", "open", "2029-31"), nuandong("campaign", "open", "2044-45")
    reversed_ = at(live, "campaign", "open", "2028-29", "--closes", "2028-12-01")

    assert (unnamed.code, unknown.code, reversed_.code) == (2, 2, 1)
    assert "--festival" in unknown.err
    assert "CampaignDaysReversed" in reversed_.err


def test_a_season_that_has_not_closed_is_not_archived_and_nothing_is_written(live: Live, tmp_path: Path) -> None:
    said = at(live, "campaign", "archive", "2021-22", str(tmp_path / "archive"))

    assert (said.code, "SeasonNotKept" in said.err, list(tmp_path.iterdir())) == (1, True, [])


def test_an_archive_is_verified_and_a_changed_one_is_not(live: Live, tmp_path: Path) -> None:
    periods: dict[str, Any] = {"2021-22": {"places": [], "indicators": []}}
    key = signing_key(Settings("operator", live.secrets))
    file = tmp_path / "2021-22.json"
    file.write_bytes(signed({"format": "nuandong-season/1", "season": "2021-22", "periods": periods}, key, "operator"))
    good = at(live, "campaign", "verify", str(file))
    file.write_bytes(file.read_bytes().replace(b"2021-22", b"2020-21"))
    bad = at(live, "campaign", "verify", str(file))

    assert (good.code, bad.code) == (0, 3)
    assert "changed after it was signed" in bad.err


def test_the_roll_up_is_shown_beside_that_of_the_year_before(live: Live) -> None:
    settle(live)
    shown = at(live, "rollup", "--compare", "--line", "care")
    said = at(live, "rollup", "--compare", "--period", "2021-12", "--json").json

    assert "同比" in shown.out
    assert "走访户次(户次)" in shown.out
    assert (said["place"]["code"], said["before"]) == (PROVINCE, "2020-12")
