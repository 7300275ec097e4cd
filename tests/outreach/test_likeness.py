"""Acts that look like one and the same are warned of, merged, or told apart."""

from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Engine, text

from services.outreach.service import Outreach
from shared.settings import Settings
from shared.worker import in_process
from tests.builders import ELSEWHERE, LABOUR, TOWNSHIP, a_token, a_visit
from tests.conftest import Site

WINTER = {"since": "2021-11-01", "until": "2022-03-31"}


def recorded(clerk: Outreach, **but: Any) -> dict[str, Any]:
    answer: dict[str, Any] = clerk.record(kind="VisitRecorded", id=str(uuid4()), fields=a_visit(**but))["answer"]
    return answer


def rule(answer: dict[str, Any]) -> str:
    return str(answer["refused"][0]["rule"])


def pairs(clerk: Outreach) -> list[set[str]]:
    listed = clerk.likely_duplicates(kind="VisitRecorded", place=TOWNSHIP, **WINTER)["answer"]
    return [{each["one"], each["other"]} for each in listed]


def merged(clerk: Outreach, keep: str, *others: str) -> dict[str, Any]:
    fields = {"kind": "VisitRecorded", "keep": keep, "others": list(others)}
    answer: dict[str, Any] = clerk.merge(id=str(uuid4()), fields=fields)
    return answer


def test_the_same_household_visited_by_two_offices_a_day_apart_is_warned_of(clerk: Outreach) -> None:
    household = str(uuid4())
    first = recorded(clerk, household=household, joint_organisations=[LABOUR])
    second = recorded(clerk, household=household, organisation=LABOUR, occurred_on="2021-12-06")

    assert first["likely_duplicates"] == []
    assert second["likely_duplicates"] == [first["id"]]
    assert {first["id"], second["id"]} in pairs(clerk)


@pytest.mark.parametrize(
    "but",
    [
        {"occurred_on": "2021-12-07"},
        {"organisation": LABOUR},
        {"household": str(uuid4())},
    ],
    ids=["two days later", "by another office alone", "in another household"],
)
def test_what_differs_in_day_office_or_household_is_another_visit(clerk: Outreach, but: dict[str, Any]) -> None:
    household = str(uuid4())
    recorded(clerk, household=household)

    assert recorded(clerk, **{"household": household, **but})["likely_duplicates"] == []


def test_open_suspicions_are_counted_by_kind_for_services_only(clerk: Outreach, keeper: Outreach) -> None:
    asked = {"place": TOWNSHIP, "since": "2021-11-20", "until": "2021-11-20"}
    before = keeper.open_suspicions(**asked)["answer"].get("走访", 0)
    household = str(uuid4())
    for _ in range(3):
        recorded(clerk, household=household, occurred_on="2021-11-20")

    assert keeper.open_suspicions(**asked)["answer"]["走访"] == before + 3
    assert rule(clerk.open_suspicions(**asked)) == "ServicesOnly"


def test_merged_acts_are_one_that_is_credited_to_all(clerk: Outreach, database: Engine) -> None:
    household = str(uuid4())
    keep = recorded(clerk, household=household, joint_organisations=[LABOUR])
    other = recorded(clerk, household=household, organisation=LABOUR)
    answer = merged(clerk, keep["id"], other["id"])["answer"]

    assert answer["merged"] == [other["id"]]
    shown = clerk.look_up(kind="VisitRecorded", id=keep["id"])["answer"]
    assert shown["joint_organisations"] == [LABOUR]
    assert clerk.look_up(kind="VisitRecorded", id=other["id"])["answer"]["withdrawn_reason"].startswith("与 ")
    with database.connect() as connection:
        told = text("SELECT coalesce(sum(sign), 0) FROM event_log WHERE data->>'household' = :household")
        assert connection.scalar(told, {"household": household}) == 1


def test_acts_told_apart_are_not_warned_of_again(clerk: Outreach) -> None:
    household = str(uuid4())
    first, second = recorded(clerk, household=household), recorded(clerk, household=household)
    fields = {"kind": "VisitRecorded", "one": first["id"], "other": second["id"]}

    assert "answer" in clerk.tell_apart(id=str(uuid4()), fields=fields)
    assert {first["id"], second["id"]} not in pairs(clerk)


def test_an_act_is_not_merged_with_itself(clerk: Outreach) -> None:
    one = recorded(clerk)["id"]

    assert rule(merged(clerk, one, one)) == "NothingToMerge"


def test_a_withdrawn_act_takes_no_others_in(clerk: Outreach) -> None:
    household = str(uuid4())
    keep, other = (recorded(clerk, household=household)["id"] for _ in range(2))
    clerk.withdraw(kind="VisitRecorded", id=keep, reason="重复填报")

    assert rule(merged(clerk, keep, other)) == "ActWithdrawn"


def test_acts_of_another_place_can_be_neither_merged_nor_told_apart(
    site: Site, known: Settings, clerk: Outreach
) -> None:
    stranger = in_process(Outreach, known, a_token(site, "outreach", scope=(ELSEWHERE[:4],)))
    household = str(uuid4())
    first, second = (recorded(clerk, household=household)["id"] for _ in range(2))

    assert rule(merged(stranger, first, second)) in {"NotFound", "OutOfScope"}
    fields = {"kind": "VisitRecorded", "one": first, "other": second}
    assert rule(stranger.tell_apart(id=str(uuid4()), fields=fields)) in {"NotFound", "OutOfScope"}
