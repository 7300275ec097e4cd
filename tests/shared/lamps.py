"""A fact of the tests' own: a lamp was lit."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, ClassVar
from uuid import UUID, uuid4

from shared.facts import Code, Count, Fact, Key, Line, Note, Organiser, PlaceCode

COUNTY = PlaceCode("510104000000")
TOWNSHIP = PlaceCode("510104017000")
AWAY = PlaceCode("440300000000")


class Colour(Code):
    """颜色"""

    RED = "red", "红"
    GOLD = "gold", "金"


@dataclass(frozen=True, kw_only=True)
class LampLit(Fact):
    """点灯"""

    line: ClassVar[Line] = Line.CARE

    lamp: Annotated[UUID, Key("灯")]
    hours: Annotated[int, Count("时长", unit="小时", most=24)] = 1
    colour: Colour = Colour.RED
    others: tuple[Colour, ...] = ()
    wish: Annotated[str, Note("心愿")] = ""


ENVELOPE: dict[str, Any] = {
    "place": TOWNSHIP,
    "home": COUNTY,
    "organisation": UUID(int=7),
    "organiser": Organiser.COUNTY,
    "occurred_on": date(2021, 12, 5),
}


def lamp(**said: Any) -> LampLit:
    """Light one lamp."""
    return LampLit(**{**ENVELOPE, "lamp": uuid4(), **said})


def lamps(many: int) -> Iterator[tuple[LampLit, UUID]]:
    """Light lamps, each with an id for its fact."""
    return ((lamp(), uuid4()) for _ in range(many))
