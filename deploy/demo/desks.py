"""Desks to sit down at when a demo winter has been told: an account for each kind of user of the portal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple
from uuid import uuid5

from deploy.demo.people import password_of
from deploy.demo.world import DEMO, PROVINCE, organisation_id
from shared.rpc import RpcClient
from shared.settings import Settings

CHENGDU, QINGYANG, SHAOCHENG = "510100000000", "510105000000", "510105005000"


class Desk(NamedTuple):
    """Who sits there: a login, what the person does, for which organisation, in which roles, within which place."""

    login: str
    does: str
    league: str
    roles: tuple[str, ...]
    scope: str
    kind: str = "league"


DESKS = (
    Desk("demo-township", "乡镇填报员:记录走访、宣讲", QINGYANG, ("recorder", "viewer"), SHAOCHENG),
    Desk("demo-county", "县级团委:核对本县数据", QINGYANG, ("officer", "recorder", "viewer"), QINGYANG),
    Desk("demo-city", "市州团委:写月报、报送", CHENGDU, ("officer", "recorder", "viewer"), CHENGDU),
    Desk("demo-approver", "审批人:慰问、补录、解锁", CHENGDU, ("approver", "viewer"), CHENGDU),
    Desk("demo-province", "团省委青年发展部:采纳、退回、汇总", PROVINCE, ("officer", "approver", "viewer"), PROVINCE),
    Desk("demo-labour", "人社部门查看者:看板与公开数据", CHENGDU, ("viewer",), CHENGDU, "labour"),
)


def register(rpc: RpcClient, operator: Settings) -> None:
    """Register everybody; once is enough, and again does no harm."""
    for desk in DESKS:
        fields = {
            "login": desk.login,
            "password": password_of(operator, desk.login),
            "name": f"演示{desk.does.partition(':')[0]}",
            "organisation": organisation_id(desk.kind, desk.league),
            "roles": list(desk.roles),
            "scope": [desk.scope],
        }
        rpc.call("portal", "add_person", deadline=30.0, id=uuid5(DEMO, desk.login), fields=fields)


def accounts(operator: Settings) -> Iterator[tuple[str, str, str]]:
    """Give what each does, the login and the password."""
    for desk in DESKS:
        yield desk.does, desk.login, password_of(operator, desk.login)
