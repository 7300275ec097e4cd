"""SELECTs over stations."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from services.volunteers.model import Station
from shared.facts import stem


def stations_open(session: Session, place: str, on: date) -> list[dict[str, Any]]:
    """List the stations in a place that are open on a day."""
    standing = select(Station).where(
        Station.place.startswith(stem(place), autoescape=True),
        Station.opened_on <= on,
        or_(Station.closed_on.is_(None), Station.closed_on >= on),
    )
    return [station_shown(each) for each in session.scalars(standing.order_by(Station.id)) if each.open_on(on)]


def station_shown(station: Station) -> dict[str, Any]:
    """Show a station as it stands."""
    return {
        "id": str(station.id),
        "place": station.place,
        "hub_kind": station.hub_kind,
        "hub": str(station.hub),
        "partner": str(station.partner) if station.partner else None,
        "weekdays": station.weekdays,
        "opens_at": f"{station.opens_at:%H:%M}",
        "closes_at": f"{station.closes_at:%H:%M}",
        "opened_on": str(station.opened_on),
        "closed_on": str(station.closed_on) if station.closed_on else None,
        "revision": station.revision,
    }
