"""The marks by which a page learns that the figures it shows have changed."""

from __future__ import annotations

from typing import Any

from services.reporting.service import Reporting
from shared.facts import PlaceCode
from shared.identity import service_identity, sign, signing_key
from shared.settings import Settings
from shared.worker import in_process
from tests.builders import CITY, ELSEWHERE
from tests.reporting.asked import PROVINCE, Asked, visit
from tests.reporting.log import body

OTHER_CITY = "510900000000"


def marks(asked: Asked, *boards: tuple[str, str]) -> list[int]:
    key = signing_key(Settings("web", asked.site.secrets))
    token = sign(key, "web", service_identity("web"), "reporting")
    said: Any = in_process(Reporting, asked.known, token).marks(boards=[list(each) for each in boards])
    found: list[int] = said["answer"]
    return found


def test_a_mark_changes_with_a_figure_of_the_place_or_below_it_and_with_no_other(asked: Asked) -> None:
    boards = ((PROVINCE, "2021-12"), (CITY, "2021-12"), (CITY, "2021-22"), (CITY, "2021-11"), (OTHER_CITY, "2021-12"))
    asked.told(visit())
    before = marks(asked, *boards)
    asked.told(visit())
    after = marks(asked, *boards)

    assert [was != now for was, now in zip(before, after, strict=True)] == [True, True, True, True, False]
    assert marks(asked, *boards) == after


def test_a_mark_changes_when_something_moves_from_one_place_below_to_another(asked: Asked) -> None:
    told = asked.log.tell(visit())
    asked.count([body(told)])
    asked.told()
    province, before = asked.figures()["visits"], marks(asked, (PROVINCE, "2021-12"))

    asked.count([body(asked.log.reverse(told)), body(asked.log.tell(visit(place=PlaceCode(ELSEWHERE))))])
    asked.told()

    assert asked.figures()["visits"] == province
    assert marks(asked, (PROVINCE, "2021-12")) != before


def test_only_the_portal_may_ask_for_marks(asked: Asked) -> None:
    assert asked.ask("marks", boards=[[CITY, "2021-12"]]) == "ServicesOnly"
