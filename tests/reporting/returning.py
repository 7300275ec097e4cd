"""The returns of a season of a test's own, as counties, cities and the province go through them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import uuid4

import pytest

from services.reporting import store
from services.reporting.service import Reporting
from shared import clock
from shared.database import transaction
from shared.duty import Due
from shared.frame import apply
from shared.identity import Role, service_identity, sign, signing_key
from shared.refusals import Refused, refused_from
from shared.worker import in_process
from tests.builders import CITY, COUNTY, a_token
from tests.reporting.asked import Asked, visit

SINGLE = {"suspicions_unknown": "已逐条核对"}
"""Why a city is sure that nothing is recorded twice while no other service answers."""

OTHER_CITY = "510300000000"


@dataclass
class Returning:
    """Asks the doors of returns on a day of the domain's clock; each season is asked for once."""

    asked: Asked
    year: int
    today: date = date(2000, 1, 1)
    hour: int = 12

    def __post_init__(self) -> None:
        """Begin on the first day."""
        self.today = date(self.year, 11, 1)
        with transaction(self.asked.counted.engine) as session:
            apply(session, {"version": self.year, "rows": [{"kind": "frame_campaign", "row": self.campaign}]})

    @property
    def campaign(self) -> dict[str, Any]:
        """Give the season as portal would tell it."""
        after = self.year + 1
        return {
            "id": self.season, "starts_on": f"{self.year}-11-01", "ends_on": f"{after}-03-31",
            "closes_on": f"{after}-04-30", "months": self.months, "travel_starts_on": f"{after}-01-17",
            "homeward_ends_on": f"{after}-01-31", "travel_ends_on": f"{after}-02-25", "version": self.year,
        }  # fmt: skip

    @property
    def season(self) -> str:
        """Name the season."""
        return f"{self.year}-{(self.year + 1) % 100:02}"

    @property
    def months(self) -> list[str]:
        """Name its months."""
        return [f"{self.year}-11", f"{self.year}-12", *(f"{self.year + 1}-0{month}" for month in (1, 2, 3))]

    def holds(self, day: str) -> bool:
        """Tell whether a day lies in the season, up to its settlement."""
        return f"{self.year}-11-01" <= day <= f"{self.year + 1}-04-30"

    def now(self) -> datetime:
        """Tell the domain's time."""
        return datetime.combine(self.today, time(self.hour), clock.SHANGHAI)

    def on(self, month: int, day: int, hour: int = 12) -> Returning:
        """Let it be a day of the season."""
        self.today, self.hour = date(self.year + (month < 7), month, day), hour
        return self

    def due(self) -> list[Due]:
        """List what is due of this season."""
        with transaction(self.asked.counted.engine) as session:
            listed = store.due(session, self.now())
        return [each for each in listed if each.fields.get("month") in {self.season, *self.months}]

    def keep(self) -> int:
        """Do what is due of this season, as reporting's keeper does; answer how much that was."""
        settings = self.asked.known
        for each in (listed := self.due()):
            token = sign(signing_key(settings), "reporting", service_identity("reporting"), "reporting")
            said = getattr(in_process(Reporting, settings, token), each.door)(id=str(each.id), fields=each.fields)
            assert "answer" in said, said
        return len(listed)

    def call(self, door: str, scope: str = "5101", role: Role = Role.OFFICER, **fields: Any) -> Any:
        """Write through a door in the name of somebody who works in a place; raises Refused."""
        return self._answer(door, scope, role, id=str(fields.pop("id", uuid4())), fields=fields)

    def look(self, door: str, scope: str = "51", **asked: Any) -> Any:
        """Look through a door; raises Refused."""
        return self._answer(door, scope, Role.VIEWER, **asked)

    def look_as(self, role: Role, door: str, scope: str = "51", **asked: Any) -> Any:
        """Look through a door in another role; raises Refused."""
        return self._answer(door, scope, role, **asked)

    def rules(self, door: str, **said: Any) -> list[str]:
        """Name the rules by which a door refuses."""
        with pytest.raises(Refused) as caught:
            self.call(door, **said)
        return [each.rule for each in caught.value.refusals]

    def shown(self, month: str, city: str = CITY) -> Any:
        """Show a return to its own city."""
        return self.look("return_of", city[:4], city=city, month=month)

    def submit(self, month: str, city: str = CITY, **said: Any) -> Any:
        """Submit a return as its city knows it now; a month without work is said to be one."""
        shown = self.shown(month, city)
        happened = any(
            figure["value"]
            for each in shown["indicators"]
            if each["kind"] in {"sum", "distinct"} and (figure := shown["figures"][each["code"]])
        )
        reasons = {each["rule"]: "已核实" for each in shown["findings"]}
        told = {"nothing": not happened and not shown["carried"], "revision": shown["revision"], "reasons": reasons}
        return self.call("submit_return", city[:4], **{"city": city, "month": month, **told, **said})

    def step(self, door: str, month: str, city: str = CITY, **said: Any) -> Any:
        """Take a step with a return as it stands now: the province's in its own name, else the city's."""
        scope = "51" if door in {"accept_return", "send_back"} else city[:4]
        revision = self.shown(month, city)["revision"]
        return self.call(door, scope, **{"city": city, "month": month, "revision": revision, **said})

    def told(self, *days: date, place: str = COUNTY, **but: Any) -> list[dict[str, Any]]:
        """Let a visit to a household be recorded on each of some days, and be counted."""
        visits = [visit(place=place, occurred_on=day, **but) for day in days]
        self.asked.told(*visits)
        return self.asked.log.events[-len(visits) :]

    def _answer(self, door: str, scope: str, role: Role, **arguments: Any) -> Any:
        token = a_token(self.asked.site, "reporting", uuid4(), role, scope=(scope,))
        said = getattr(in_process(Reporting, self.asked.known, token), door)(**arguments)
        if "refused" in said:
            raise refused_from(said["refused"])
        assert "answer" in said, said
        return said["answer"]
