"""The doors through which returns are opened and looked at."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from services.reporting import store
from services.reporting.returns.near import county_shown, headings_at
from services.reporting.returns.opening import open_period
from services.reporting.returns.rights import PROVINCE, CountyNotInReturn, ReturnNotOpened, opened_return
from services.reporting.returns.showing import heading_of, return_shown, returns_shown
from services.reporting.schemas import OpenReturns, period_of
from shared.desk import Desk
from shared.facts import stem
from shared.identity import Role
from shared.refusals import OutOfScope
from shared.settings import return_day
from shared.worker import Doors, read, write


class ReturnDoors(Doors):
    """月报: what each city owes for each month, and where it stands."""

    @write(OpenReturns, service_only=True)
    def open_returns(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Open what every city owes for a month or a season, once its day has come."""
        return {"month": fields["month"], "opened": open_period(desk, fields["month"], return_day())}

    @read(*Role)
    def return_of(self, desk: Desk, city: str, month: str) -> dict[str, Any]:
        """Show a city's return for a month, or the one that settles a season."""
        if not desk.identity.covers(city):
            raise OutOfScope("city")
        return return_shown(desk, opened_return(desk, city, month))

    @read(*Role)
    def returns_at(self, desk: Desk, place: str) -> dict[str, Any]:
        """List the returns of a place's city, the newest first; to a county also when it looked at its part."""
        if not desk.identity.covers(place):
            raise OutOfScope("place")
        city = place[:4].ljust(12, "0")
        return {"city": city, "rows": headings_at(desk, city, place)}

    @read(*Role)
    def county_return(self, desk: Desk, county: str, month: str) -> dict[str, Any]:
        """Show a county its part of its city's return."""
        if not desk.identity.covers(county):
            raise OutOfScope("county")
        row = opened_return(desk, county[:4].ljust(12, "0"), month)
        if county not in row.counties:
            raise CountyNotInReturn("county", county=county)
        return county_shown(desk, row, county)

    @read(Role.OFFICER)
    def returns_to_decide(self, desk: Desk) -> list[dict[str, Any]]:
        """List the returns that wait to be accepted or sent back, of all periods."""
        if not desk.identity.covers(stem(PROVINCE)):
            raise OutOfScope("place")
        return [{**heading_of(each), "city": each.city} for each in store.returns_submitted(desk.session)]

    @read(*Role)
    def returns(self, desk: Desk, month: str | None = None) -> dict[str, Any]:
        """Show the province where the returns of all cities stand, by their codes; by default of the last period."""
        if not desk.identity.covers(stem(PROVINCE)):
            raise OutOfScope("place")
        asked = period_of(month).id if month else store.latest_opened(desk.session)
        found = store.returns_of(desk.session, asked)
        if not found:
            raise ReturnNotOpened("month", month=asked)
        shown = returns_shown(found, store.confirmed_counts(desk.session, asked))
        reminded = store.last_reminders(desk.session, [each.city for each in found])
        named = [
            {**row, "name": _name(desk, row["city"]), "reminded_at": reminded.get(row["city"])} for row in shown["rows"]
        ]
        return {"month": asked, "periods": store.periods_opened(desk.session), **shown, "rows": named}


def _name(desk: Desk, code: str) -> str:
    place = desk.frame.place(code)
    return place.name if place else code
