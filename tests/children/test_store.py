from collections import Counter
from datetime import date, timedelta
from random import Random
from typing import Any
from uuid import UUID, uuid4

from services.children.facts.visits import Medium, Reached
from services.children.service import Children
from tests.builders import LEAGUE, TOWNSHIP
from tests.children.builders import (
    DECEMBER,
    NEXT_TOWNSHIP,
    OTHER_LEAGUE,
    OTHER_TOWNSHIP,
    Register,
    a_closing,
    a_move,
    a_visit,
)

LEAGUES = {TOWNSHIP: LEAGUE, NEXT_TOWNSHIP: LEAGUE, OTHER_TOWNSHIP: OTHER_LEAGUE}


def a_mixture(register: Register, chance: Random, cases: int) -> None:
    """Open cases, visit them, amend, withdraw, move and close at random."""
    for _ in range(cases):
        place, day = chance.choice(list(LEAGUES)), DECEMBER
        case = register.a_case(place=place, organisation=LEAGUES[place])
        for step in chance.choices((visited, amended, withdrawn, moved), (6, 2, 2, 2), k=8):
            day += timedelta(days=chance.randint(0, 3))
            place = step(register.by("51"), chance, case, place, day)
        if chance.random() < 0.4:
            register.by("51").close_case(id=str(uuid4()), fields=a_closing(case, closed_on=str(day)))


def visited(doors: Children, chance: Random, case: UUID, place: str, day: date, id: str = "") -> str:
    doors.record(kind="ChildVisited", id=id or str(uuid4()), fields=something(chance, case, place, day))
    return place


def amended(doors: Children, chance: Random, case: UUID, place: str, day: date) -> str:
    id = str(uuid4())
    visited(doors, chance, case, place, day, id)
    doors.amend(kind="ChildVisited", id=id, revision=1, fields=something(chance, case, place, day))
    return place


def withdrawn(doors: Children, chance: Random, case: UUID, place: str, day: date) -> str:
    id = str(uuid4())
    visited(doors, chance, case, place, day, id)
    doors.withdraw(kind="ChildVisited", id=id, reason="重复填报")
    return place


def moved(doors: Children, chance: Random, case: UUID, _place: str, day: date) -> str:
    place = chance.choice(list(LEAGUES))
    fields = a_move(case, place=place, organisation=LEAGUES[place], moved_on=str(day))
    doors.move_case(id=str(uuid4()), fields=fields)
    return place


def something(chance: Random, case: UUID, place: str, day: date) -> dict[str, Any]:
    how = {"medium": chance.choice(list(Medium)), "reached": chance.choice(list(Reached))}
    return a_visit(case, place=place, organisation=LEAGUES[place], occurred_on=str(day), **how)


def standing(register: Register, kind: str) -> list[Any]:
    return register.raw(
        """SELECT place, occurred_on::text AS day, data, recorded_at FROM event_log AS told
        WHERE type = :kind AND sign = 1
            AND NOT EXISTS (SELECT FROM event_log AS back WHERE back.reverses = told.fact_id)""",
        kind=kind,
    )


def said(register: Register, figure: str) -> list[dict[str, Any]]:
    """Page through what the state tables say."""
    rows: list[dict[str, Any]] = []
    while page := register.by_itself().counts(figure=figure, offset=len(rows), limit=50)["answer"]:
        rows += page
    return rows


def counted(rows: list[dict[str, Any]]) -> Counter[tuple[str, ...]]:
    counter: Counter[tuple[str, ...]] = Counter()
    for row in rows:
        counter[row["place"], row["on"], row["breakdown"], row["item"]] += row["value"]
    return counter


def test_the_state_tables_say_what_was_told_after_a_random_winter(register: Register) -> None:
    a_mixture(register, Random(20211118), cases=25)

    visits, opened = standing(register, "ChildVisited"), standing(register, "CaseOpened")
    assert len(visits) > 100
    assert counted(said(register, "child_visits")) == Counter(
        (place, day, by, None)
        for place, day, data, _ in visits
        for by in ("", f"medium={data['medium']}", f"reached={data['reached']}")
    )
    assert counted(said(register, "children_visited")) == Counter(
        (place, day, "", data["child"]) for place, day, data, _ in visits if data["reached"] == "yes"
    )
    assert counted(said(register, "children_enrolled")) == Counter(
        (place, day, "", data["child"]) for place, day, data, _ in opened
    )


def test_the_register_says_of_every_child_what_was_told_last(register: Register) -> None:
    a_mixture(register, Random(20220331), cases=25)

    told = [
        (day, recorded_at, data["child"], place, value)
        for kind, value in (("CaseOpened", 1), ("CaseClosed", 0))
        for place, day, data, recorded_at in standing(register, kind)
    ]
    rows = [
        (row["on"], row["turn"], row["item"], row["place"], row["value"])
        for row in said(register, "children_registered")
    ]
    assert len(rows) == len(told)
    assert last_of_each(rows) == last_of_each(told)


def last_of_each(states: list[tuple[Any, ...]]) -> dict[str, tuple[str, int]]:
    return {child: (place, value) for _, _, child, place, value in sorted(states)}
