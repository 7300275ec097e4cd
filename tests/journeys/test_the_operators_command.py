"""`nuandong` as an operator types it: at a running site, at none, and mistyped."""

from __future__ import annotations

import csv
import shutil
import subprocess
import sys
from pathlib import Path
from uuid import uuid4

import pytest

from deploy.command import COMMANDS
from tests.builders import ELSEWHERE, LEAGUE, MARKER, TOWNSHIP
from tests.journeys.commands import Said, at, nuandong, without
from tests.journeys.figures import PROVINCE, SEASON, differences, figures, settle, told
from tests.journeys.live import RECORDER, Live


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command: str) -> None:
    said = nuandong(command, "--help")

    assert said.code == 0
    assert said.out.startswith(f"Usage: main {command}")
    assert len(said.out.splitlines()) > 3


def test_help_lists_every_command_with_what_it_does() -> None:
    done = subprocess.run([sys.executable, "-m", "deploy", "--help"], capture_output=True, text=True, check=True)

    assert [line.split()[0] for line in done.stdout.partition("Commands:\n")[2].splitlines()] == list(COMMANDS)


MISTYPED = (
    ("dance",), ("serve", "dance"), ("keep",), ("status", "--dance"), ("demo", "--acts", "many"),
    ("epoch", "--begin", "dance"), ("import", "Dance", __file__, "--as", "x"),
    ("import", "走访", "nowhere.csv", "--as", "x"),
)  # fmt: skip


@pytest.mark.parametrize("words", MISTYPED, ids=" ".join)
def test_mistyped_words_end_with_code_2_and_an_error_that_names_them(words: tuple[str, ...]) -> None:
    said = nuandong(*words)

    assert (said.code, said.out) == (2, "")
    assert [line for line in said.err.splitlines() if line.startswith("Error: ")]
    assert "Traceback" not in said.err


AT_A_SITE = ("status", "rollup", "reconcile", "parked", "epoch", "rebuild", "frame", "migrate")


@pytest.mark.parametrize("command", AT_A_SITE)
def test_without_a_site_a_command_says_in_one_line_what_to_do(command: str, tmp_path: Path) -> None:
    said = without(tmp_path, command)

    assert said.code == 1
    [line] = said.err.splitlines()
    assert "nuandong up" in line


AWAY = {"DATABASE_URL": "postgresql://127.0.0.1:1/x", "AMQP_URI": "amqp://127.0.0.1:1/"}


@pytest.mark.parametrize(
    ("missing", "given"),
    [("no PostgreSQL answers there", AWAY), ("set both, or neither", {**AWAY, "AMQP_URI": ""})],
    ids=["none answers", "half is said"],
)
def test_servers_that_are_missing_are_named_in_one_line(missing: str, given: dict[str, str]) -> None:
    said = nuandong("up", env=given)

    assert said.code == 1
    [line] = said.err.splitlines()
    assert missing in line


def away(live: Live, folder: Path, name: str, address: str) -> Path:
    """Copy the secrets of a site, with an address at which nobody answers."""
    shutil.copytree(live.secrets, folder / "secrets")
    for file in (folder / "secrets").glob(f"*/{name}"):
        file.write_text(address)
    return folder / "secrets"


@pytest.mark.parametrize("command", ["rollup", "reconcile", "frame"])
def test_a_broker_that_is_away_is_named_in_one_line(live: Live, command: str, tmp_path: Path) -> None:
    said = without(away(live, tmp_path, "broker_uri", "amqp://x:x@127.0.0.1:1/"), command)

    assert said.code == 1
    [line] = said.err.splitlines()
    assert "broker" in line


@pytest.mark.parametrize("command", ["parked", "epoch", "reconcile"])
def test_a_database_that_is_away_is_named_in_one_line(live: Live, command: str, tmp_path: Path) -> None:
    said = without(away(live, tmp_path, "database_url", "postgresql://x:x@127.0.0.1:1/x"), command)

    assert said.code == 1
    [line] = said.err.splitlines()
    assert "database" in line


def a_sheet(path: Path, rows: int, encoding: str = "utf-8", **but: str) -> Path:
    """Write a sheet of visits as an office would."""
    header = ("地点", "牵头组织", "日期", "走访对象", "家庭编号", "走访人数", "备注")
    with path.open("w", encoding=encoding, newline="") as file:
        sheet = csv.writer(file)
        sheet.writerow(header)
        for _ in range(rows):
            row = {
                "地点": TOWNSHIP, "牵头组织": LEAGUE, "日期": "2021-12-05", "走访对象": "青年农民工",
                "家庭编号": str(uuid4()), "走访人数": "3", "备注": MARKER,
            }  # fmt: skip
            sheet.writerow([{**row, **but}[name] for name in header])
    return path


def bring_in(live: Live, sheet: Path, *more: str) -> Said:
    """Import a sheet as the recorder."""
    return at(live, "import", "走访", str(sheet), "--as", RECORDER, *more, env={"NUANDONG_PASSWORD": live.password})


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_a_sheet_is_brought_in_once_however_often_it_is_sent(live: Live, encoding: str, tmp_path: Path) -> None:
    settle(live)
    before = figures(live)
    sheet = a_sheet(tmp_path / "visits.csv", 40, encoding)

    first, again = bring_in(live, sheet, "--json").json, bring_in(live, sheet, "--json").json

    assert (first["rows"], first["refused"]) == (40, [])
    assert again["rows"] == 40
    settle(live)
    now = figures(live)
    assert {code: now[code] - before[code] for code in ("visits", "persons_visited")} == {
        "visits": 40,
        "persons_visited": 120,
    }
    assert differences(live) == []


def test_a_sheet_with_a_bad_row_is_refused_whole_and_the_row_is_named(live: Live, tmp_path: Path) -> None:
    sheet, before = a_sheet(tmp_path / "visits.csv", 3), told(live)
    sheet.write_text(sheet.read_text().replace(TOWNSHIP, ELSEWHERE, 1))

    said = bring_in(live, sheet)

    assert said.code == 1
    assert said.err.splitlines()[-2].startswith("第 2 行 place: ")
    assert told(live) == before


def test_a_sheet_that_cannot_be_read_is_refused_in_one_line(live: Live, tmp_path: Path) -> None:
    sheet = tmp_path / "visits.csv"
    sheet.write_bytes(b"PK\x03\x04\x00\x00")

    said = bring_in(live, sheet)

    assert said.code == 1
    assert [line for line in said.err.splitlines() if "不是 CSV" in line]
    assert "Traceback" not in said.err


def test_the_site_shows_its_figures_and_that_all_is_well(live: Live) -> None:
    settle(live)

    status, rollup = at(live, "status", "--json").json, at(live, "rollup", "--json").json
    reconciled, parked = at(live, "reconcile", "--json").json, at(live, "parked", "--json").json

    assert all(each["well"] for each in status)
    assert {each["what"] for each in status} >= {"serve outreach", "keep outreach", "counted outreach", "roll-up"}
    assert {code: each["value"] for code, each in rollup["figures"].items()} == figures(live, PROVINCE, SEASON)
    assert len(rollup["children"]) == 21
    assert reconciled == {"reconciled": True, "differences": []}
    assert parked == []


def test_people_read_tables(live: Live) -> None:
    assert "成都市" in at(live, "rollup", "--line", "care").out
    assert "serve outreach" in at(live, "status").out
    assert at(live, "parked").out == "nothing is parked\n"
    assert at(live, "reconcile").out == "every cell equals what the services' own tables say\n"
    assert "outreach/" in at(live, "epoch").out
