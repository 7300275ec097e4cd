"""What stands behind a figure, and what once did."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from shared.database import transaction
from shared.eventlog import Behind, corrections_behind, facts_behind, reverse, tell, tell_many
from shared.facts import Organiser
from tests.shared.conftest import NOW, Log, Relays
from tests.shared.lamps import AWAY, TOWNSHIP, Colour, lamp

DECEMBER: dict[str, Any] = {
    "kinds": ["LampLit"],
    "place_stem": "51",
    "since": date(2021, 12, 1),
    "until": date(2021, 12, 31),
}


def behind(session: Session, **asked: Any) -> list[str]:
    return [event["data"]["lamp"] for event in facts_behind(session, "outreach", Behind(**{**DECEMBER, **asked}))]


def corrections(session: Session, **asked: Any) -> list[dict[str, Any]]:
    return corrections_behind(session, "outreach", Behind(**{**DECEMBER, **asked}))


def test_the_facts_behind_a_figure_are_those_that_match_its_place_days_and_codes(log: Log, relays: Relays) -> None:
    here = lamp(organiser=Organiser.CITY)
    away = lamp(place=AWAY, colour=Colour.GOLD)
    elsewhere = lamp(place="510303000000", others=(Colour.GOLD,))
    later = lamp(occurred_on=date(2022, 1, 1))
    with transaction(log.app) as session:
        tell_many(session, [(each, UUID(int=n)) for n, each in enumerate((here, away, elsewhere, later))], NOW)
    relays().number()

    names = {str(each.lamp): name for each, name in ((here, "here"), (away, "away"), (elsewhere, "elsewhere"))}
    with transaction(log.app) as session:

        def found(**asked: Any) -> list[str]:
            return [names.get(each, "later") for each in behind(session, **asked)]

        assert found() == ["away", "here", "elsewhere"]
        assert found(place_stem="510104") == ["away", "here"]
        assert found(place_stem="44") == []
        assert found(since=date(2022, 1, 1), until=date(2022, 1, 1)) == ["later"]
        assert found(where={"colour": "gold"}) == ["away"]
        assert found(where={"others": "gold"}) == ["elsewhere"]
        assert found(where={"organiser": "city"}) == ["here"]
        assert found(kinds=["LampBroken"]) == []
        assert found(kinds=["LampBroken", "LampLit"], limit=1) == ["away"]


def test_pages_go_on_after_the_last_fact_seen_whatever_is_told_in_between(log: Log, relays: Relays) -> None:
    days = [date(2021, 12, 1) + timedelta(days=n // 2) for n in range(6)]
    with transaction(log.app) as session:
        tell_many(session, [(lamp(occurred_on=day), UUID(int=10 * n)) for n, day in enumerate(days)], NOW)
    relays().number()

    with transaction(log.app) as session:
        whole = behind(session)
        assert behind(session, limit=3) == whole[:3]
        tell(session, lamp(occurred_on=days[0]), UUID(int=1), NOW)
        assert behind(session, limit=3, after=(TOWNSHIP, days[2], UUID(int=20))) == whole[3:]


def test_a_reversed_fact_no_longer_stands_behind_a_figure_but_its_correction_does(log: Log, relays: Relays) -> None:
    wrong, right, fact_id = lamp(hours=2), lamp(hours=3), uuid4()
    with transaction(log.app) as session:
        tell(session, wrong, fact_id, NOW)
        reverse(session, fact_id, NOW)
        tell(session, right, uuid4(), NOW)
    relays().number()

    with transaction(log.app) as session:
        assert behind(session) == [str(right.lamp)]


def test_a_correction_says_what_was_reversed_when_and_by_what_it_was_replaced(log: Log, relays: Relays) -> None:
    wrong, right, mistaken = uuid4(), uuid4(), uuid4()
    with transaction(log.app) as session:
        tell_many(session, [(lamp(hours=2), wrong), (lamp(hours=5), mistaken)], NOW)
    with transaction(log.app) as session:
        reverse(session, wrong, NOW + timedelta(hours=1))
        tell(session, lamp(hours=3, place="510303000000"), right, NOW + timedelta(hours=1))
    with transaction(log.app) as session:
        reverse(session, mistaken, NOW + timedelta(hours=2))
        tell(session, lamp(hours=1), uuid4(), NOW + timedelta(hours=3))
    relays().number()

    with transaction(log.app) as session:
        found = {each["fact"]["id"]: each for each in corrections(session, place_stem="510104")}
    assert set(found) == {str(wrong), str(mistaken)}
    assert found[str(wrong)]["fact"]["data"]["hours"] == 2
    assert found[str(wrong)]["reversed_at"] == NOW + timedelta(hours=1)
    assert found[str(wrong)]["replaced_by"]["id"] == str(right)
    assert found[str(mistaken)]["replaced_by"] is None


def test_corrections_come_page_by_page(log: Log, relays: Relays) -> None:
    ids = [UUID(int=n) for n in range(1, 6)]
    with transaction(log.app) as session:
        tell_many(session, [(lamp(), id) for id in ids], NOW)
        for id in ids:
            reverse(session, id, NOW)
    relays().number()

    with transaction(log.app) as session:
        first = corrections(session, limit=3)
        rest = corrections(session, limit=3, after=(TOWNSHIP, date(2021, 12, 5), UUID(first[-1]["fact"]["id"])))
    assert [each["fact"]["id"] for each in (*first, *rest)] == [str(id) for id in ids]
