"""What the act table says of a figure follows from the figure's declaration."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, ClassVar
from uuid import UUID, uuid4

import pytest
from sqlalchemy.orm import Session

from shared.acts.shelf import act
from shared.database import engine
from shared.facts import (
    JOINT,
    TOWNSHIP,
    Act,
    Code,
    Count,
    Counted,
    Distinct,
    Key,
    Line,
    Organiser,
    Stock,
    Sum,
    data_of,
    joint_indicators,
)
from shared.tally import Page, act_figures, counts, joint_figures
from tests.conftest import Site

HERE, COUNTY_SEAT, AWAY, HOME = "510104017000", "510104000000", "440300000000", "510300000000"
LEAD, PARTNER, ANNA, BORIS, ITEM = (UUID(int=number) for number in range(1, 6))
DAY, NEXT_DAY = date(2022, 2, 1), date(2022, 2, 2)


class Colour(Code):
    """颜色"""

    RED = "red", "红"
    BLUE = "blue", "蓝"


@dataclass(frozen=True, kw_only=True)
class KiteFlown(Act):
    """风筝: a kite flew."""

    line: ClassVar[Line] = Line.CHILDREN
    clause: ClassVar[str] = "三(六)"
    title: ClassVar[str] = "放风筝"

    colours: tuple[Colour, ...]
    main: Colour | None = None
    metres: Annotated[int, Count("高度", unit="米", most=1_000)]
    flyers: Annotated[tuple[UUID, ...], Key("放飞者")]
    kite: Annotated[UUID, Key("风筝")]


KITE: dict[str, Any] = {
    "place": HERE,
    "home": HERE,
    "organisation": LEAD,
    "organiser": Organiser.TOWNSHIP,
    "occurred_on": DAY,
    "colours": (Colour.RED, Colour.BLUE),
    "main": Colour.RED,
    "metres": 30,
    "flyers": (ANNA, BORIS),
    "kite": ITEM,
}


@pytest.fixture
def session(site: Site) -> Iterator[Session]:
    site.migrate("outreach")
    opened = engine(site.owner_url("outreach"), pool_size=1)
    with Session(opened) as session:
        session.connection().exec_driver_sql("ALTER TABLE act NO FORCE ROW LEVEL SECURITY")
        yield session
    opened.dispose()


def fly(session: Session, **but: Any) -> None:
    fact = KiteFlown(**{**KITE, **but})
    columns = {name: getattr(fact, name) for name in ("place", "home", "organisation", "occurred_on")}
    row = {
        "id": uuid4(),
        "kind": "KiteFlown",
        "revision": 1,
        "fact_id": uuid4(),
        "organiser": fact.organiser.value,
        "joint_organisations": list(fact.joint_organisations),
        "data": data_of(fact),
        "recorded_at": "2022-02-03T00:00:00Z",
    }
    session.execute(act.insert().values(**columns, **row))


def said(session: Session, figure: Counted) -> list[tuple[Any, ...]]:
    rows = counts(session, act_figures([figure]), figure.code, Page(0, 100))
    return sorted((row["place"], row["on"], row["breakdown"], row["item"] or "", row["value"]) for row in rows)


def figure(kind: type[Sum] | type[Distinct], what: Any, **more: Any) -> Counted:
    return kind("kites", "风筝", KiteFlown, what, "只", "三(六)", **more)


def test_a_sum_is_broken_down_by_each_code_of_a_field_that_has_several(session: Session) -> None:
    fly(session)
    fly(session, colours=(Colour.BLUE,), metres=12)

    assert said(session, figure(Sum, "metres", by=("colours",))) == [
        (HERE, "2022-02-01", "", "", 42),
        (HERE, "2022-02-01", "colours=blue", "", 42),
        (HERE, "2022-02-01", "colours=red", "", 30),
    ]


def test_a_field_that_says_nothing_is_no_part_of_a_breakdown(session: Session) -> None:
    fly(session, main=None)

    assert said(session, figure(Sum, 1, by=("main",))) == [(HERE, "2022-02-01", "", "", 1)]


def test_an_act_outside_the_province_counts_for_the_home_of_its_lead(session: Session) -> None:
    fly(session, place=AWAY, home=HOME)

    assert said(session, figure(Sum, 1)) == [(HOME, "2022-02-01", "", "", 1)]


@pytest.mark.parametrize(
    ("where", "counted"),
    [
        ({"colours": Colour.BLUE}, 1),
        ({"main": Colour.BLUE}, 0),
        ({"organiser": Organiser.TOWNSHIP}, 1),
        ({"organiser": Organiser.AWAY}, 0),
    ],
)
def test_a_filter_holds_for_one_code_for_several_and_for_the_envelope(
    session: Session, where: dict[str, Code], counted: int
) -> None:
    fly(session)

    assert len(said(session, figure(Sum, 1, where=where))) == counted


def test_every_member_of_a_field_with_many_keys_is_named(session: Session) -> None:
    fly(session)
    fly(session, flyers=(ANNA,))

    assert said(session, figure(Distinct, "flyers")) == [
        (HERE, "2022-02-01", "", str(ANNA), 2),
        (HERE, "2022-02-01", "", str(BORIS), 1),
    ]


def test_a_county_is_no_township(session: Session) -> None:
    fly(session)
    fly(session, place=COUNTY_SEAT, home=COUNTY_SEAT)

    assert said(session, figure(Distinct, TOWNSHIP)) == [(HERE, "2022-02-01", "", HERE, 1)]


def test_of_two_acts_about_one_key_the_later_holds(session: Session) -> None:
    fly(session, metres=5, occurred_on=NEXT_DAY)
    fly(session)
    stock = Stock("height", "高度", {KiteFlown: "metres"}, "kite", "米", "三(六)")
    rows = counts(session, act_figures([stock]), "height", Page(0, 100))

    assert [(row["on"], row["value"]) for row in sorted(rows, key=lambda row: row["turn"])] == [
        ("2022-02-01", 30),
        ("2022-02-02", 5),
    ]


def test_a_withdrawn_act_says_nothing(session: Session) -> None:
    fly(session)
    session.execute(act.update().values(withdrawn_at="2022-02-04T00:00:00Z"))

    assert said(session, figure(Sum, 1)) == []


def test_only_acts_with_partners_are_joint_and_only_the_partners_are_named(session: Session) -> None:
    fly(session)
    fly(session, joint_organisations=(PARTNER,))
    joint, partners = joint_indicators((KiteFlown,))
    figures = joint_figures((KiteFlown,))

    assert [row["value"] for row in counts(session, figures, joint.code, Page(0, 9)) if row["value"]] == [1]
    assert [row["item"] for row in counts(session, figures, partners.code, Page(0, 9))] == [str(PARTNER)]
    assert JOINT == "joint_organisation"
