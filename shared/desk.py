"""What a door works with, and the rules that every recorded thing obeys: where, who, when, and by whose right."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol, cast
from uuid import UUID

from sqlalchemy import CHAR, Text, Uuid
from sqlalchemy.orm import Mapped, Session, mapped_column

from shared.clock import day_of
from shared.facts import Organiser, PlaceCode
from shared.frame import Frame, Organisation
from shared.identity import Identity
from shared.refusals import OutOfScope, Refusal, Refused


class PlaceUnknown(Refusal):
    """没有代码为 {place} 的地点"""


class PlaceNotValid(Refusal):
    """地点 {place} 在 {day} 未启用或已撤并"""


class OrganisationUnknown(Refusal):
    """没有编号为 {organisation} 的组织,或它在 {day} 未启用"""


class DateInFuture(Refusal):
    """日期 {day} 晚于今天({today})"""


class DateOutsideCampaign(Refusal):
    """日期 {day} 不在任何一季活动期内"""


class CampaignClosed(Refusal):
    """{day} 所在的 {campaign} 季已于 {closed} 截止,不能再补录或更正"""


class Ask(Protocol):
    """Asks another service's door under the own service's identity; raises Refused, with ServiceAway if it is down."""

    def __call__(self, service: str, method: str, /, *, deadline: float = ..., **arguments: Any) -> Any:
        """Ask, and wait no longer than the deadline in seconds."""


@dataclass(frozen=True)
class Desk:
    """One door's transaction: its session, whose it is, the frame of the day, the domain's time, and whom to ask."""

    session: Session
    identity: Identity
    frame: Frame
    now: datetime
    ask: Ask

    @property
    def today(self) -> date:
        """Tell the domain's date."""
        return day_of(self.now)


class Placed:
    """Columns of a row that lies in a place and is led by an organisation."""

    place: Mapped[str] = mapped_column(CHAR(12))
    home: Mapped[str] = mapped_column(CHAR(12))
    organisation: Mapped[UUID] = mapped_column(Uuid)
    organiser: Mapped[str] = mapped_column(Text)

    @staticmethod
    def columns(where: Mapping[str, Any]) -> dict[str, Any]:
        """Pick these columns' values out of an envelope."""
        return {
            **{name: where[name] for name in ("place", "home", "organisation")},
            "organiser": where["organiser"].value,
        }

    def envelope(self, occurred_on: date) -> dict[str, Any]:
        """Gather what a fact about this row carries."""
        return {
            "place": PlaceCode(self.place),
            "home": PlaceCode(self.home),
            "organisation": self.organisation,
            "organiser": Organiser(self.organiser),
            "occurred_on": occurred_on,
        }


def envelope(
    desk: Desk, place: str, organisation: UUID, occurred_on: date, joint_organisations: Sequence[UUID] = ()
) -> dict[str, Any]:
    """Check where, who and when, and gather what every fact carries; raises Refused with every broken rule."""
    broken = [
        *date_rules(desk, occurred_on),
        *place_rules(desk, place, occurred_on),
        *organisation_rules(desk, organisation, joint_organisations, occurred_on),
    ]
    if broken:
        raise Refused(broken)
    where = located(desk, place, organisation, occurred_on)
    return {**where, "joint_organisations": tuple(sorted(joint_organisations)), "occurred_on": occurred_on}


def located(desk: Desk, place: str, organisation: UUID, on: date) -> dict[str, Any]:
    """Check where and who alone, as for what is only planned, and gather what a row that lies there carries."""
    if broken := [*place_rules(desk, place, on), *organisation_rules(desk, organisation, (), on)]:
        raise Refused(broken)
    lead = cast("Organisation", desk.frame.organisation(organisation, on))
    # a township has no organisation of its own: its recorder belongs to the county's
    if organisation != desk.identity.organisation and not desk.identity.covers(lead.place):
        raise Refused([OutOfScope("organisation")])
    if not desk.identity.covers(place if place.startswith("51") else lead.place):
        raise Refused([OutOfScope("place")])
    return {
        "place": PlaceCode(place),
        "home": PlaceCode(lead.place),
        "organisation": organisation,
        "organiser": Organiser(lead.organiser),
    }


def date_rules(desk: Desk, occurred_on: date, field: str = "occurred_on") -> Iterator[Refusal]:
    """Refuse a date in the future, outside every campaign, or of a campaign that has closed."""
    if occurred_on > desk.today:
        yield DateInFuture(field, day=occurred_on, today=desk.today)
        return
    campaign = desk.frame.campaign_on(occurred_on)
    if campaign is None:
        yield DateOutsideCampaign(field, day=occurred_on)
    elif desk.today > campaign.closes_on:
        yield CampaignClosed(field, day=occurred_on, campaign=campaign.id, closed=campaign.closes_on)


def must_be_date(desk: Desk, day: date, field: str) -> None:
    """Refuse a date by the same rules."""
    if broken := list(date_rules(desk, day, field)):
        raise Refused(broken)


def place_rules(desk: Desk, place: str, occurred_on: date) -> Iterator[Refusal]:
    """Refuse a place that does not exist, or not on that day."""
    if not desk.frame.knows(place):
        yield PlaceUnknown("place", place=place)
    elif desk.frame.place(place, occurred_on) is None:
        yield PlaceNotValid("place", place=place, day=occurred_on)


def organisation_rules(
    desk: Desk, organisation: UUID, joint_organisations: Sequence[UUID], occurred_on: date
) -> Iterator[Refusal]:
    """Refuse organisations that do not exist, or not on that day."""
    for field, each in [
        ("organisation", organisation),
        *(("joint_organisations", joint) for joint in joint_organisations),
    ]:
        if desk.frame.organisation(each, occurred_on) is None:
            yield OrganisationUnknown(field, organisation=each, day=occurred_on)


def must_cover(desk: Desk, row: Placed) -> None:
    """Refuse a row outside the caller's scope; one outside the province belongs to its lead organisation's home."""
    if not desk.identity.covers(row.place if row.place.startswith("51") else row.home):
        raise OutOfScope("place")
