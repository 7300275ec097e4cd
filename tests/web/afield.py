"""What stands in the field before somebody opens a page: aid, shifts and children, recorded as people would."""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from shared import clock
from shared.rpc import RpcClient
from tests.builders import LEAGUE, TOWNSHIP
from tests.journeys.live import LATER, NOON, Live

Said = dict[str, Any]
WHERE = {"place": TOWNSHIP, "organisation": LEAGUE}


def say(client: RpcClient, service: str, door: str, /, id: str | None = None, **fields: Any) -> Any:
    """Pass a door that writes."""
    return client.call(service, door, id=id or str(uuid4()), fields=fields, deadline=15.0)


def now(live: Live) -> datetime:
    """Tell what time it is at the site."""
    return clock.parse(f"{NOON},{live.clock},{LATER}").at(time.time()).astimezone(clock.SHANGHAI)


def reported_student(live: Live) -> str:
    """Let a student report who waits to be vetted."""
    told: Said = {"programmes": ["community"], "reported_on": "2022-01-20"}
    return str(say(live.recorder, "children", "report_student", **told, **WHERE)["student"])


def proposed_aid(live: Live) -> str:
    """Propose an aid of 500 元 and two parcels."""
    what: dict[str, Any] = {
        "source": "treasury",
        "cash_fen": 50_000,
        "item": "米面油",
        "goods": 2,
        "goods_value_fen": 20_000,
    }
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


def short_shift(live: Live, seconds: int) -> str:
    """Open a shift that begins at once and is over before a test is."""
    begins = now(live) + timedelta(seconds=3)
    return shift(live, starts_at=begins.isoformat(), ends_at=(begins + timedelta(seconds=seconds)).isoformat())


def fair(live: Live, **but: Any) -> tuple[str, str]:
    """Plan a fair for today with one employer."""
    employer = str(uuid4())
    how: Said = {"planned_on": "2022-02-10", "mode": "offline", "venue": "station", "organiser_kind": "labour", **but}
    booths = [{"employer": employer, "postings": []}]
    said = say(live.recorder, "jobs", "open_fair", booths=booths, **how, **WHERE)
    return str(said["fair"]), employer


def training_class(live: Live) -> tuple[str, str]:
    """Open a class with one place and a lesson that was given yesterday."""
    what: Said = {"title": "电焊培训", "trade": "electrics", "hours": 24, "offered_on": "2022-01-05"}
    course = say(live.recorder, "jobs", "offer_course", **what, **WHERE)["course"]
    days = {"opened_on": "2022-02-01", "enrol_until": "2022-02-20"}
    said = say(live.recorder, "jobs", "open_class", course=course, capacity=1, waiting_places=1, **days, **WHERE)
    hours = {"starts_at": "2022-02-09T09:00:00+08:00", "ends_at": "2022-02-09T11:00:00+08:00"}
    where = {"training_class": said["training_class"], "venue": TOWNSHIP}
    lesson = say(live.recorder, "jobs", "plan_lesson", **where, **hours)
    return str(said["training_class"]), str(lesson["lesson"])


def child(live: Live, companion: str) -> str:
    """Put a child on the register, whose guardian consents to its being followed."""
    what: Said = {"born_month": "2013-05", "sex": "female", "guardian": "grandparent", "category": "left_behind"}
    case = say(live.recorder, "children", "open_case", companion=companion, opened_on="2021-12-01", **what, **WHERE)
    consent = {"scopes": ["contact"], "given_by": "guardian", "given_on": "2021-12-01"}
    who = {"subject": case["case"], "identity": {"name": "欧阳小满", "guardian": "欧阳大满"}, **consent, **WHERE}
    live.recorder.call("children", "keep_identity", kind="child", id=str(uuid4()), fields=who)
    return str(case["case"])


def companion(live: Live) -> str:
    """Engage a companion."""
    id = str(uuid4())
    say(live.recorder, "children", "engage_companion", id=id, since="2021-11-20", **WHERE)
    return id


def gathered_wish(live: Live, case: str) -> str:
    """Gather a child's wish."""
    what: Said = {"item": "books", "reason": "read", "value_fen": 12_000, "shares": 2, "gathered_on": "2022-01-06"}
    return str(say(live.recorder, "children", "gather_wish", case=case, **what)["wish"])


def published_wish(live: Live, case: str) -> str:
    """Gather a child's wish, approve it and show it."""
    wish = gathered_wish(live, case)
    say(live.approver, "children", "review_wish", wish=wish, verdict="approved")
    say(live.recorder, "children", "publish_wish", wish=wish, published_on="2022-01-10")
    return wish


def oneself(live: Live, id: str, *roles: str) -> str:
    """Let somebody of a register sign in as who they are there, and give the login."""
    login = f"own{id[:8]}"
    fields = {"login": login, "password": live.password, "name": "欧阳志愿", "organisation": LEAGUE}
    told = {**fields, "roles": list(roles), "scope": [TOWNSHIP]}
    live.operator.call("portal", "add_person", deadline=30.0, id=id, fields=told)
    return login
