"""The same things recorded in several places: whoever may see those of one place is seen not to see the others."""

from __future__ import annotations

from uuid import uuid4

from shared.rpc import RpcClient
from tests.builders import a_lecture
from tests.web.afield import Said, say

Planted = dict[str, str]


def planted(client: RpcClient, place: str, organisation: str) -> Planted:
    """Record a thing of each kind in a place, and give their ids by kind."""
    where = {"place": place, "organisation": organisation}
    lecture = str(uuid4())
    client.call("outreach", "record", kind="LectureHeld", id=lecture, fields=a_lecture(**where), deadline=15.0)
    return {"lecture": lecture, **_of_outreach(client, where), **_of_jobs(client, where)}


def planted_in_township(client: RpcClient, place: str, organisation: str) -> Planted:
    """Record, beside those, what only a township has."""
    where = {"place": place, "organisation": organisation}
    return {**planted(client, place, organisation), "shift": _shift(client, where), **_of_children(client, where)}


def _of_outreach(client: RpcClient, where: Said) -> Planted:
    what: Said = {"household": str(uuid4()), "batch": str(uuid4()), "source": "treasury", "cash_fen": 100}
    aid = say(client, "outreach", "propose_aid", **what, **where)["aid"]
    days = {"raised_on": "2022-02-08", "due_on": "2022-02-20"}
    what = {"about": "care", "category": "living", "owner": where["organisation"], **days}
    detail = uuid4().hex
    say(client, "outreach", "raise_need", detail=detail, **what, **where)
    return {"aid": str(aid), "need": detail}  # pages show what a need is about, and not its number


def _of_jobs(client: RpcClient, where: Said) -> Planted:
    booths = [{"employer": str(uuid4()), "postings": []}]
    how: Said = {"planned_on": "2022-02-10", "mode": "offline", "venue": "station", "organiser_kind": "labour"}
    fair = say(client, "jobs", "open_fair", booths=booths, **how, **where)["fair"]
    what: Said = {"title": "电焊培训", "trade": "electrics", "hours": 24, "offered_on": "2022-01-05"}
    course = say(client, "jobs", "offer_course", **what, **where)["course"]
    how = {"capacity": 5, "waiting_places": 1, "opened_on": "2022-02-01", "enrol_until": "2022-02-20"}
    opened = say(client, "jobs", "open_class", course=course, **how, **where)["training_class"]
    return {"fair": str(fair), "training_class": str(opened)}


def _shift(client: RpcClient, where: Said) -> str:
    hub = {"hub_kind": "railway", "hub": str(uuid4()), "opened_on": "2021-11-18"}
    station = say(client, "volunteers", "open_station", **hub, **where)["station"]
    hours = {"starts_at": "2022-02-11T08:00:00+08:00", "ends_at": "2022-02-11T12:00:00+08:00"}
    posts = [{"post": "order", "needed": 2}]
    return str(say(client, "volunteers", "open_shift", station=station, posts=posts, **hours)["shift"])


def _of_children(client: RpcClient, where: Said) -> Planted:
    companion = str(uuid4())
    say(client, "children", "engage_companion", id=companion, since="2021-11-20", **where)
    what: Said = {"born_month": "2013-05", "sex": "female", "guardian": "grandparent", "category": "left_behind"}
    case = say(client, "children", "open_case", companion=companion, opened_on="2021-12-01", **what, **where)["case"]
    what = {"item": "books", "reason": "read", "value_fen": 12_000, "shares": 2, "gathered_on": "2022-01-06"}
    return {"case": str(case), "wish": str(say(client, "children", "gather_wish", case=case, **what)["wish"])}
