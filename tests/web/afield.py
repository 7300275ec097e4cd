"""What stands in the field before somebody opens a page: aid, shifts and children, recorded as people would."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from shared.rpc import RpcClient
from tests.builders import LEAGUE, TOWNSHIP
from tests.journeys.live import Live

WHERE = {"place": TOWNSHIP, "organisation": LEAGUE}


def say(client: RpcClient, service: str, door: str, /, id: str | None = None, **fields: Any) -> Any:
    """Pass a door that writes."""
    return client.call(service, door, id=id or str(uuid4()), fields=fields, deadline=15.0)


def proposed_aid(live: Live) -> str:
    """Propose an aid of 500 元 and two parcels."""
    what: dict[str, Any] = {"source": "treasury", "cash_fen": 50_000, "item": "米面油", "goods": 2, "goods_value_fen": 20_000}
    said = say(live.recorder, "outreach", "propose_aid", household=str(uuid4()), batch=str(uuid4()), **what, **WHERE)
    return str(said["aid"])


def volunteer(live: Live, phone: str) -> str:
    """Register a volunteer who can be found by a phone."""
    days = {"recruited_on": "2021-11-18", "trained_on": "2021-11-18", "insured_until": "2022-03-31"}
    said = say(live.recorder, "volunteers", "recruit_volunteer", source="university", **days, **WHERE)
    consent = {"scopes": ["contact"], "given_by": "self", "given_on": "2021-12-01"}
    who = {"subject": said["volunteer"], "identity": {"name": "欧阳志愿", "phone": phone}, **consent, **WHERE}
    live.recorder.call("volunteers", "keep_identity", kind="volunteer", id=str(uuid4()), fields=who)
    return str(said["volunteer"])


def shift(live: Live, **but: str) -> str:
    """Open a shift tomorrow that needs two at one post."""
    hub = {"hub_kind": "railway", "hub": str(uuid4()), "opened_on": "2021-11-18"}
    station = say(live.recorder, "volunteers", "open_station", **hub, **WHERE)["station"]
    hours = {"starts_at": "2022-02-11T08:00:00+08:00", "ends_at": "2022-02-11T12:00:00+08:00", **but}
    posts = [{"post": "order", "needed": 2}]
    return str(say(live.recorder, "volunteers", "open_shift", station=station, posts=posts, **hours)["shift"])
