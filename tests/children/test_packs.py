from collections.abc import Callable
from datetime import date
from random import Random
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.children.facts.packs import INDICATORS
from shared.facts import Ratio
from shared.identity import Role
from tests.builders import CITY, COUNTY, LEAGUE, TOWNSHIP
from tests.children.builders import OTHER_LEAGUE, OTHER_TOWNSHIP, Register, rules
from tests.children.test_store import said as counted
from tests.children.test_wishes_races import at_once, verdicts
from tests.children.wishing import done, said
from tests.jobs.recount import answered, recounted
from tests.shared.answering import Answering

STATION = str(uuid4())


def a_batch(**but: Any) -> dict[str, Any]:
    usual = {
        "place": COUNTY,
        "organisation": LEAGUE,
        "donor": str(uuid4()),
        "contents": ["clothes", "stationery"],
        "unit_fen": 18_800,
        "received": 10,
        "received_on": "2021-12-20",
    }
    return {**usual, **but}


def received(register: Register, **but: Any) -> str:
    batch = str(done(register, "receive_packs", **a_batch(**but))["batch"])
    register.told()
    return batch


def allotted(register: Register, batch: str, case: UUID | None = None) -> str:
    return str(done(register, "allot_pack", batch=batch, case=str(case or register.a_case()))["pack"])


def stock(register: Register, batch: str) -> int:
    return int(register.by().pack_batch(id=batch)["answer"]["stock"])


def stations(*open_: str) -> Callable[[str, dict[str, Any]], dict[str, Any]]:
    return lambda _method, _arguments: {"answer": [{"id": each} for each in open_]}


def volunteers(register: Register, *open_: str) -> Answering:
    return Answering(register.site.broker_uri("volunteers"), "volunteers", stations(*open_))


def test_a_batch_is_told_with_its_donor_and_what_is_in_stock(register: Register) -> None:
    batch = done(register, "receive_packs", **a_batch(donor=STATION))["batch"]

    (told,) = register.told()
    assert (told.type, told.place, told.occurred_on) == ("PackBatchReceived", COUNTY, date(2021, 12, 20))
    assert told.data == {"batch": batch, "donor": STATION, "packs": 10}


def test_a_pack_is_put_aside_handed_over_and_signed_for(register: Register) -> None:
    batch = received(register)
    pack = allotted(register, batch)

    answer = done(register, "deliver_pack", pack=pack, handed_at="school")
    done(register, "sign_for_pack", pack=pack)

    assert answer == {"pack": pack, "state": "delivered", "receipt": "unsigned"}
    assert register.by().pack(id=pack)["answer"]["receipt"] == "signed"
    changed, delivered = register.told()
    assert (changed.type, changed.place, changed.data) == ("PackStockChanged", COUNTY, {"batch": batch, "stock": 9})
    assert (delivered.type, delivered.place) == ("PackDelivered", TOWNSHIP)
    assert delivered.data == {"pack": pack, "batch": batch, "value_fen": 18_800}


def test_a_child_has_one_pack_of_a_batch_and_another_of_another(register: Register) -> None:
    first, second, case = received(register), received(register), register.a_case()
    allotted(register, first, case)

    answer = said(register, "allot_pack", batch=first, case=str(case))

    assert rules(answer) == [("PackAllotted", "case")]
    assert stock(register, first) == 9
    allotted(register, second, case)


def test_a_pack_that_was_put_back_may_be_put_aside_again(register: Register) -> None:
    batch, case = received(register), register.a_case()
    pack = allotted(register, batch, case)

    done(register, "return_pack", pack=pack)
    allotted(register, batch, case)

    assert [each.data["stock"] for each in register.told()] == [9, 10, 9]
    assert rules(said(register, "return_pack", pack=pack)) == [("PackNotNext", "state")]


def test_the_last_pack_is_the_last(register: Register) -> None:
    batch = received(register, received=1)
    allotted(register, batch)

    answer = said(register, "allot_pack", batch=batch, case=str(register.a_case()))

    assert rules(answer) == [("StockGone", "packs")]
    assert answer["refused"][0]["message"] == "这批礼包只剩 0 份"


def test_no_more_is_written_off_than_there_is(register: Register) -> None:
    batch = received(register)

    assert rules(said(register, "write_off_packs", Role.APPROVER, batch=batch, packs=11, reason="damaged")) == [
        ("StockGone", "packs")
    ]
    assert done(register, "write_off_packs", Role.APPROVER, batch=batch, packs=10, reason="expired")["stock"] == 0


def test_stock_never_moves_before_it_last_did(register: Register) -> None:
    batch, case = received(register), str(register.a_case())
    done(register, "allot_pack", batch=batch, case=case, allotted_on="2022-01-05")

    answer = said(
        register, "write_off_packs", Role.APPROVER, batch=batch, packs=1, reason="damaged", written_off_on="2022-01-04"
    )

    assert rules(answer) == [("BeforeLastMovement", "batch")]
    done(
        register, "write_off_packs", Role.APPROVER, batch=batch, packs=1, reason="damaged", written_off_on="2022-01-05"
    )


def test_a_batch_serves_the_children_of_its_own_place_alone(register: Register) -> None:
    batch = received(register)
    elsewhere = register.a_case(place=OTHER_TOWNSHIP, organisation=OTHER_LEAGUE)

    answer = said(register, "allot_pack", scope="510105", batch=batch, case=str(elsewhere))

    assert rules(answer) == [("BatchElsewhere", "batch")]
    assert rules(said(register, "allot_pack", batch=batch, case=str(elsewhere))) == [("NotFound", "case")]


def test_the_batches_that_a_township_may_draw_on_are_its_own_and_those_above_it(register: Register) -> None:
    mine, city = received(register, place=TOWNSHIP), str(uuid4())
    register.by("5101").receive_packs(id=city, fields=a_batch(place=CITY))
    spent = received(register, received=1)
    allotted(register, spent)

    listed = {each["id"] for each in register.by().pack_batches(place=TOWNSHIP, limit=1_000)["answer"]}

    assert {mine, city} <= listed
    assert spent not in listed


def test_the_batches_of_a_place_outside_ones_scope_are_not_listed(register: Register) -> None:
    city = str(uuid4())
    register.by("5101").receive_packs(id=city, fields=a_batch(place=CITY))

    assert rules(register.by("5109").pack_batches(place=TOWNSHIP)) == [("OutOfScope", "place")]


def test_a_pack_is_handed_over_at_a_station_that_volunteers_says_is_open(register: Register) -> None:
    pack = allotted(register, received(register))

    with volunteers(register, STATION) as asked:
        done(register, "deliver_pack", pack=pack, handed_at="station", station=STATION)

    assert asked.calls == [("stations_open", {"place": COUNTY, "on": "2022-01-10"})]
    assert register.by().pack(id=pack)["answer"]["station"] == STATION


def test_a_pack_is_not_handed_over_at_a_station_that_is_not_open(register: Register) -> None:
    pack = allotted(register, received(register))

    with volunteers(register, str(uuid4())):
        answer = said(register, "deliver_pack", pack=pack, handed_at="station", station=STATION)

    assert rules(answer) == [("StationNotOpen", "station")]
    assert register.by().pack(id=pack)["answer"]["state"] == "allotted"


def test_while_volunteers_is_away_a_pack_stays_put_aside_and_is_handed_over_later(register: Register) -> None:
    pack = allotted(register, received(register))

    answer = said(register, "deliver_pack", pack=pack, handed_at="station", station=STATION)

    assert rules(answer) == [("ServiceAway", "service")]
    assert register.by().pack(id=pack)["answer"]["state"] == "allotted"
    with volunteers(register, STATION):
        done(register, "deliver_pack", pack=pack, handed_at="station", station=STATION)


@pytest.mark.parametrize(
    ("but", "rule", "field"),
    [
        ({"handed_at": "station"}, "StationMissing", "station"),
        ({"station": STATION}, "StationNotAsked", "station"),
        ({"delivered_on": "2022-01-09"}, "DeliveredBeforeAllotted", "delivered_on"),
        ({"delivered_on": "2022-01-11"}, "DateInFuture", "delivered_on"),
        ({"receipt": "按了手印"}, "FieldInvalid", "receipt"),
    ],
)
def test_a_pack_is_not_handed_over(register: Register, but: dict[str, Any], rule: str, field: str) -> None:
    pack = allotted(register, received(register))

    assert rules(said(register, "deliver_pack", **{"pack": pack, "handed_at": "school", **but})) == [(rule, field)]


def test_a_pack_is_signed_for_once_and_not_before_it_came(register: Register) -> None:
    pack = allotted(register, received(register))

    assert rules(said(register, "sign_for_pack", pack=pack)) == [("PackNotNext", "state")]
    done(register, "deliver_pack", pack=pack, handed_at="home", receipt="disputed")
    done(register, "sign_for_pack", pack=pack)
    assert rules(said(register, "sign_for_pack", pack=pack, receipt="disputed")) == [("ReceiptSigned", "receipt")]


def test_a_childs_pack_is_seen_inside_the_scope_alone(register: Register) -> None:
    pack = allotted(register, received(register))

    assert rules(register.by("510105").pack(id=pack)) == [("NotFound", "pack")]
    query = "SELECT case_id FROM pack WHERE id = :pack"
    assert register.raw(query, pack=pack) == []
    assert register.raw(query, scope="510105", pack=pack) == []
    assert len(register.raw(query, scope=TOWNSHIP, pack=pack)) == 1


def test_of_forty_who_want_the_last_seven_packs_seven_get_one_and_the_stock_told_last_is_none(
    register: Register,
) -> None:
    batch, doors = received(register, received=7), register.by("51")
    fields = [{"batch": batch, "case": str(register.a_case())} for _ in range(40)]

    def allotting(said_: dict[str, Any]) -> Callable[[], dict[str, Any]]:
        return lambda: doors.allot_pack(id=str(uuid4()), fields=said_)

    answers = at_once([allotting(each) for each in fields])

    assert verdicts(answers) == {"answer": 7, "StockGone": 33}
    told = sorted(register.told(), key=lambda each: each.recorded_at)
    assert [each.data["stock"] for each in told] == [6, 5, 4, 3, 2, 1, 0]
    assert stock(register, batch) == 0


def test_one_child_gets_one_pack_however_many_give_it(register: Register) -> None:
    batch, case = received(register), str(register.a_case())
    doors = [register.by("51") for _ in range(10)]

    def allotting(each: Any) -> Callable[[], dict[str, Any]]:
        return lambda: each.allot_pack(id=str(uuid4()), fields={"batch": batch, "case": case})

    assert verdicts(at_once([allotting(each) for each in doors])) == {"answer": 1, "PackAllotted": 9}
    assert stock(register, batch) == 9


def a_winter_of_packs(register: Register, chance: Random) -> None:
    """Put packs aside, hand some over, put some back, and write one of each batch off."""
    for _ in range(6):
        batch = received(register, received=8, place=chance.choice((COUNTY, TOWNSHIP)))
        for _ in range(chance.randint(1, 6)):
            pack = allotted(register, batch)
            _fate(register, chance.choice(("return_pack", "deliver_pack", "")), pack)
        done(register, "write_off_packs", Role.APPROVER, batch=batch, packs=1, reason="missing")


def _fate(register: Register, door: str, pack: str) -> None:
    if door == "return_pack":
        done(register, door, pack=pack)
    elif door == "deliver_pack":
        done(register, door, pack=pack, handed_at="home")


def test_every_figure_of_packs_is_what_was_told(register: Register) -> None:
    a_winter_of_packs(register, Random(7))
    register.seen = 0
    told = register.told()

    for indicator in (each for each in INDICATORS if not isinstance(each, Ratio)):
        assert answered(indicator, counted(register, indicator.code)) == recounted(indicator, told), indicator.code
        assert recounted(indicator, told), f"the winter says nothing of {indicator.code}"
