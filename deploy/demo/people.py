"""Who works in a demo winter: for each city and the province a recorder, an approver and an officer."""

from __future__ import annotations

import hashlib
import hmac
import time
from uuid import uuid5

from deploy.demo.winter import Winter
from deploy.demo.world import DEMO, PROVINCE, World, organisation_id
from deploy.roster import SERVICES
from shared.rpc import PersonTokens, RpcClient
from shared.settings import Settings

ROLES = {
    "recorder": ["recorder", "viewer"],
    "approver": ["approver", "recorder", "viewer"],
    "officer": ["officer", "viewer"],
}
TITLES = {"recorder": "填报员", "approver": "审批人", "officer": "干部"}
COPIED_WITHIN_S = 60


class FrameNotCopied(Exception):
    """A service did not take over the frame in time."""


def password_of(operator: Settings, login: str) -> str:
    """Work out a demo person's password from the operator's key: the same every time, and known to nobody else."""
    return hmac.new(operator.secret("signing.key").encode(), login.encode(), hashlib.sha256).hexdigest()[:20]


def login_of(city: str, by: str) -> str:
    """Name a demo person's account."""
    return f"demo-{by}-{city[:4]}"


def settle(rpc: RpcClient, operator: Settings, world: World) -> Winter:
    """Register organisations and people, wait until every service knows them, and sign the people in."""
    rows = list(world.organisations())
    known = rpc.call(
        "portal",
        "add_organisations",
        deadline=30.0,
        id=uuid5(DEMO, f"organisations {len(rows)}"),
        fields={"rows": rows},
    )
    await_frame(rpc, known["version"])
    staffed = [PROVINCE, *world.cities]
    for city in staffed:
        for by, roles in ROLES.items():
            login = login_of(city, by)
            fields = {
                "login": login,
                "password": password_of(operator, login),
                "name": f"演示{TITLES[by]}",
                "organisation": organisation_id("league", city),
                "roles": roles,
                "scope": [city],
            }
            rpc.call("portal", "add_person", deadline=30.0, id=uuid5(DEMO, login), fields=fields)
    return Winter({(city, by): _client(rpc, operator, login_of(city, by)) for city in staffed for by in ROLES})


def _client(rpc: RpcClient, operator: Settings, login: str) -> RpcClient:
    return rpc.under(PersonTokens(rpc, login, password_of(operator, login)))


def await_frame(rpc: RpcClient, version: int) -> None:
    """Wait until every service works in a version of the frame or a later one; raises FrameNotCopied."""
    limit = time.monotonic() + COPIED_WITHIN_S
    for service in SERVICES:
        while rpc.call(service, "ping")["frame"] < version:
            if time.monotonic() > limit:
                raise FrameNotCopied(f"{service} still works in an older frame after {COPIED_WITHIN_S} s")
            time.sleep(0.1)
