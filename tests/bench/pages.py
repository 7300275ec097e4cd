"""The portal: a page with one question to a service, beside itself over the stock proxy, and acts over the API."""

from __future__ import annotations

import hashlib
import json
import secrets
import sys
from collections.abc import Mapping
from random import Random
from statistics import median
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from deploy.demo.world import fresh, organisation_id
from deploy.infrastructure import Servers
from deploy.infrastructure.addresses import free_port
from deploy.processes import processes
from deploy.site import await_portal
from deploy.supervisor import Process
from tests.bench.lag import visit
from tests.bench.load import offered, request, static
from tests.bench.whole import CLOCK, Whole, whole
from tests.conftest import Site

PAGE, KIND = "/things/VisitRecorded", "/api/v1/acts/VisitRecorded"
CONNECTIONS = (8, 32)
ROUNDS, WARM_UP_S, SECONDS = 3, 2.0, 5.0
LISTED = 200
ACTS, CLERKS = 3_000, 16
ROWS, CALLS, PROGRAMS = 200, 60, 4


def main(site: Site, servers: Servers) -> dict[str, Any]:
    """Ask for the page in turns; answer requests a second and p99 of both, then acts a second over the API."""
    ours, stock = free_port(), free_port()
    peer = _peer(site, servers, f"127.0.0.1:{stock}")
    with whole(site, f"127.0.0.1:{ours}", [peer]) as run:
        for port in (ours, stock):
            await_portal(f"http://127.0.0.1:{port}/")
        page = _page(run)
        return {
            "static": _static(),
            "pages": {str(number): _side_by_side(page, ours, stock, number) for number in CONNECTIONS},
            **_recorded(run, ours),
        }


def _peer(site: Site, servers: Servers, bind: str) -> Process:
    """Serve the same pages as `nuandong web` does, but for what they ask by; the proxy names its queues in its way."""
    [web] = (each for each in processes(site.secrets, "test", CLOCK, bind=bind) if each.name == "web")
    broker = urlsplit(servers.broker_uri)._replace(path=f"/{site.namespace}").geturl()
    return Process("stock-web", (sys.executable, "-m", "tests.bench.stock_web", broker, "--bind", bind), web.env)


def _page(run: Whole) -> str:
    """Record some visits of a city, and open its list as whoever recorded them."""
    city, chance = run.world.cities[0], Random(LISTED)
    rows = [{"id": fresh(chance), **visit(run.world, chance, city)} for _ in range(LISTED)]
    run.winter.clients[city, "recorder"].call("outreach", "record_many", deadline=20.0, kind="VisitRecorded", rows=rows)
    return request("GET", PAGE, Cookie=f"session={run.session(city, 'recorder')}")


def _static() -> float:
    """Tell how many requests a second can be offered at all, to a server that does nothing."""
    with static() as port:
        return offered(port, [request("GET", "/")], max(CONNECTIONS), SECONDS)["a_second"]


def _side_by_side(page: str, ours: int, stock: int, connections: int) -> dict[str, float]:
    for port in (ours, stock):
        offered(port, [page], connections, WARM_UP_S)
    turns = [[offered(port, [page], connections, SECONDS) for port in (ours, stock)] for _ in range(ROUNDS)]
    return {
        f"{name}_{what}": median(turn[number][what] for turn in turns)
        for number, name in enumerate(("ours", "stock"))
        for what in ("a_second", "p99")
    }


def _recorded(run: Whole, port: int) -> dict[str, Any]:
    """Record visits of every city over the API, one by one and then many at once."""
    chance, tokens = Random(ACTS), {city: _issued(run, city) for city in run.world.cities}
    known = [request("GET", f"{KIND}?limit=1", **_carrying(token)) for token in tokens.values()]
    offered(port, known, 1)
    cities = list(tokens)
    one_by_one = [_one(run, chance, city, tokens[city]) for city in (chance.choice(cities) for _ in range(ACTS))]
    together = [_many(run, chance, city, tokens[city]) for city in (chance.choice(cities) for _ in range(CALLS))]
    many = offered(port, together, PROGRAMS)
    return {
        "one_by_one": offered(port, one_by_one, CLERKS),
        "together": {**many, "a_second": many["a_second"] * ROWS, "rows": ROWS},
    }


def _issued(run: Whole, city: str) -> str:
    """Have a city's officer issue a token to its league."""
    secret = secrets.token_urlsafe(32)
    fields = {
        "title": "测速",
        "organisation": organisation_id("league", city),
        "roles": ["recorder", "viewer"],
        "scope": [city],
        "expires_on": "2022-06-30",
        "digest": hashlib.sha256(secret.encode()).hexdigest(),
    }
    run.winter.clients[city, "officer"].call("portal", "issue_api_token", deadline=30.0, id=uuid4(), fields=fields)
    return secret


def _one(run: Whole, chance: Random, city: str, token: str) -> str:
    said = json.dumps(visit(run.world, chance, city))
    return request("PUT", f"{KIND}/{fresh(chance)}", said, **_carrying(token))


def _many(run: Whole, chance: Random, city: str, token: str) -> str:
    rows = [{"id": fresh(chance), **visit(run.world, chance, city)} for _ in range(ROWS)]
    return request("POST", KIND, json.dumps({"rows": rows}), **_carrying(token))


def _carrying(token: str) -> Mapping[str, str]:
    return {"Authorization": f"Bearer {token}", "Content_Type": "application/json"}
