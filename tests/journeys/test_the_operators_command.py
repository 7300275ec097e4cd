"""`nuandong` as an operator types it: at a running site, at none, and mistyped."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from deploy.command import COMMANDS
from tests.eventually import eventually_nothing
from tests.journeys.commands import at, nuandong, without
from tests.journeys.figures import PROVINCE, SEASON, figures, settle
from tests.journeys.live import Live


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


AT_A_SITE = ("status", "rollup", "returns", "reconcile", "parked", "epoch", "rebuild", "frame", "migrate")


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


def test_the_site_shows_its_figures_and_that_all_is_well(live: Live) -> None:
    settle(live)

    def unwell() -> list[str]:
        return [str(each) for each in json.loads(at(live, "status", "--json").out) if not each["well"]]

    # Other journeys stop and kill what runs here: a keeper may still be on its way back.
    eventually_nothing("is unwell", unwell, within=30, every=0.5)
    status, rollup = at(live, "status", "--json").json, at(live, "rollup", "--json").json
    reconciled, parked = at(live, "reconcile", "--json").json, at(live, "parked", "--json").json

    assert all(each["well"] for each in status)
    assert {each["what"] for each in status} >= {"serve outreach", "keep outreach", "counted outreach", "roll-up"}
    assert {code: each["value"] for code, each in rollup["figures"].items()} == figures(live, PROVINCE, SEASON)
    assert len(rollup["children"]) == 21
    assert at(live, "returns", "2022-01", "--json").json["expected"] == 21
    assert reconciled == {"reconciled": True, "differences": []}
    assert parked == []


def test_people_read_tables(live: Live) -> None:
    assert "成都市" in at(live, "rollup", "--line", "care").out
    assert "serve outreach" in at(live, "status").out
    assert "成都市" in at(live, "returns").out
    assert at(live, "parked").out == "nothing is parked\n"
    assert at(live, "reconcile").out == "every cell equals what the services' own tables say\n"
    assert "outreach/" in at(live, "epoch").out
