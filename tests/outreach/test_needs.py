"""Needs: raised in any line, seen to by an owner until a day, met or not; who seeks work is handed on to jobs."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid5

import pytest
from sqlalchemy import Engine, select

from deploy.demo.world import organisation_id
from services.outreach import store
from services.outreach.model import Need
from services.outreach.service import Outreach
from shared.database import transaction
from shared.duty import Due
from shared.identity import Role, enter, service_identity, sign, signing_key, trusted_keys
from shared.settings import Settings
from shared.worker import in_process
from tests.builders import ELSEWHERE, LABOUR, LEAGUE, MARKER, TOWNSHIP, a_token
from tests.conftest import Site
from tests.outreach.said import Told, new_id, rule

NOON = datetime(2022, 2, 10, 4, tzinfo=UTC)


def a_need(**but: Any) -> dict[str, Any]:
    return {
        "place": TOWNSHIP,
        "organisation": LEAGUE,
        "about": "children",
        "category": "living",
        "owner": LABOUR,
        "raised_on": "2022-01-10",
        "due_on": "2022-02-20",
        "detail": MARKER,
        **but,
    }


@pytest.fixture
def raised(clerk: Outreach) -> str:
    return str(clerk.raise_need(id=new_id(), fields=a_need())["answer"]["need"])


def closing(need: str, **but: Any) -> dict[str, Any]:
    return {"need": need, "closed_on": "2022-01-20", "result": "已落实", **but}


def due(known: Settings, database: Engine, need: str) -> list[Due]:
    token = sign(signing_key(known), "outreach", service_identity("outreach"), "outreach")
    with transaction(database) as session:
        enter(session, token, "outreach", trusted_keys(known))
        return [each for each in store.due(session, NOON) if str(each.subject) == need]


def test_a_need_is_told_without_a_word_of_what_was_said(raised: str, told: Told) -> None:
    [(kind, sign, data)] = told(raised)

    assert (kind, sign, data["about"], data["category"]) == ("NeedRaised", 1, "children", "living")
    assert MARKER not in str(data)


def test_a_need_is_met_once(clerk: Outreach, raised: str, told: Told) -> None:
    assert clerk.meet_need(id=new_id(), fields=closing(raised))["answer"]["state"] == "met"

    assert rule(clerk.meet_need(id=new_id(), fields=closing(raised))) == "NeedNotOpen"
    assert [kind for kind, _, _ in told(raised)] == ["NeedRaised", "NeedMet"]


def test_a_need_that_is_given_up_is_not_told_as_met(clerk: Outreach, raised: str, told: Told) -> None:
    clerk.give_need_up(id=new_id(), fields=closing(raised))

    assert clerk.need(id=raised)["answer"]["state"] == "unmet"
    assert [kind for kind, _, _ in told(raised)] == ["NeedRaised"]


def test_a_need_that_was_closed_too_early_goes_on_and_is_met_again(clerk: Outreach, raised: str, told: Told) -> None:
    assert rule(clerk.reopen_need(id=new_id(), fields={"need": raised})) == "NeedStillOpen"
    clerk.meet_need(id=new_id(), fields=closing(raised))
    clerk.reopen_need(id=new_id(), fields={"need": raised})
    clerk.meet_need(id=new_id(), fields=closing(raised, closed_on="2022-01-25"))

    assert [(kind, sign) for kind, sign, _ in told(raised)] == [
        ("NeedRaised", 1),
        ("NeedMet", 1),
        ("NeedMet", -1),
        ("NeedMet", 1),
    ]


def test_a_need_raised_by_mistake_is_taken_back(clerk: Outreach, raised: str, told: Told) -> None:
    clerk.withdraw_need(id=new_id(), fields={"need": raised, "reason": "重复"})

    assert [sign for _, sign, _ in told(raised)] == [1, -1]
    assert rule(clerk.reopen_need(id=new_id(), fields={"need": raised})) == "NeedNotOpen"
    assert rule(clerk.meet_need(id=new_id(), fields=closing(raised))) == "NeedNotOpen"


def test_a_need_goes_to_another_owner_and_is_told_anew(clerk: Outreach, raised: str, told: Told) -> None:
    change = {"need": raised, "revision": 1, "category": "money", "owner": LEAGUE, "due_on": "2022-03-01"}
    assert clerk.change_need(id=new_id(), fields=change)["answer"]["revision"] == 2

    assert [(sign, data["owner"]) for _, sign, data in told(raised)] == [(1, LABOUR), (-1, LABOUR), (1, LEAGUE)]
    assert rule(clerk.change_need(id=new_id(), fields=change)) == "StaleRevision"


@pytest.mark.parametrize(
    ("but", "broken"),
    [
        ({"due_on": "2022-01-09"}, "DueBeforeRaised"),
        ({"seeker": str(UUID(int=7))}, "SeekerOfNoWork"),
        ({"owner": str(UUID(int=8))}, "OrganisationUnknown"),
        ({"raised_on": "2022-02-11"}, "DateInFuture"),
        ({"raised_on": "2021-10-01"}, "DateOutsideCampaign"),
        ({"about": "nothing"}, "FieldInvalid"),
        ({"place": ELSEWHERE}, "OutOfScope"),
    ],
)
def test_what_cannot_be_a_need_is_refused(clerk: Outreach, but: dict[str, Any], broken: str) -> None:
    assert rule(clerk.raise_need(id=new_id(), fields=a_need(**but))) == broken


def test_a_need_is_not_closed_before_it_was_raised(clerk: Outreach, raised: str) -> None:
    assert rule(clerk.meet_need(id=new_id(), fields=closing(raised, closed_on="2022-01-09"))) == "ClosedBeforeRaised"


def test_other_services_raise_needs_of_their_own_lines(site: Site, known: Settings, told: Told) -> None:
    key = signing_key(Settings("children", site.secrets))
    children = in_process(Outreach, known, sign(key, "children", service_identity("children"), "outreach"))

    need = children.raise_need(id=new_id(), fields=a_need())["answer"]["need"]

    assert len(told(need)) == 1
    assert rule(children.withdraw_need(id=new_id(), fields={"need": need, "reason": "x"})) == "OutOfScope"


def test_open_needs_are_listed_those_due_first_before_the_others(site: Site, known: Settings) -> None:
    clerk = in_process(Outreach, known, a_token(site, "outreach", UUID(int=9), Role.RECORDER, Role.VIEWER))
    owner = organisation_id("league", "510106000000")  # who owns no other test's needs
    late, early = (
        clerk.raise_need(id=new_id(), fields=a_need(owner=owner, due_on=day))["answer"]["need"]
        for day in ("2022-01-21", "2022-01-20")
    )

    first, second, *_ = clerk.open_needs(owner=owner)["answer"]
    rest = clerk.open_needs(owner=owner, after=[first["due_on"], first["id"]])["answer"]

    assert [first["id"], second["id"]] == [early, late]
    assert rest[0]["id"] == late
    assert first["overdue"]


def test_an_overdue_need_is_reminded_of_once_and_again_after_more_time_has_passed(
    clerk: Outreach, keeper: Outreach, known: Settings, database: Engine, raised: str
) -> None:
    assert due(known, database, raised) == []
    sooner = {"need": raised, "revision": 1, "category": "living", "owner": LABOUR, "due_on": "2022-02-01"}
    clerk.change_need(id=new_id(), fields=sooner)

    [reminder] = due(known, database, raised)
    assert (reminder.rule, reminder.door) == ("remind", "remind_need")
    assert "answer" in keeper.remind_need(id=str(reminder.id), fields=reminder.fields)
    assert due(known, database, raised) == []
    clerk.change_need(id=new_id(), fields=sooner | {"revision": 2, "due_on": "2022-02-05"})
    assert [each.id for each in due(known, database, raised)] == [uuid5(UUID(raised), "remind:2022-02-06")]


def test_a_need_that_is_not_overdue_is_not_reminded_of(keeper: Outreach, clerk: Outreach, raised: str) -> None:
    assert rule(keeper.remind_need(id=new_id(), fields={"need": raised})) == "NotOverdue"
    assert rule(clerk.remind_need(id=new_id(), fields={"need": raised})) == "ServicesOnly"


def test_nobody_is_referred_who_seeks_no_work(keeper: Outreach, raised: str) -> None:
    assert rule(keeper.refer_need(id=new_id(), fields={"need": raised})) == "NobodySeeksWork"


def test_of_many_who_close_a_need_at_once_one_does(site: Site, known: Settings, raised: str, told: Told) -> None:
    def close(number: int) -> dict[str, Any]:
        clerk = in_process(Outreach, known, a_token(site, "outreach", UUID(int=400 + number)))
        door = clerk.meet_need if number % 2 else clerk.give_need_up
        answer: dict[str, Any] = door(id=new_id(), fields=closing(raised))
        return answer

    with ThreadPoolExecutor(8) as clerks:
        answers = list(clerks.map(close, range(8)))

    assert sum("answer" in each for each in answers) == 1
    assert {rule(each) for each in answers if "refused" in each} == {"NeedNotOpen"}
    assert len(told(raised)) <= 2


def test_a_need_of_another_place_does_not_exist_for_a_stranger(site: Site, known: Settings, raised: str) -> None:
    stranger = in_process(Outreach, known, a_token(site, "outreach", scope=(ELSEWHERE[:6],)))

    assert rule(stranger.need(id=raised)) == "NotFound"
    assert rule(stranger.meet_need(id=new_id(), fields=closing(raised))) == "NotFound"


def test_without_a_scope_no_need_is_seen(database: Engine, raised: str) -> None:
    with transaction(database) as session:
        assert session.scalars(select(Need.id)).all() == []
    assert raised
