"""Where reminders go, said and seen through the operator's command."""

from __future__ import annotations

from uuid import uuid4

import pytest

from deploy.demo.world import organisation_id
from tests.builders import CITY, MARKER
from tests.journeys.commands import Said, at
from tests.journeys.live import RECORDER, Live

OFFICER = "officer-of-channels"
OFFICE = "office@cd.example.org"


@pytest.fixture(scope="module")
def officer(live: Live) -> str:
    """Register an officer of the city."""
    fields = {
        "login": OFFICER,
        "password": live.password,
        "name": MARKER,
        "organisation": organisation_id("league", CITY),
        "roles": ["officer"],
        "scope": [CITY],
    }
    live.operator.call("portal", "add_person", deadline=30.0, id=uuid4(), fields=fields)
    return OFFICER


def channel(live: Live, *words: str, by: str) -> Said:
    return at(live, "channel", *words, "--as", by, env={"NUANDONG_PASSWORD": live.password})


def test_an_officer_says_where_reminders_go_and_takes_it_back(live: Live, officer: str) -> None:
    assert channel(live, "set", "5101", "mail", OFFICE, by=officer).out == f"电子邮件 {OFFICE} 已启用\n"
    [listed] = channel(live, "list", "5101", "--json", by=officer).json
    assert (listed["address"], listed["open"], listed["last"]) == (OFFICE, True, None)

    assert channel(live, "set", "5101", "mail", OFFICE, "--close", by=officer).out == f"电子邮件 {OFFICE} 已停用\n"
    assert "否" in channel(live, "list", "5101", by=officer).out


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("5103", "mail", OFFICE), "不在您的授权范围内"),
        (("5101", "mail", "nobody"), "不是电子邮箱地址"),
        (("5101", "wecom", "nobody"), "没有名为“nobody”的群机器人"),
    ],
)
def test_what_is_refused_is_said_in_one_line(live: Live, officer: str, words: tuple[str, ...], reason: str) -> None:
    said = channel(live, "set", *words, by=officer)

    assert said.code == 1
    assert reason in said.err


def test_a_recorder_registers_no_channel(live: Live) -> None:
    assert "角色" in channel(live, "set", "5101", "mail", OFFICE, by=RECORDER).err
